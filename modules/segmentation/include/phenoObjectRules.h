#ifndef phenoObjectRules_h
#define phenoObjectRules_h

#include "phenoPlaneView.h"

#include <cstdint>

namespace pheno
{
/** The grey level between the objects of a plane and how much it varies from pixel to pixel. */
struct Background
{
  float level = 0.0f;
  float noise = 0.0f;
};

/** From every seventh pixel not above Otsu's threshold: their median, and 1.05 times the median difference to the pixel
 * five columns on, which is the standard deviation of Gaussian noise and leaves shading out. */
Background
BackgroundOf(PlaneView<const float> smoothed, double otsu);

/** Fills background regions (4-connected) that do not touch the border and are no larger than maximum_area pixels. */
void
FillHoles(PlaneView<std::uint8_t> mask, double maximum_area);

/** Sets to 0 what is dimmer than a fraction of its own object: mean + fraction * (upper quartile - mean), where mean is
 * of the plane outside the objects. Takes off the halo of bright objects. An object whose upper quartile is below floor
 * vanishes. */
void
TrimObjects(PlaneView<const float> smoothed, double fraction, float floor, PlaneView<std::uint32_t> labels);

/** Sets to 0 objects that do not stand out: those whose median is less than a fraction of its height above background
 * over the 60th percentile of the pixels two steps along a row or column away from them (out-of-focus light in tissue).
 */
void
RemoveFaint(PlaneView<const float> smoothed, float background, double fraction, PlaneView<std::uint32_t> labels);

/** Keeps objects with an area of minimum to maximum pixels and, on request, none that touches the border; numbers them
 * 1..n in raster order of their first pixel. Returns n. */
std::uint32_t
SelectObjects(PlaneView<std::uint32_t> labels, double minimum_area, double maximum_area, bool exclude_border);
} // namespace pheno

#endif
