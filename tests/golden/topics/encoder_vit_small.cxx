#include "phenoGoldenTensor.h"

#include "phenoPositionEmbedding.h"
#include "phenoPretrained.h"

#include <algorithm>

namespace pheno::golden
{
namespace
{
/** The settings that fit a translated state. */
EncoderSettings
SettingsOf(const Json & in, const std::vector<NamedTensor> & state)
{
  EncoderSettings settings;
  settings.architecture = "vit";
  settings.head = "none";
  VisionTransformerSettings & t = settings.transformer;
  t.patch_px = in.at("patch");
  t.image_px = in.at("state_image_size");
  t.heads = in.at("heads");
  t.positions = in.at("kind") == "timm" ? "timm" : "transformers";
  t.depth = 0;
  for (const NamedTensor & entry : state)
  {
    if (entry.name == "patch_embed.proj.weight")
    {
      t.width = settings.embed_dim = static_cast<int>(entry.tensor.size(0));
      settings.in_channels = static_cast<int>(entry.tensor.size(1));
    }
    else if (entry.name.find(".mlp.fc1.bias") != std::string::npos)
    {
      t.mlp_width = static_cast<int>(entry.tensor.size(0));
      ++t.depth;
    }
    t.layer_scale = t.layer_scale || entry.name.find(".ls1.") != std::string::npos;
  }
  return settings;
}

std::shared_ptr<Encoder>
Filled(const EncoderSettings & settings, const std::vector<NamedTensor> & state)
{
  const auto encoder = MakeEncoder(settings, torch::kFloat64);
  encoder->LoadState(state);
  return encoder;
}
} // namespace

Json
RunEncoderVitSmall(const Case & golden)
{
  const at::NoGradGuard    guard;
  const Json &             in = golden.inputs;
  const torch::Tensor      x = FormulaInput(in.at("x"));
  std::vector<NamedTensor> state = TranslateState(FormulaState(in.at("state")));
  EncoderSettings          settings = SettingsOf(in, state);
  const auto               encoder = Filled(settings, state);
  Json                     got;
  const Encoder::Output    output = encoder->Forward(x);
  got["cls"] = FromTensor(output.features);
  got["cls_norm"] = FromTensor(output.features.norm(2, { 1 }));

  Activations activations;
  activations.x = x;
  encoder->RunSegment(0, activations);
  const torch::Tensor tokens = activations.x;
  got["tokens_dot"] = FromTensor(SineDotRows(tokens.reshape({ -1, tokens.size(2) })).reshape({ x.size(0), -1 }));
  for (const NamedTensor & entry : encoder->Parameters())
  {
    if (entry.name == "pos_embed")
    {
      const std::int64_t  patch = settings.transformer.patch_px;
      const torch::Tensor used =
        ResamplePositions(entry.tensor, x.size(2) / patch, x.size(3) / patch, settings.transformer.positions);
      got["pos_rows"] = FromTensor(used[0].narrow(0, 0, std::min<std::int64_t>(10, used.size(1))).narrow(1, 0, 8));
    }
  }
  settings.transformer.positions = "dino";
  got["cls_original_offset"] = FromTensor(Filled(settings, state)->Forward(x).features);
  return got;
}
} // namespace pheno::golden
