#include "phenoSupConLoss.h"
#include "phenoContrast.h"
#include "phenoSupervisedPairs.h"

namespace pheno
{
SupConLoss::SupConLoss(double temperature)
  : m_Temperature(temperature)
{
  learn::CheckTemperature("SupCon", temperature);
}

torch::Tensor
SupConLoss::Compute(const torch::Tensor & z, const std::vector<std::int64_t> & classes) const
{
  const learn::SupervisedPairs pairs = learn::MakeSupervisedPairs("SupCon", z, classes, m_Temperature);
  const torch::Tensor          total = at::logsumexp(learn::WithoutSelf(pairs.logits), { 1 }, true);
  return learn::MeanOverPositives(total - pairs.logits, pairs.positive);
}
} // namespace pheno
