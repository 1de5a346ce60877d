#ifndef phenoPropagation_h
#define phenoPropagation_h

#include "phenoPlaneView.h"
#include "phenoThresholdMethod.h"

#include <cstdint>
#include <functional>
#include <string>

namespace pheno
{
/** How neighbouring cells are told apart. */
enum class CellMethod
{
  Propagation, ///< the nearest nucleus in the metric of GrowCells
  Watershed    ///< a watershed of the stain from the nuclei, from bright to dim
};

/** propagation, watershed. Throws std::invalid_argument naming them. */
CellMethod
CellMethodOf(const std::string & name);

/** How CellGrowingImageFilter draws cells; see there. */
struct GrowthRules
{
  double          maximum_distance;
  double          regularization;
  double          threshold_correction;
  CellMethod      method = CellMethod::Propagation;
  ThresholdMethod threshold = ThresholdMethod::Otsu; ///< of the cells' foreground
};

/** Gives every foreground pixel of a smoothed stain the number of the nearest seed in the metric
 * (dI^2 + lambda dx^2) / (1 + lambda) (Jones, Carpenter, Golland 2005, section 3), where I is the stain scaled to 0..1
 * between its 1st and 99th percentile. Paths run through foreground and seeds only, over 8 neighbours, and reach
 * maximum_distance pixels (straight line) from a seed. Watershed: the same foreground, divided by FloodFromSeeds. cells
 * receives the result; seeds keep their numbers. advance(fraction) is called between steps. */
void
GrowCells(PlaneView<const float>             smoothed,
          PlaneView<const std::uint32_t>     seeds,
          const GrowthRules &                rules,
          PlaneView<std::uint32_t>           cells,
          const std::function<void(float)> & advance);
} // namespace pheno

#endif
