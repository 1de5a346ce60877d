#ifndef phenoNucleusKernels_h
#define phenoNucleusKernels_h

#include "phenoDeclump.h"
#include "phenoObjectRules.h"
#include "phenoPlaneView.h"
#include "phenoThresholdMethod.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace pheno
{
/** How NucleusSegmentationImageFilter finds nuclei; see there. */
struct NucleusRules
{
  double                         minimum_diameter = 10.0;
  double                         maximum_diameter = 40.0;
  double                         threshold_correction = 1.0;
  bool                           exclude_border = false;
  std::optional<ThresholdMethod> threshold; ///< none: local at the scale of the nuclei, each trimmed by its own height
  DeclumpMethod                  declump = DeclumpMethod::Both;
};

/** The typical diameter of the nuclei in a smoothed DNA plane, so that all else can be said in shares of it: half of
 * the sum of the diameters of roughly divided candidates belongs to larger ones. candidates: LowForeground. Within the
 * rules' bounds; their geometric mean where there are no candidates. Looks at a plane shrunk until the smallest nuclei
 * are 5 px wide. */
double
EstimateDiameter(PlaneView<const float>    smoothed,
                 std::vector<std::uint8_t> candidates,
                 const Background &        background,
                 const NucleusRules &      rules);

/** All steps on a smoothed DNA plane. Without a threshold method:
 * 1. the typical diameter, from a first rough division;
 * 2. candidates: brighter than a low bound and than surroundings of that scale, holes filled;
 * 3. a division into pieces, each trimmed at a fraction of its own height above background (halo, dim neighbours);
 * 4. the division of what is left (Declump);
 * 5. objects that do not stand out from what is around them go; size and border rules.
 * With one: that foreground, holes filled, divided (step 4) and selected. Writes numbers 1..n in raster order and
 * returns n. advance(fraction) is called between steps. */
std::uint32_t
SegmentNuclei(PlaneView<const float>             smoothed,
              const NucleusRules &               rules,
              PlaneView<std::uint32_t>           labels,
              const std::function<void(float)> & advance);
} // namespace pheno

#endif
