#include "phenoSigLipLoss.h"
#include "phenoContrast.h"

namespace pheno
{
torch::Tensor
SigLipLoss::Compute(const torch::Tensor & image,
                    const torch::Tensor & text,
                    const torch::Tensor & log_scale,
                    const torch::Tensor & bias) const
{
  const torch::Tensor logits = learn::BiasedPairLogits("SigLIP", image, text, log_scale, bias);
  return -at::log_sigmoid(at::where(learn::SelfMask(logits), logits, -logits)).mean();
}
} // namespace pheno
