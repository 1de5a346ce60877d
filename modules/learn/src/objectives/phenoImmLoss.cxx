#include "phenoImmLoss.h"
#include "phenoContrast.h"
#include "phenoLearnError.h"
#include "phenoViews.h"

#include <vector>

namespace pheno
{
ImmLoss::ImmLoss(double lambda_image)
  : m_LambdaImage(lambda_image)
{
  if (!(lambda_image >= 0))
  {
    throw LearnError("IMM: expected a weight of image pairs of at least 0, got " + std::to_string(lambda_image));
  }
}

torch::Tensor
ImmLoss::PairLosses(const torch::Tensor & compound, const torch::Tensor & images, const torch::Tensor & log_scale) const
{
  const torch::Tensor        members = learn::StackViews("IMM", compound, images);
  const torch::Tensor        scale = learn::ScaleOf("IMM", log_scale);
  std::vector<torch::Tensor> losses;
  for (std::int64_t a = 0; a + 1 < members.size(0); ++a)
  {
    for (std::int64_t b = a + 1; b < members.size(0); ++b)
    {
      const torch::Tensor logits = scale * at::matmul(members[a], members[b].t());
      losses.push_back((a == 0 ? 1 : m_LambdaImage) * learn::LeaveOneOutCrossEntropy(logits));
    }
  }
  return at::stack(losses);
}
} // namespace pheno
