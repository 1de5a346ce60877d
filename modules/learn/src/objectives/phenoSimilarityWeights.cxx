#include "phenoSimilarityWeights.h"
#include "phenoLearnError.h"
#include "phenoShapeText.h"

namespace pheno
{
namespace
{
constexpr double kEpsilon = 1e-8;
}

torch::Tensor
SimilarityWeights(const torch::Tensor & pooled, WeightGradient gradient)
{
  if (pooled.dim() != 3 || pooled.size(0) == 0 || pooled.size(1) == 0 || !pooled.is_floating_point())
  {
    throw LearnError("similarity weights: expected N x C x W floating numbers with N and C above 0, got " +
                     ShapeText(pooled));
  }
  const torch::Tensor source = gradient == WeightGradient::Kept ? pooled : pooled.detach();
  const torch::Tensor unit = (source / (source.norm(2, { 2 }, true) + kEpsilon)).flatten(1);
  return at::matmul(unit, unit.t()) / static_cast<double>(2 * pooled.size(1)) + 0.5;
}

torch::Tensor
NormaliseWeights(const torch::Tensor & weights)
{
  return weights / (weights.sum(1, true) + kEpsilon);
}
} // namespace pheno
