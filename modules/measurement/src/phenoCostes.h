#ifndef phenoCostes_h
#define phenoCostes_h

#include <cstddef>
#include <optional>
#include <span>

namespace pheno
{
/** The intensities from which two channels count as more than background. */
struct CostesThresholds
{
  double a = 0.0;
  double b = 0.0;
};

/** Thresholds of two channels by Costes et al. (Biophys. J. 86:3993, 2004) from their intensities a and b in the same
 * pixels, in fractions of the full scale: on the orthogonal regression line b = slope a + intercept the greatest (t,
 * slope t + intercept), t a multiple of 1 / levels not below 0, such that the pixels with a < t or b < slope t +
 * intercept are not positively correlated; t = 0 if there is none.
 *
 * All levels are looked at, from sums for each level, in O(pixels + levels): where the correlation does not fall
 * steadily with t, a bisection may stop at another level. Nothing for channels that are constant or not positively
 * correlated, which have no such line. */
std::optional<CostesThresholds>
FindCostesThresholds(std::span<const float> a, std::span<const float> b, std::size_t levels);
} // namespace pheno

#endif
