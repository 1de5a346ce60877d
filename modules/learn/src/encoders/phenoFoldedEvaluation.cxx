#include "phenoFoldedEvaluation.h"
#include "phenoPrecision.h"

#include <ATen/Context.h>

namespace pheno::learn
{
namespace
{
bool
CanPack(const torch::TensorOptions & images)
{
  const auto type = c10::typeMetaToScalarType(images.dtype());
  return images.device().is_cpu() && at::hasMKLDNN() &&
         (type == torch::kFloat32 || (type == torch::kBFloat16 && HasBfloat16Units()));
}
} // namespace

FoldedEvaluation::FoldedEvaluation(Encoder & encoder, const torch::TensorOptions & images)
  : m_Encoder(encoder)
{
  const at::NoGradGuard guard;
  std::size_t           norm = 0;
  for (Encoder::Convolution convolution : encoder.m_Convolutions)
  {
    if (convolution.has_norm)
    {
      convolution = Fold(convolution, encoder.m_Norms[norm++]);
    }
    convolution.weight = convolution.weight.to(images.dtype());
    convolution.bias = convolution.bias.defined() ? convolution.bias.to(images.dtype()) : convolution.bias;
    if (CanPack(images))
    {
      Pack(convolution);
    }
    encoder.m_Folded.push_back(std::move(convolution));
  }
}

FoldedEvaluation::~FoldedEvaluation()
{
  m_Encoder.m_Folded.clear();
}

void
FoldedEvaluation::Pack(Encoder::Convolution & c)
{
  const torch::Tensor weight = c.weight.contiguous().to_mkldnn();
  c.weight = at::mkldnn_reorder_conv2d_weight(weight, { c.padding, c.padding }, { c.stride, c.stride }, { 1, 1 }, 1);
  c.bias = c.bias.defined() ? c.bias.to_mkldnn() : c.bias;
}

Encoder::Convolution
FoldedEvaluation::Fold(Encoder::Convolution convolution, const BatchNorm & norm)
{
  torch::Tensor gain = at::rsqrt(norm.variance + BatchNorm::kEpsilon);
  gain = norm.weight.defined() ? gain * norm.weight : gain;
  const torch::Tensor shift = convolution.bias.defined() ? convolution.bias - norm.mean : -norm.mean;
  convolution.weight = convolution.weight * gain.view({ -1, 1, 1, 1 });
  convolution.bias = norm.bias.defined() ? norm.bias + shift * gain : shift * gain;
  return convolution;
}
} // namespace pheno::learn
