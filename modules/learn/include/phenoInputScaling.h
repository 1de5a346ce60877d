#ifndef phenoInputScaling_h
#define phenoInputScaling_h

#include "phenoCropSource.h"

#include <nlohmann/json.hpp>

#include <vector>

namespace pheno
{
/** Per-channel affine map from pixel values to network input: x = (pixel - offset) * scale. Stored with the model. */
struct InputScaling
{
  std::vector<float> offset; ///< one a channel, pixel units
  std::vector<float> scale;  ///< one a channel, 1 / pixel units

  bool
  operator==(const InputScaling &) const = default;
};

/** (pixel - 127.5) / 255 for 8-bit crops (SPC, model.py). */
InputScaling
EightBitScaling(int channels);

/** Values as they are: for features. */
InputScaling
IdentityScaling(int channels);

/** Maps [low, high] of each channel to [-0.5, 0.5]; a channel with low == high maps to 0 there.
 * \throws LearnError when the lists differ in length or a bound is not finite or high < low */
InputScaling
RangeScaling(const std::vector<double> & low, const std::vector<double> & high);

/** {"offset": [...], "scale": [...]} */
nlohmann::json
ToJson(const InputScaling & scaling);

/** \throws LearnError when it is not such an object or has other than `channels` values */
InputScaling
InputScalingFromJson(const nlohmann::json & json, int channels);
} // namespace pheno

#endif
