#include "phenoNormalizedSoftmaxLoss.h"
#include "phenoContrast.h"
#include "phenoEncoder.h"

namespace pheno
{
NormalizedSoftmaxLoss::NormalizedSoftmaxLoss(double temperature)
  : m_Loss({ temperature, false, false, ClassNegatives::All })
{}

torch::Tensor
NormalizedSoftmaxLoss::Compute(const torch::Tensor &             x,
                               const torch::Tensor &             proxies,
                               const std::vector<std::int64_t> & classes) const
{
  learn::CheckTable("normalised softmax", x, proxies);
  return m_Loss.Compute(NormaliseRows(x), NormaliseRows(proxies), classes);
}
} // namespace pheno
