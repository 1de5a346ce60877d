#include "phenoTextCwclLoss.h"
#include "phenoContrast.h"
#include "phenoEncoder.h"

namespace pheno
{
torch::Tensor
TextCwclLoss::Weights(const torch::Tensor & text) const
{
  learn::CheckMatrix("text CWCL", text);
  const torch::Tensor unit = NormaliseRows(m_Gradient == WeightGradient::Kept ? text : text.detach(), 1e-8);
  return NormaliseWeights(at::matmul(unit, unit.t()) / 2 + 0.5);
}

torch::Tensor
TextCwclLoss::Compute(const torch::Tensor & image, const torch::Tensor & text, const torch::Tensor & log_scale) const
{
  const torch::Tensor logits = learn::PairLogits("text CWCL", image, text, log_scale);
  return learn::CrossEntropy(logits, this->Weights(text)) + learn::CrossEntropy(logits.t());
}
} // namespace pheno
