#include "phenoInfoNceLoss.h"
#include "phenoContrast.h"

namespace pheno
{
torch::Tensor
InfoNceLoss::Compute(const torch::Tensor & anchor, const torch::Tensor & other, const torch::Tensor & log_scale) const
{
  return learn::CrossEntropy(learn::PairLogits("InfoNCE", anchor, other, log_scale));
}
} // namespace pheno
