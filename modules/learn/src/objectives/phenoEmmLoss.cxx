#include "phenoEmmLoss.h"
#include "phenoContrast.h"
#include "phenoViews.h"

namespace pheno
{
torch::Tensor
EmmLoss::Compute(const torch::Tensor & compound, const torch::Tensor & images, const torch::Tensor & log_scale) const
{
  const torch::Tensor members = learn::StackViews("EMM", compound, images);
  const torch::Tensor views = members.slice(0, 1);
  const torch::Tensor scale = learn::ScaleOf("EMM", log_scale);
  return learn::LeaveOneOutCrossEntropy(scale * at::matmul(members[0], views.transpose(1, 2)));
}
} // namespace pheno
