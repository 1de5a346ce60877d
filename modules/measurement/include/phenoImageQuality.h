#ifndef phenoImageQuality_h
#define phenoImageQuality_h

#include "phenoPlaneView.h"

#include <limits>

namespace pheno
{
/** What tells a good plane from a blurred, empty, saturated or dirty one. NaN where a plane has no contrast.
 *
 * Focus: Bray, Fraser, Hasaka and Carpenter (2012), "Workflow and metrics for image quality control in large-scale
 * high-content screens", J. Biomol. Screen. 17, 266. */
struct ImageQuality
{
  double power_slope = std::numeric_limits<double>::quiet_NaN();        ///< see PowerLogLogSlope; lower: more blur
  double laplacian_variance = std::numeric_limits<double>::quiet_NaN(); ///< of the plane over its standard deviation
  double focus_score = std::numeric_limits<double>::quiet_NaN();        ///< variance over mean
  double minimum = 0;
  double background = 0; ///< 5th percentile, grey levels
  double median = 0;
  double signal = 0; ///< 99th percentile
  double maximum = 0;
  double mean = 0;
  double standard_deviation = 0;
  double saturated_share = 0; ///< of the pixels at `highest` or above
  double minimal_share = 0;   ///< of the pixels at the lowest value
};

/** `highest`: the largest grey level that the camera's bit depth can say; infinity for float planes. Throws Error for a
 * plane without pixels or with one that is not finite. Memory: two copies of the plane. */
ImageQuality
MeasureImageQuality(PlaneView<const float> plane, double highest);

/** Slope of the logarithm of radially averaged power against the logarithm of spatial frequency, by least squares over
 * the frequencies from 2 to a quarter of the shorter side (cycles a side): natural scenes in focus have about -2
 * (Field 1987), blur takes power from high frequencies and makes it more negative. The plane's mean is taken off and
 * its borders are faded by a Hann window, so that opposite borders make no edge. NaN for a plane without contrast or
 * with a side below 16. */
double
PowerLogLogSlope(PlaneView<const float> plane);

/** Variance of the 4-neighbour Laplacian of the plane divided by its standard deviation, so that brightness and
 * contrast leave it alone; borders repeat. NaN for a plane without contrast. */
double
LaplacianVariance(PlaneView<const float> plane);
} // namespace pheno

#endif
