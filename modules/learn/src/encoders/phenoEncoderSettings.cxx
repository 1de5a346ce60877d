#include "phenoEncoderSettings.h"
#include "phenoJsonReader.h"

namespace pheno
{
using Json = nlohmann::json;

Json
ToJson(const VisionTransformerSettings & settings)
{
  return { { "patch_px", settings.patch_px },
           { "image_px", settings.image_px },
           { "width", settings.width },
           { "depth", settings.depth },
           { "heads", settings.heads },
           { "mlp_width", settings.mlp_width },
           { "layer_scale", settings.layer_scale },
           { "pooling", settings.pooling },
           { "positions", settings.positions } };
}

Json
ToJson(const BagSettings & settings)
{
  return { { "width", settings.width },
           { "pooling", settings.pooling },
           { "attention_width", settings.attention_width },
           { "depth", settings.depth },
           { "heads", settings.heads } };
}

VisionTransformerSettings
VisionTransformerSettingsFromJson(const Json & json)
{
  VisionTransformerSettings settings;
  learn::JsonReader         reader(json, "encoder/transformer");
  reader.Integer("patch_px", settings.patch_px, 1);
  reader.Integer("image_px", settings.image_px, 1);
  reader.Integer("width", settings.width, 1);
  reader.Integer("depth", settings.depth, 1);
  reader.Integer("heads", settings.heads, 1);
  reader.Integer("mlp_width", settings.mlp_width, 1);
  reader.Flag("layer_scale", settings.layer_scale);
  reader.Word("pooling", settings.pooling, { "class", "mean" });
  reader.Word("positions", settings.positions, { "timm", "transformers", "dino" });
  reader.Finish();
  if (settings.width % settings.heads != 0)
  {
    throw LearnError("encoder/transformer: expected a width that heads divides, got width " +
                     std::to_string(settings.width) + " and " + std::to_string(settings.heads) + " heads");
  }
  if (settings.image_px % settings.patch_px != 0)
  {
    throw LearnError("encoder/transformer: expected an image_px that patch_px divides, got image_px " +
                     std::to_string(settings.image_px) + " and patch_px " + std::to_string(settings.patch_px));
  }
  return settings;
}

BagSettings
BagSettingsFromJson(const Json & json)
{
  BagSettings       settings;
  learn::JsonReader reader(json, "encoder/bag");
  reader.Integer("width", settings.width, 1);
  reader.Word("pooling", settings.pooling, { "attention", "mean", "median", "kmeans" });
  reader.Integer("attention_width", settings.attention_width, 1);
  reader.Integer("depth", settings.depth, 1);
  reader.Integer("heads", settings.heads, 1);
  reader.Finish();
  return settings;
}

namespace
{
Json
AllFurtherSettings(const EncoderSettings & settings)
{
  return { { "norm", settings.norm },
           { "head", settings.head },
           { "transformer", ToJson(settings.transformer) },
           { "bag", ToJson(settings.bag) } };
}

} // namespace

Json
FurtherSettingsToJson(const EncoderSettings & settings)
{
  const Json usual = AllFurtherSettings({});
  const Json all = AllFurtherSettings(settings);
  Json       further = Json::object();
  for (const auto & [key, value] : all.items())
  {
    if (value != usual.at(key))
    {
      further[key] = value;
    }
  }
  return further;
}

void
ReadFurtherSettings(const Json & json, EncoderSettings & settings)
{
  learn::JsonReader reader(json, "encoder");
  reader.Word("norm", settings.norm, { "plain", "affine" });
  reader.Word("head", settings.head, { "unit_mlp", "mlp", "linear", "none" });
  if (const Json * transformer = reader.Find("transformer"))
  {
    settings.transformer = VisionTransformerSettingsFromJson(*transformer);
  }
  if (const Json * bag = reader.Find("bag"))
  {
    settings.bag = BagSettingsFromJson(*bag);
  }
  reader.Finish();
}
} // namespace pheno
