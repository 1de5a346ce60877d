#include "phenoAugmentation.h"
#include "phenoJsonReader.h"
#include "phenoRandAugment.h"

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
ReadElastic(JsonReader & all, AugmentationSettings & settings)
{
  if (const nlohmann::json * found = all.Find("elastic"))
  {
    JsonReader reader(*found, "augmentation/elastic");
    reader.Number("probability", settings.elastic_probability, 0, 1);
    reader.Number("alpha_px", settings.elastic_alpha_px, 0, 1e4);
    reader.Number("sigma_px", settings.elastic_sigma_px, 0.1, 1e4);
    reader.Number("affine_px", settings.elastic_affine_px, 0, 1e4);
    reader.Finish();
  }
}

void
ReadRandAugment(JsonReader & all, AugmentationSettings & settings)
{
  if (const nlohmann::json * found = all.Find("rand_augment"))
  {
    JsonReader reader(*found, "augmentation/rand_augment");
    reader.Integer("operations", settings.rand_operations, 0);
    reader.Integer("magnitude", settings.rand_magnitude, 0);
    if (settings.rand_magnitude >= learn::RandAugment::kMagnitudes)
    {
      reader.Problem("magnitude", "an integer from 0 to 30", settings.rand_magnitude);
    }
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
  reader.Number("rotation_deg", settings.rotation_deg, 0, 180);
  ReadElastic(reader, settings);
  ReadRandAugment(reader, settings);
  ReadBlur(reader, settings);
  ReadJitter(reader, settings);
  reader.Number("channel_drop", settings.channel_drop, 0, 1);
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
           { "rotation_deg", settings.rotation_deg },
           { "elastic",
             { { "probability", settings.elastic_probability },
               { "alpha_px", settings.elastic_alpha_px },
               { "sigma_px", settings.elastic_sigma_px },
               { "affine_px", settings.elastic_affine_px } } },
           { "rand_augment", { { "operations", settings.rand_operations }, { "magnitude", settings.rand_magnitude } } },
           { "gaussian_blur",
             { { "probability", settings.blur_probability },
               { "kernel_px", settings.blur_kernel_px },
               { "sigma_px", Json::array({ settings.blur_sigma_min_px, settings.blur_sigma_max_px }) } } },
           { "intensity_jitter",
             { { "probability", settings.jitter_probability },
               { "gain", settings.jitter_gain },
               { "offset", settings.jitter_offset } } },
           { "channel_drop", settings.channel_drop } };
}
} // namespace pheno
