#include "phenoSpcLoss.h"
#include "phenoContrast.h"

namespace pheno
{
SpcLoss::SpcLoss(double temperature)
  : m_Temperature(temperature)
{
  learn::CheckTemperature("SPC loss", temperature);
}

torch::Tensor
SpcLoss::PerImage(const torch::Tensor & z, const torch::Tensor & y) const
{
  learn::CheckPair("SPC loss", z, y);
  const torch::Tensor classes = y.detach();
  const torch::Tensor images = learn::WithoutSelf(at::matmul(z, z.t()) / m_Temperature);
  const torch::Tensor vectors = at::matmul(z, classes.t()) / m_Temperature;
  const torch::Tensor positive = vectors.diagonal();
  return at::logsumexp(at::cat({ images, vectors }, 1), { 1 }) - positive;
}
} // namespace pheno
