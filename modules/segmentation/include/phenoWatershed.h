#ifndef phenoWatershed_h
#define phenoWatershed_h

#include "phenoPlaneView.h"

#include <cstdint>
#include <vector>

namespace pheno
{
/** When two basins that meet in a flooding become one. */
struct BasinRules
{
  double neck_ratio; ///< they meet at no less than this times the lower of their peaks
  double least_area; ///< or one of them has fewer pixels
};

/** The highest level of a flooding. */
constexpr std::uint16_t kTopLevel = 4095;

/** Heights of a mask's pixels, scaled to 0..kTopLevel by the greatest, for the floodings below. */
std::vector<std::uint16_t>
HeightLevels(PlaneView<const float> heights, PlaneView<const std::uint8_t> mask);

/** Watershed of a mask without seeds: flooded from the maxima of the heights downwards over 8 neighbours (Vincent and
 * Soille 1991); basins that meet become one by the rules. Equal heights go in raster order. Result: 0 outside of the
 * mask, otherwise a number a basin, not consecutive. heights: no greater than kTopLevel. */
std::vector<std::uint32_t>
FloodBasins(PlaneView<const std::uint16_t> heights, PlaneView<const std::uint8_t> mask, const BasinRules & rules);

/** Watershed from seeds: spreads the numbers that labels holds over the mask, from high to low (Meyer 1994), 8
 * neighbours; a pixel goes to the seed that reaches it first, of equals to the one whose front came first. Seeds keep
 * their pixels, in the mask or not; pieces of the mask that no seed touches stay 0. */
void
FloodFromSeeds(PlaneView<const std::uint16_t> heights,
               PlaneView<const std::uint8_t>  mask,
               PlaneView<std::uint32_t>       labels);
} // namespace pheno

#endif
