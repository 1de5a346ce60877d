#ifndef phenoEncoderSettings_h
#define phenoEncoderSettings_h

#include <nlohmann/json.hpp>

#include <string>

namespace pheno
{
/** The numbers of a vision transformer; the defaults are DINO's ViT-S/8. */
struct VisionTransformerSettings
{
  int         patch_px = 8;
  int         image_px = 224; ///< side of the square images that the stored position embeddings are for
  int         width = 384;
  int         depth = 12;
  int         heads = 6;
  int         mlp_width = 1536;
  bool        layer_scale = false; ///< a learned factor a channel behind attention and MLP (DINOv2)
  std::string pooling = "class";   ///< features: "class" token, or "mean" of the patch tokens
  std::string positions = "timm";  ///< rule of resampling, see phenoPositionEmbedding.h
};

/** The numbers of a cross-channel former over bags of sites; the defaults are CellCLIP's for DINOv2-giant. */
struct BagSettings
{
  int         width = 1536;          ///< features of a site's channel
  std::string pooling = "attention"; ///< of the sites: "attention", "mean", "median" or "kmeans"
  int         attention_width = 128; ///< rows of the gates
  int         depth = 12;
  int         heads = 8;
};

/** The TorchScript module of "torchscript". */
struct ScriptSettings
{
  std::string path;          ///< of the file
  int         height_px = 0; ///< of the images that it is tried with when it is loaded
  int         width_px = 0;
};

/** What identifies a network. */
struct EncoderSettings
{
  std::string architecture = "resnet18";
  int         in_channels = 1;
  int         embed_dim = 128;
  /** Batch norms (of ResNets): "plain" without affine and with momentum 1 (SPC), or "affine" with momentum 0.1
   * (torchvision). */
  std::string norm = "plain";
  /** From features to embedding: "unit_mlp" Linear - ReLU - Linear, unit rows (SPC); "mlp" the same without the unit
   * norm (SimCLR); "linear" one Linear (torchvision's fc); "none": the embedding is the features. */
  std::string               head = "unit_mlp";
  VisionTransformerSettings transformer = {}; ///< used by "vit" alone
  BagSettings               bag = {};         ///< used by "cross_channel_former" alone
  ScriptSettings            script = {};      ///< used by "torchscript" alone; not in FurtherSettingsToJson
};

nlohmann::json
ToJson(const VisionTransformerSettings & settings);

/** \throws LearnError for an unknown key, a wrong type or an impossible value, all named */
VisionTransformerSettings
VisionTransformerSettingsFromJson(const nlohmann::json & json);

nlohmann::json
ToJson(const BagSettings & settings);

/** \throws LearnError for an unknown key, a wrong type or an impossible value, all named */
BagSettings
BagSettingsFromJson(const nlohmann::json & json);

/** What model.json says beyond architecture, channels and embed_dim: the settings that differ from their defaults; an
 * empty object when none does. */
nlohmann::json
FurtherSettingsToJson(const EncoderSettings & settings);

/** Sets what FurtherSettingsToJson wrote. \throws LearnError for an unknown key or an impossible value */
void
ReadFurtherSettings(const nlohmann::json & json, EncoderSettings & settings);
} // namespace pheno

#endif
