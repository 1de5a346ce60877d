#include "phenoCrossChannelFormer.h"
#include "phenoLearnError.h"
#include "phenoTransformerBlock.h"
#include "phenoShapeText.h"

#include <cmath>

namespace pheno
{
using learn::AddLayer;

namespace
{
constexpr double kNormEpsilon = 1e-5;
constexpr int    kMlpRatio = 4;
constexpr auto   kZero = StartValues{ StartValues::Kind::Constant, 0 };
constexpr auto   kOne = StartValues{ StartValues::Kind::Constant, 1 };
constexpr auto   kSmall = StartValues{ StartValues::Kind::TruncatedNormal, 0.02 };

StartValues
Normal(double deviation)
{
  return { StartValues::Kind::Normal, deviation };
}

void
Check(const CrossChannelFormerSettings & s)
{
  for (const int number : { s.channels, s.width, s.out_width, s.depth, s.heads })
  {
    if (number < 1)
    {
      throw LearnError("cross-channel former: expected numbers of at least 1, got " + std::to_string(number));
    }
  }
  if (s.width % s.heads != 0)
  {
    throw LearnError("cross-channel former: expected a width that heads divides, got width " + std::to_string(s.width) +
                     " and " + std::to_string(s.heads) + " heads");
  }
}

learn::TransformerBlock
AddBlock(ParameterList & list, const std::string & name, const CrossChannelFormerSettings & s)
{
  const int               width = s.width;
  const double            deviation = 1.0 / std::sqrt(static_cast<double>(width));
  const double            ofOutputs = deviation / std::sqrt(2.0 * s.depth);
  learn::TransformerBlock block;
  block.norm1 = AddLayer(list, name + ".ln_1", { width }, kOne);
  block.qkv = AddLayer(list, name + ".attn.in_proj", { 3 * width, width }, Normal(deviation));
  block.out = AddLayer(list, name + ".attn.out_proj", { width, width }, Normal(ofOutputs));
  block.norm2 = AddLayer(list, name + ".ln_2", { width }, kOne);
  block.fc1 = AddLayer(list, name + ".mlp.c_fc", { kMlpRatio * width, width }, Normal(1.0 / std::sqrt(2.0 * width)));
  block.fc2 = AddLayer(list, name + ".mlp.c_proj", { width, kMlpRatio * width }, Normal(ofOutputs));
  block.heads = s.heads;
  block.epsilon = kNormEpsilon;
  block.activation = learn::QuickGelu;
  return block;
}
} // namespace

struct CrossChannelFormer::Norms
{
  learn::WeightAndBias channel, pre, post;
};

CrossChannelFormer::CrossChannelFormer(const CrossChannelFormerSettings & settings, torch::ScalarType type)
  : m_Settings(settings)
  , m_Parameters(type)
  , m_Norms(std::make_unique<Norms>())
{
  Check(settings);
  const int width = settings.width;
  m_ChannelEmbedding = m_Parameters.Add("channel_embed", { settings.channels, width }, kSmall);
  m_ClassToken = m_Parameters.Add("class_token", { 1, width }, kZero);
  m_Norms->channel = AddLayer(m_Parameters, "channel_ln", { width }, kOne);
  m_Norms->pre = AddLayer(m_Parameters, "ln_pre", { width }, kOne);
  for (int block = 0; block < settings.depth; ++block)
  {
    m_Blocks.push_back(AddBlock(m_Parameters, "blocks." + std::to_string(block), settings));
  }
  m_Norms->post = AddLayer(m_Parameters, "ln_post", { width }, kOne);
  m_Projection =
    m_Parameters.Add("proj", { width, settings.out_width }, Normal(1.0 / std::sqrt(static_cast<double>(width))));
}

CrossChannelFormer::~CrossChannelFormer() = default;

void
CrossChannelFormer::LoadState(const std::vector<NamedTensor> & state)
{
  CopyState("cross-channel former", this->Parameters(), state);
}

torch::Tensor
CrossChannelFormer::AddChannelEmbedding(const torch::Tensor & pooled) const
{
  if (pooled.dim() != 3 || pooled.size(1) != m_Settings.channels || pooled.size(2) != m_Settings.width)
  {
    throw LearnError("cross-channel former: expected B x " + std::to_string(m_Settings.channels) + " x " +
                     std::to_string(m_Settings.width) + ", got " + ShapeText(pooled));
  }
  return pooled + m_ChannelEmbedding;
}

torch::Tensor
CrossChannelFormer::Forward(const torch::Tensor & pooled) const
{
  const torch::Tensor channels = learn::LayerNorm(this->AddChannelEmbedding(pooled), m_Norms->channel, kNormEpsilon);
  const torch::Tensor token = m_ClassToken.unsqueeze(0).expand({ pooled.size(0), -1, -1 });
  torch::Tensor       x = learn::LayerNorm(at::cat({ token, channels }, 1), m_Norms->pre, kNormEpsilon);
  for (const learn::TransformerBlock & block : m_Blocks)
  {
    x = block.Apply(x);
  }
  const torch::Tensor read = m_Settings.class_token ? x.select(1, 0) : x.narrow(1, 1, m_Settings.channels).mean(1);
  const torch::Tensor out = learn::LayerNorm(read, m_Norms->post, kNormEpsilon);
  return m_Settings.width == m_Settings.out_width ? out : at::matmul(out, m_Projection);
}
} // namespace pheno
