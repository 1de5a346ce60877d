#include "phenoBiCwclLoss.h"
#include "phenoContrast.h"

namespace pheno
{
torch::Tensor
BiCwclLoss::Compute(const torch::Tensor & image,
                    const torch::Tensor & text,
                    const torch::Tensor & pooled,
                    const torch::Tensor & log_scale) const
{
  const torch::Tensor logits = learn::PairLogits("bi-directional CWCL", image, text, log_scale);
  return learn::CrossEntropy(logits, NormaliseWeights(SimilarityWeights(pooled, m_Gradient))) +
         learn::CrossEntropy(logits.t(), SimilarityWeights(text.unsqueeze(1), m_Gradient));
}
} // namespace pheno
