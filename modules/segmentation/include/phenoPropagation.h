#ifndef phenoPropagation_h
#define phenoPropagation_h

#include "phenoPlaneView.h"

#include <cstdint>
#include <functional>

namespace pheno
{
/** How CellGrowingImageFilter draws cells; see there. */
struct GrowthRules
{
  double maximum_distance;
  double regularization;
  double threshold_correction;
};

/** Gives every foreground pixel of a smoothed stain the number of the nearest seed in the metric
 * (dI^2 + lambda dx^2) / (1 + lambda) (Jones, Carpenter, Golland 2005, section 3), where I is the stain scaled to 0..1
 * between its 1st and 99th percentile. Paths run through foreground and seeds only, over 8 neighbours, and reach
 * maximum_distance pixels (straight line) from a seed. cells receives the result; seeds keep their numbers.
 * advance(fraction) is called between steps. */
void
GrowCells(PlaneView<const float>             smoothed,
          PlaneView<const std::uint32_t>     seeds,
          const GrowthRules &                rules,
          PlaneView<std::uint32_t>           cells,
          const std::function<void(float)> & advance);
} // namespace pheno

#endif
