#ifndef phenoAugmentation_h
#define phenoAugmentation_h

#include "phenoCropSource.h"
#include "phenoInputScaling.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <vector>

namespace pheno
{
class Draws;

/** What may happen to a crop each time it is drawn. The defaults change nothing. */
struct AugmentationSettings
{
  double crop_scale_min = 1.0; ///< RandomResizedCrop: share of the area kept, uniform in [min, max]
  double crop_scale_max = 1.0;
  double crop_ratio_min = 1.0; ///< its width / height over the crop's own, log-uniform in [min, max]
  double crop_ratio_max = 1.0;
  double horizontal_flip = 0.0; ///< probability
  double vertical_flip = 0.0;   ///< probability
  bool   rotate90 = false;      ///< a multiple of 90 degrees, each with probability 1/4; square crops only
  double rotation_deg = 0.0;    ///< turned by an angle uniform in [-rotation_deg, rotation_deg], border mirrored
  double elastic_probability = 0.0;
  double elastic_alpha_px = 1.0;  ///< height of the smoothed noise that moves pixels
  double elastic_sigma_px = 50.0; ///< its smoothness
  double elastic_affine_px = 0.0; ///< three points of an affine map move by at most this, along x and along y
  int    rand_operations = 0;     ///< RandAugment: how many of its operations
  int    rand_magnitude = 9;      ///< 0 to 30
  double blur_probability = 0.0;
  int    blur_kernel_px = 9; ///< odd width of the Gaussian kernel
  double blur_sigma_min_px = 0.1;
  double blur_sigma_max_px = 2.0;
  double jitter_probability = 0.0;
  double jitter_gain = 0.0;   ///< per channel x <- x * g, g uniform in [1 - gain, 1 + gain], after input scaling
  double jitter_offset = 0.0; ///< per channel x <- x + o, o uniform in [-offset, offset], after input scaling
  double channel_drop = 0.0;  ///< probability that a channel becomes zero after input scaling; never all of them
};

/** Reads {"random_resized_crop": {"scale": [a, b], "ratio": [a, b]}, "horizontal_flip": p, "vertical_flip": p,
 * "rotate90": bool, "rotation_deg": a, "elastic": {"probability", "alpha_px", "sigma_px", "affine_px"},
 * "rand_augment": {"operations", "magnitude"}, "gaussian_blur": {"probability", "kernel_px", "sigma_px": [a, b]},
 * "intensity_jitter": {"probability", "gain", "offset"}, "channel_drop": p}; every key may be absent.
 * \throws LearnError for an unknown key, a wrong type or an impossible value */
AugmentationSettings
AugmentationFromJson(const nlohmann::json & json);

/** The same object with every key present. */
nlohmann::json
ToJson(const AugmentationSettings & settings);

/** Names one draw: the same four numbers give the same pixels on any thread, in any order. */
struct DrawId
{
  std::uint64_t seed = 0;
  std::uint64_t epoch = 0;
  std::uint64_t crop = 0;
  std::uint64_t view = 0;
};

/** Turns a crop's pixels into network input, with or without augmentation. One object a thread (it owns buffers).
 *
 * Order: random resized crop (bilinear, pixel centres at half integers, as torchvision), rotation and elastic
 * deformation (one bilinear resampling, mirrored border), RandAugment (on the input range as 0 to 255), blur (mirrored
 * border), input scaling, intensity jitter, channel drop, flips, quarter turns. Output is H x W x C float (channels
 * last), of the crop's own size. */
class Augmentation
{
public:
  /** \throws LearnError when the scaling does not fit the shape, or rotate90 is asked of crops that are not square */
  Augmentation(CropShape shape, InputScaling scaling, AugmentationSettings settings);

  /** Scaled pixels, nothing random. \param out H * W * C floats */
  void
  Scale(const std::byte * pixels, float * out);

  /** One augmented view. \param out H * W * C floats */
  void
  Draw(const std::byte * pixels, const DrawId & id, float * out);

private:
  struct Plan;
  Plan
  MakePlan(const DrawId & id) const;
  void
  DropChannels(Plan & plan, Draws & draws) const;
  void
  Load(const std::byte * pixels);
  void
  Resample(const Plan & plan);
  void
  ApplyRandAugment(const Plan & plan);
  void
  Blur(const Plan & plan);
  void
  Write(const Plan & plan, float * out) const;

  CropShape            m_Shape;
  InputScaling         m_Scaling;
  AugmentationSettings m_Settings;
  std::vector<float>   m_Planes;  // C x H x W, raw pixel units
  std::vector<float>   m_Scratch; // the same
};
} // namespace pheno

#endif
