#ifndef phenoThreshold_h
#define phenoThreshold_h

#include "phenoPlaneView.h"

#include <cstdint>
#include <vector>

namespace pheno
{
/** Gaussian smoothing with mirrored borders; pixels that are not finite count as the least finite one. sigma in pixels,
 * 0 copies. */
std::vector<float>
SmoothPlane(PlaneView<const float> plane, double sigma);

/** Grey levels of a plane in 1024 equal bins between its least and its greatest value. */
struct PlaneHistogram
{
  static constexpr std::size_t kBins = 1024;

  std::vector<std::size_t> counts; ///< empty for a constant plane
  double                   low = 0.0;
  double                   range = 0.0;

  /** All values finite, at least one. */
  explicit PlaneHistogram(PlaneView<const float> plane);
  /** The grey level below which so many bins lie. */
  double
  Edge(double bins) const
  {
    return low + bins * range / kBins;
  }
};

/** Otsu's threshold (1979) on 1024 equal bins between the least and the greatest value: the edge above the bin that
 * maximises the variance between classes, the first of equals. All values finite, at least one; a constant plane gives
 * its value. Foreground is what is greater. */
double
OtsuThreshold(PlaneView<const float> plane);

/** Otsu's threshold of whole numbers by their histogram (index is the number): the number t that maximises
 * w1 w2 (m1 - m2)^2 with classes <= t and > t, the first of equals. One number only: that number. */
std::size_t
OtsuThreshold(const std::vector<std::size_t> & histogram);
} // namespace pheno

#endif
