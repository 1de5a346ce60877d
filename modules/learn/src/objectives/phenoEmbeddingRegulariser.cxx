#include "phenoEmbeddingRegulariser.h"
#include "phenoContrast.h"
#include "phenoLearnError.h"

#include <algorithm>

namespace pheno
{
torch::Tensor
MeanSquaredDifference(const torch::Tensor & p, const torch::Tensor & q)
{
  learn::CheckPair("mean squared difference", p, q);
  return (p - q).square().mean();
}

torch::Tensor
VarianceTerm(const torch::Tensor & z)
{
  learn::CheckMatrix("variance term", z, 2);
  return (1 - (z.var(0) + 1e-4).sqrt()).clamp_min(0).mean();
}

torch::Tensor
CovarianceTerm(const torch::Tensor & z)
{
  learn::CheckMatrix("covariance term", z, 2);
  const torch::Tensor centred = z - z.mean(0);
  const torch::Tensor covariance = at::matmul(centred.t(), centred) / static_cast<double>(z.size(0) - 1);
  return covariance.masked_fill(learn::SelfMask(covariance), 0).square().sum() / z.size(1);
}

EmbeddingRegulariser::EmbeddingRegulariser(Weights weights)
  : m_Weights(weights)
{
  const double smallest = std::min({ weights.mse, weights.variance, weights.covariance });
  if (!(smallest >= 0))
  {
    throw LearnError("embedding regulariser: expected weights of at least 0, got " + std::to_string(smallest));
  }
}

torch::Tensor
EmbeddingRegulariser::Compute(const torch::Tensor & p, const torch::Tensor & q) const
{
  return m_Weights.mse * MeanSquaredDifference(p, q) + m_Weights.variance * (VarianceTerm(p) + VarianceTerm(q)) +
         m_Weights.covariance * (CovarianceTerm(p) + CovarianceTerm(q));
}
} // namespace pheno
