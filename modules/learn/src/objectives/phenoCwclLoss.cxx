#include "phenoCwclLoss.h"
#include "phenoContrast.h"

namespace pheno
{
torch::Tensor
CwclLoss::Compute(const torch::Tensor & image,
                  const torch::Tensor & text,
                  const torch::Tensor & pooled,
                  const torch::Tensor & log_scale) const
{
  const torch::Tensor logits = learn::PairLogits("CWCL", image, text, log_scale);
  return learn::CrossEntropy(logits, this->Weights(pooled)) + learn::CrossEntropy(logits.t());
}
} // namespace pheno
