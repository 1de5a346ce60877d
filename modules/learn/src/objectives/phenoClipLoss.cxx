#include "phenoClipLoss.h"
#include "phenoContrast.h"

namespace pheno
{
torch::Tensor
ClipLoss::Compute(const torch::Tensor & image, const torch::Tensor & text, const torch::Tensor & log_scale) const
{
  return learn::SymmetricCrossEntropy(learn::PairLogits("CLIP loss", image, text, log_scale));
}
} // namespace pheno
