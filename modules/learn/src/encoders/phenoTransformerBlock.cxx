#include "phenoTransformerBlock.h"
#include "phenoDropout.h"

#include <cmath>
#include <limits>

namespace pheno::learn
{
namespace
{
torch::Tensor
Scaled(const torch::Tensor & x, const torch::Tensor & scale)
{
  return scale.defined() ? x * scale.to(x.scalar_type()) : x;
}
} // namespace

WeightAndBias
AddLayer(ParameterList & list, const std::string & name, at::IntArrayRef shape, const StartValues & start)
{
  const torch::Tensor weight = list.Add(name + ".weight", shape, start);
  return { weight, list.Add(name + ".bias", { shape[0] }, { StartValues::Kind::Constant, 0 }) };
}

torch::Tensor
Linear(const torch::Tensor & x, const WeightAndBias & layer)
{
  return at::linear(x, layer.weight.to(x.scalar_type()), layer.bias.to(x.scalar_type()));
}

torch::Tensor
LayerNorm(const torch::Tensor & x, const WeightAndBias & norm, double epsilon)
{
  return at::layer_norm(
    x, { x.size(-1) }, norm.weight.to(x.scalar_type()), norm.bias.to(x.scalar_type()), epsilon, false);
}

torch::Tensor
QuickGelu(const torch::Tensor & x)
{
  return x * at::sigmoid(1.702 * x);
}

torch::Tensor
Attend(const torch::Tensor &   q,
       const torch::Tensor &   k,
       const torch::Tensor &   v,
       int                     heads,
       const AttentionLimits & limits)
{
  const std::int64_t n = q.size(0), tokens = q.size(1), depth = q.size(2) / heads;
  const auto         split = [&](const torch::Tensor & x) {
    return x.reshape({ n, tokens, heads, depth }).transpose(1, 2); // n, heads, tokens, depth
  };
  torch::Tensor scores = at::matmul(split(q) / std::sqrt(static_cast<double>(depth)), split(k).transpose(-2, -1));
  if (limits.mask.defined())
  {
    const torch::Tensor left = limits.mask.logical_not().view({ n, 1, 1, tokens });
    scores = scores.masked_fill(left, -std::numeric_limits<double>::infinity());
  }
  const torch::Tensor weights = Dropout(at::softmax(scores, -1), limits.dropout_rate, limits.dropout);
  return at::matmul(weights, split(v)).transpose(1, 2).reshape(q.sizes());
}

torch::Tensor
TransformerBlock::Apply(const torch::Tensor & x) const
{
  const std::vector<torch::Tensor> parts = Linear(LayerNorm(x, norm1, epsilon), qkv).chunk(3, -1);
  const torch::Tensor attended = x + Scaled(Linear(Attend(parts[0], parts[1], parts[2], heads), out), scale1);
  const torch::Tensor hidden = activation(Linear(LayerNorm(attended, norm2, epsilon), fc1));
  return attended + Scaled(Linear(hidden, fc2), scale2);
}
} // namespace pheno::learn
