#include "phenoNtXentLoss.h"
#include "phenoEncoder.h"
#include "phenoLearnError.h"

#include <limits>

namespace pheno
{
NtXentLoss::NtXentLoss(double temperature)
  : m_Temperature(temperature)
{
  if (!(temperature > 0))
  {
    throw LearnError("NT-Xent: expected a temperature above 0, got " + std::to_string(temperature));
  }
}

torch::Tensor
NtXentLoss::Compute(const torch::Tensor & zi, const torch::Tensor & zj) const
{
  if (zi.dim() != 2 || zi.size(0) == 0 || zi.sizes() != zj.sizes())
  {
    throw LearnError("NT-Xent: expected two N x D matrices with N > 0");
  }
  const std::int64_t  n = zi.size(0);
  const torch::Tensor z = NormaliseRows(at::cat({ zi, zj }), 1e-8);
  const torch::Tensor self = torch::eye(2 * n, torch::TensorOptions().dtype(torch::kBool).device(z.device()));
  const torch::Tensor logits = at::matmul(z, z.t()) / m_Temperature;
  const torch::Tensor pairs = logits.diagonal(n); // s(i, i + n)
  const torch::Tensor others = logits.masked_fill(self, -std::numeric_limits<double>::infinity());
  return (at::logsumexp(others, { 1 }) - at::cat({ pairs, pairs })).mean();
}
} // namespace pheno
