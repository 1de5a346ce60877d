#include "phenoAugmentation.h"
#include "phenoJsonReader.h"

namespace pheno
{
namespace
{
using learn::JsonReader;

void
ReadResizedCrop(JsonReader & all, AugmentationSettings & settings)
{
  if (const nlohmann::json * found = all.Find("random_resized_crop"))
  {
    JsonReader reader(*found, "augmentation/random_resized_crop");
    reader.Interval("scale", settings.crop_scale_min, settings.crop_scale_max, 1e-4, 1);
    reader.Interval("ratio", settings.crop_ratio_min, settings.crop_ratio_max, 0.1, 10);
    reader.Finish();
  }
}

void
ReadBlur(JsonReader & all, AugmentationSettings & settings)
{
  if (const nlohmann::json * found = all.Find("gaussian_blur"))
  {
    JsonReader reader(*found, "augmentation/gaussian_blur");
    reader.Number("probability", settings.blur_probability, 0, 1);
    reader.Integer("kernel_px", settings.blur_kernel_px, 1);
    reader.Interval("sigma_px", settings.blur_sigma_min_px, settings.blur_sigma_max_px, 1e-3, 1000);
    if (settings.blur_kernel_px % 2 == 0)
    {
      reader.Problem("kernel_px", "an odd number", settings.blur_kernel_px);
    }
    reader.Finish();
  }
}

void
ReadJitter(JsonReader & all, AugmentationSettings & settings)
{
  if (const nlohmann::json * found = all.Find("intensity_jitter"))
  {
    JsonReader reader(*found, "augmentation/intensity_jitter");
    reader.Number("probability", settings.jitter_probability, 0, 1);
    reader.Number("gain", settings.jitter_gain, 0, 1);
    reader.Number("offset", settings.jitter_offset, 0, 1e6);
    reader.Finish();
  }
}
} // namespace

AugmentationSettings
AugmentationFromJson(const nlohmann::json & json)
{
  AugmentationSettings settings;
  JsonReader           reader(json, "augmentation");
  ReadResizedCrop(reader, settings);
  reader.Number("horizontal_flip", settings.horizontal_flip, 0, 1);
  reader.Number("vertical_flip", settings.vertical_flip, 0, 1);
  reader.Flag("rotate90", settings.rotate90);
  ReadBlur(reader, settings);
  ReadJitter(reader, settings);
  reader.Finish();
  return settings;
}

nlohmann::json
ToJson(const AugmentationSettings & settings)
{
  using Json = nlohmann::json;
  return { { "random_resized_crop",
             { { "scale", Json::array({ settings.crop_scale_min, settings.crop_scale_max }) },
               { "ratio", Json::array({ settings.crop_ratio_min, settings.crop_ratio_max }) } } },
           { "horizontal_flip", settings.horizontal_flip },
           { "vertical_flip", settings.vertical_flip },
           { "rotate90", settings.rotate90 },
           { "gaussian_blur",
             { { "probability", settings.blur_probability },
               { "kernel_px", settings.blur_kernel_px },
               { "sigma_px", Json::array({ settings.blur_sigma_min_px, settings.blur_sigma_max_px }) } } },
           { "intensity_jitter",
             { { "probability", settings.jitter_probability },
               { "gain", settings.jitter_gain },
               { "offset", settings.jitter_offset } } } };
}
} // namespace pheno
