#include "phenoNtXentLoss.h"
#include "phenoContrast.h"
#include "phenoEncoder.h"

namespace pheno
{
NtXentLoss::NtXentLoss(double temperature)
  : m_Temperature(temperature)
{
  learn::CheckTemperature("NT-Xent", temperature);
}

torch::Tensor
NtXentLoss::Compute(const torch::Tensor & zi, const torch::Tensor & zj) const
{
  learn::CheckPair("NT-Xent", zi, zj);
  const std::int64_t  n = zi.size(0);
  const torch::Tensor z = NormaliseRows(at::cat({ zi, zj }), 1e-8);
  const torch::Tensor logits = at::matmul(z, z.t()) / m_Temperature;
  const torch::Tensor pairs = logits.diagonal(n); // s(i, i + n)
  return (at::logsumexp(learn::WithoutSelf(logits), { 1 }) - at::cat({ pairs, pairs })).mean();
}
} // namespace pheno
