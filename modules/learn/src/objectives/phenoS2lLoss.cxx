#include "phenoS2lLoss.h"
#include "phenoContrast.h"
#include "phenoLearnError.h"

#include <numbers>

namespace pheno
{
namespace
{
constexpr double kDistanceScale = 0.3;
constexpr double kThreshold = 0.75;
constexpr double kDelta = 0.75;

torch::Tensor
SoftLabels(const torch::Tensor & image)
{
  const torch::Tensor similarity =
    1 - (4 / std::numbers::pi) * at::atan(learn::SquaredDistances(image, image) / kDistanceScale);
  return similarity.masked_fill(similarity < kThreshold, 0);
}
} // namespace

S2lLoss::S2lLoss(double gamma)
  : m_Gamma(gamma)
{
  if (!(gamma > kDelta))
  {
    throw LearnError("S2L: expected a gamma above 0.75, got " + std::to_string(gamma));
  }
}

torch::Tensor
S2lLoss::Compute(const torch::Tensor & image,
                 const torch::Tensor & text,
                 const torch::Tensor & log_scale,
                 const torch::Tensor & bias) const
{
  const torch::Tensor logits = learn::BiasedPairLogits("S2L", text, image, log_scale, bias);
  const torch::Tensor labels = SoftLabels(image);
  const torch::Tensor terms = labels * at::log_sigmoid(logits) + (m_Gamma - kDelta * labels) * at::log_sigmoid(-logits);
  return -terms.sum() / image.size(0);
}
} // namespace pheno
