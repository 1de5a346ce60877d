#include "phenoGatedAttentionPool.h"
#include "phenoLearnError.h"
#include "phenoPooling.h"
#include "phenoShapeText.h"

#include <limits>

namespace pheno
{
GatedAttentionPool::GatedAttentionPool(int width, int hidden, torch::ScalarType type)
  : m_Width(width)
  , m_Parameters(type)
{
  if (width < 1 || hidden < 1)
  {
    throw LearnError("gated attention: expected a width and hidden units of at least 1, got " + std::to_string(width) +
                     " and " + std::to_string(hidden));
  }
  const StartValues start = UniformByFanIn(width);
  const StartValues last = UniformByFanIn(hidden);
  m_VWeight = m_Parameters.Add("attention_v.weight", { hidden, width }, start);
  m_VBias = m_Parameters.Add("attention_v.bias", { hidden }, start);
  m_UWeight = m_Parameters.Add("attention_u.weight", { hidden, width }, start);
  m_UBias = m_Parameters.Add("attention_u.bias", { hidden }, start);
  m_WWeight = m_Parameters.Add("attention_w.weight", { 1, hidden }, last);
  m_WBias = m_Parameters.Add("attention_w.bias", { 1 }, last);
}

void
GatedAttentionPool::LoadState(const std::vector<NamedTensor> & state)
{
  CopyState("gated attention", this->Parameters(), state);
}

GatedAttentionPool::Output
GatedAttentionPool::Compute(const torch::Tensor & bags) const
{
  const torch::Tensor mask = InstanceMask(bags); // B x M x C
  if (bags.size(3) != m_Width)
  {
    throw LearnError("gated attention: expected instances of width " + std::to_string(m_Width) + ", got " +
                     ShapeText(bags));
  }
  const torch::Tensor gated =
    at::tanh(at::linear(bags, m_VWeight, m_VBias)) * at::sigmoid(at::linear(bags, m_UWeight, m_UBias));
  const torch::Tensor scores = at::linear(gated, m_WWeight, m_WBias).squeeze(3);
  // The lowest finite score, not minus infinity: in a channel of padding alone the softmax stays finite and is masked.
  const double        lowest = scores.scalar_type() == torch::kFloat64 ? std::numeric_limits<double>::lowest()
                                                                       : std::numeric_limits<float>::lowest();
  const torch::Tensor masked = scores.masked_fill(mask.logical_not(), lowest);
  const torch::Tensor attention = at::softmax(masked, 1).masked_fill(mask.logical_not(), 0.0);
  return { (attention.unsqueeze(3) * bags).sum(1), attention.transpose(1, 2) };
}
} // namespace pheno
