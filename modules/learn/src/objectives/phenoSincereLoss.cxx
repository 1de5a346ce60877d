#include "phenoSincereLoss.h"
#include "phenoContrast.h"
#include "phenoSupervisedPairs.h"

#include <limits>

namespace pheno
{
SincereLoss::SincereLoss(double temperature)
  : m_Temperature(temperature)
{
  learn::CheckTemperature("SINCERE", temperature);
}

torch::Tensor
SincereLoss::Compute(const torch::Tensor & z, const std::vector<std::int64_t> & classes) const
{
  const learn::SupervisedPairs pairs = learn::MakeSupervisedPairs("SINCERE", z, classes, m_Temperature);
  const torch::Tensor          others = pairs.logits.masked_fill(pairs.same, -std::numeric_limits<double>::infinity());
  const torch::Tensor          margin = pairs.logits - at::logsumexp(others, { 1 }, true);
  return learn::MeanOverPositives(-at::log_sigmoid(margin), pairs.positive);
}
} // namespace pheno
