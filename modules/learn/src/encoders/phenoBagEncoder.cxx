#include "phenoBagEncoder.h"
#include "phenoLearnError.h"
#include "phenoPooling.h"
#include "phenoShapeText.h"

namespace pheno
{
namespace
{
constexpr int kClusters = 4;

CrossChannelFormerSettings
FormerSettings(const EncoderSettings & settings)
{
  const BagSettings & bag = settings.bag;
  return { settings.in_channels, bag.width, settings.embed_dim, bag.depth, bag.heads, true };
}
} // namespace

BagEncoder::BagEncoder(const EncoderSettings & settings, torch::ScalarType type)
  : Encoder(settings, type)
  , m_Former(FormerSettings(settings), type)
{
  const BagSettings & bag = settings.bag;
  if (settings.head != "linear")
  {
    throw LearnError("head: expected \"linear\" for cross_channel_former, got \"" + settings.head + "\"");
  }
  if (bag.pooling == "attention")
  {
    m_Attention = std::make_unique<GatedAttentionPool>(bag.width, bag.attention_width, type);
    this->AddParameters(m_Attention->List());
  }
  this->AddParameters(m_Former.List());
  this->SetFeatures(settings.in_channels, bag.width);
}

torch::Tensor
BagEncoder::Pool(const torch::Tensor & x) const
{
  if (x.size(3) != this->Settings().bag.width)
  {
    throw LearnError("cross_channel_former: expected " + std::to_string(this->Settings().bag.width) +
                     " features a site, got bags of " + ShapeText(x));
  }
  const torch::Tensor bags = x.permute({ 0, 2, 1, 3 });
  const std::string & pooling = this->Settings().bag.pooling;
  const torch::Tensor pooled = m_Attention           ? m_Attention->Compute(bags).pooled
                               : pooling == "mean"   ? MeanPool(bags, Padding::LeftOut)
                               : pooling == "median" ? MedianPool(bags, Padding::LeftOut)
                                                     : KMeansPool(bags, kClusters);
  return pooled.flatten(1);
}

torch::Tensor
BagEncoder::Embed(const torch::Tensor & features) const
{
  return m_Former.Forward(features.view({ features.size(0), this->InChannels(), -1 }));
}
} // namespace pheno
