#ifndef phenoIntensityMap_h
#define phenoIntensityMap_h

#include "phenoIntensityDistribution.h"

namespace pheno
{
/** What is done to a mapped value that is to become a whole number. */
enum class IntensityRounding
{
  Keep,
  Truncate,   ///< towards 0: SPC, JUMP and CellCLIP
  NearestEven ///< halves to even: DeepProfiler
};

/** One pixel's way to its new intensity, the arithmetic of IntensityMapImageFilter:
 *
 *   t = ln(max(1, 1 + x - origin)) if logarithm, else x
 *   y = gain (t - low) / (high - low), with t clipped to [low, high] and y to at most ceiling if clip
 *
 * rounded. 0 where high is not above low: a constant channel. */
struct IntensityMap
{
  bool              logarithm = false;
  double            origin = 0.0;
  double            low = 0.0;
  double            high = 1.0;
  double            gain = 1.0;
  bool              clip = true;
  double            ceiling = 255.0;
  IntensityRounding rounding = IntensityRounding::Keep;

  double
  operator()(double value) const;
};

/** Two percentiles become 0 and 255, truncated. 0 and 100: SPC's `raw`. 0.01 and 99.9: its `default` over all channels,
 * `relative_clip` over one. 1 and 99: JUMP's robust 8 bit, of an image or of a plate. */
IntensityMap
StretchMap(const IntensityDistribution & pixels, double low_percentile, double high_percentile);

/** ln(1 + x - minimum), at most 5, over 5, times 255, truncated (Ando et al. 2017): SPC's `ando` over all channels,
 * `relative_ando` over one. */
IntensityMap
AndoMap(const IntensityDistribution & pixels);

/** ln(1 + x - minimum), two percentiles of which become 0 and 255, truncated: SPC's `relative_log`. */
IntensityMap
LogStretchMap(const IntensityDistribution & pixels, double low_percentile, double high_percentile);

/** x 256 / t, at most 255, truncated; values below 0 give 0. t is the least of the brightest n pixels,
 * n = max(1, percent of all pixels rounded half to even): CellCLIP's preparation of Bray et al. 2017 with 0.0028 %.
 * The published program takes all pixels where n rounds to 0 (images below 17,858 pixels), which saturates them; here
 * n is at least 1. */
IntensityMap
SaturationMap(const IntensityDistribution & pixels, double percent);

/** The percentile `low_percentile` becomes 0 and the smaller of the percentile `high_percentile` and `highest` 255,
 * rounded half to even: DeepProfiler with 0.05 and 99.95, `highest` the plate's LevelAbove(0.9999). */
IntensityMap
CappedStretchMap(const IntensityDistribution & pixels, double low_percentile, double high_percentile, double highest);

/** (x / 255 - mean) / deviation, not clipped: bytes as networks trained on ImageNet expect them. */
IntensityMap
StandardisingMap(double mean, double deviation);
} // namespace pheno

#endif
