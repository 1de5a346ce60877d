#ifndef phenoNucleusKernels_h
#define phenoNucleusKernels_h

#include "phenoPlaneView.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace pheno
{
/** Candidates for nuclei in a smoothed DNA plane: brighter than a low global threshold and brighter than the
 * surroundings, so that dim nuclei beside bright ones are found. 0 or 1 a pixel. diameter: of a large nucleus, in
 * pixels; half the side of the surroundings. correction: factor on the threshold's height above background. */
std::vector<std::uint8_t>
NucleusForeground(PlaneView<const float> smoothed, double diameter, double correction);

/** Fills background regions (4-connected) that do not touch the border and are no larger than maximum_area pixels. */
void
FillHoles(PlaneView<std::uint8_t> mask, double maximum_area);

/** Numbers the objects of a mask after dividing those that touch: watershed of the smoothed distance to the background,
 * flooded from its maxima downwards (Vincent and Soille 1991), where two basins that meet become one unless the neck
 * between them is narrower than neck_ratio times the thickness of the thinner one. This needs no size, so one setting
 * serves small and large nuclei. Result: 0 background, otherwise a number per object, not consecutive. */
std::vector<std::uint32_t>
DivideTouching(PlaneView<const std::uint8_t> mask, double neck_ratio);

/** Sets to 0 what is dimmer than a fraction of its own object: background + fraction * (upper quartile - background),
 * where background is the mean of the plane outside the objects. Takes off the halo of bright objects. An object whose
 * upper quartile is below floor vanishes. */
void
TrimObjects(PlaneView<const float> smoothed, double fraction, float floor, PlaneView<std::uint32_t> labels);

/** Keeps objects with an area of minimum to maximum pixels and, on request, none that touches the border; numbers them
 * 1..n in raster order of their first pixel. Returns n. */
std::uint32_t
SelectObjects(PlaneView<std::uint32_t> labels, double minimum_area, double maximum_area, bool exclude_border);
/** All steps on a smoothed DNA plane: candidates, holes, division, trimming, division of what is left, size and border
 * rules. Areas in pixels. Writes numbers 1..n in raster order and returns n. advance(fraction) is called between steps.
 */
struct NucleusRules
{
  double minimum_diameter;
  double maximum_diameter;
  double threshold_correction;
  bool   exclude_border;
};
std::uint32_t
SegmentNuclei(PlaneView<const float>             smoothed,
              const NucleusRules &               rules,
              PlaneView<std::uint32_t>           labels,
              const std::function<void(float)> & advance);
} // namespace pheno

#endif
