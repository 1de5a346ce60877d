#include "phenoVisionTransformer.h"
#include "phenoLearnError.h"
#include "phenoPositionEmbedding.h"
#include "phenoTransformerBlock.h"
#include "phenoShapeText.h"

namespace pheno
{
namespace
{
constexpr double kNormEpsilon = 1e-6;
constexpr auto   kZero = StartValues{ StartValues::Kind::Constant, 0 };
constexpr auto   kOne = StartValues{ StartValues::Kind::Constant, 1 };
constexpr auto   kSmall = StartValues{ StartValues::Kind::TruncatedNormal, 0.02 };
constexpr auto   kLayerScale = StartValues{ StartValues::Kind::Constant, 1e-5 };

torch::Tensor
Gelu(const torch::Tensor & x)
{
  return at::gelu(x);
}
} // namespace

VisionTransformer::VisionTransformer(const EncoderSettings & settings, torch::ScalarType type)
  : Encoder(settings, type)
{
  const int width = settings.transformer.width;
  this->AddEmbedding();
  for (int block = 0; block < settings.transformer.depth; ++block)
  {
    this->AddBlock("blocks." + std::to_string(block));
  }
  const learn::WeightAndBias norm{ this->AddParameter("norm.weight", { width }, kOne),
                                   this->AddParameter("norm.bias", { width }, kZero) };
  this->Add([norm](Activations & a) { a.x = learn::LayerNorm(a.x, norm, kNormEpsilon); });
  this->AddHead("mlp_head", width, width);
}

void
VisionTransformer::AddEmbedding()
{
  const VisionTransformerSettings & s = this->Settings().transformer;
  const std::int64_t                patch = s.patch_px;
  const std::int64_t                side = s.image_px / patch;
  const std::int64_t                in = this->InChannels();
  const torch::Tensor               token = this->AddParameter("cls_token", { 1, 1, s.width }, kSmall);
  const torch::Tensor positions = this->AddParameter("pos_embed", { 1, 1 + side * side, s.width }, kSmall);
  const StartValues   start = UniformByFanIn(in * patch * patch);
  const torch::Tensor weight = this->AddParameter("patch_embed.proj.weight", { s.width, in, patch, patch }, start);
  const torch::Tensor bias = this->AddParameter("patch_embed.proj.bias", { s.width }, start);
  const std::string   rule = s.positions;
  this->Add([token, positions, weight, bias, patch, rule](Activations & a) {
    const std::int64_t height = a.x.size(2), width = a.x.size(3);
    const bool         whole = rule != "timm" || (height % patch == 0 && width % patch == 0);
    if (!whole || height < patch || width < patch)
    {
      throw LearnError("vit: expected images with sides that are multiples of " + std::to_string(patch) +
                       " pixels, got " + ShapeText(a.x));
    }
    const auto          type = a.x.scalar_type();
    const torch::Tensor patches = at::conv2d(a.x, weight.to(type), bias.to(type), { patch, patch });
    const torch::Tensor tokens = patches.flatten(2).transpose(1, 2);
    const torch::Tensor all = at::cat({ token.to(type).expand({ tokens.size(0), -1, -1 }), tokens }, 1);
    a.x = all + ResamplePositions(positions, patches.size(2), patches.size(3), rule).to(type);
  });
}

void
VisionTransformer::AddBlock(const std::string & name)
{
  const VisionTransformerSettings & s = this->Settings().transformer;
  const auto add = [&](const std::string & part, at::IntArrayRef shape, const StartValues & start) {
    const torch::Tensor weight = this->AddParameter(name + part + ".weight", shape, start);
    return learn::WeightAndBias{ weight, this->AddParameter(name + part + ".bias", { shape[0] }, kZero) };
  };
  const auto scale = [&](const std::string & part) {
    return s.layer_scale ? this->AddParameter(name + part + ".gamma", { s.width }, kLayerScale) : torch::Tensor();
  };
  learn::TransformerBlock block;
  block.norm1 = add(".norm1", { s.width }, kOne);
  block.qkv = add(".attn.qkv", { 3 * s.width, s.width }, kSmall);
  block.out = add(".attn.proj", { s.width, s.width }, kSmall);
  block.scale1 = scale(".ls1");
  block.norm2 = add(".norm2", { s.width }, kOne);
  block.fc1 = add(".mlp.fc1", { s.mlp_width, s.width }, kSmall);
  block.fc2 = add(".mlp.fc2", { s.width, s.mlp_width }, kSmall);
  block.scale2 = scale(".ls2");
  block.heads = s.heads;
  block.epsilon = kNormEpsilon;
  block.activation = Gelu;
  this->Add([block](Activations & a) { a.x = block.Apply(a.x); });
}

torch::Tensor
VisionTransformer::Pool(const torch::Tensor & tokens) const
{
  return this->Settings().transformer.pooling == "class" ? tokens.select(1, 0)
                                                         : tokens.narrow(1, 1, tokens.size(1) - 1).mean(1);
}
} // namespace pheno
