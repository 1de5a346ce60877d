#include "phenoSpcLoss.h"
#include "phenoLearnError.h"

#include <limits>

namespace pheno
{
SpcLoss::SpcLoss(double temperature)
  : m_Temperature(temperature)
{
  if (!(temperature > 0))
  {
    throw LearnError("SPC loss: expected a temperature above 0, got " + std::to_string(temperature));
  }
}

torch::Tensor
SpcLoss::PerImage(const torch::Tensor & z, const torch::Tensor & y) const
{
  if (z.dim() != 2 || z.size(0) == 0 || z.sizes() != y.sizes())
  {
    throw LearnError("SPC loss: expected two B x D matrices with B > 0");
  }
  const torch::Tensor classes = y.detach();
  const torch::Tensor self = torch::eye(z.size(0), torch::TensorOptions().dtype(torch::kBool).device(z.device()));
  const torch::Tensor images =
    (at::matmul(z, z.t()) / m_Temperature).masked_fill(self, -std::numeric_limits<double>::infinity());
  const torch::Tensor vectors = at::matmul(z, classes.t()) / m_Temperature;
  const torch::Tensor positive = vectors.diagonal();
  return at::logsumexp(at::cat({ images, vectors }, 1), { 1 }) - positive;
}
} // namespace pheno
