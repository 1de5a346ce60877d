#ifndef phenoThresholdMethod_h
#define phenoThresholdMethod_h

#include "phenoPlaneView.h"

#include <cstdint>
#include <string>
#include <vector>

namespace pheno
{
/** How foreground is told from background. */
enum class ThresholdMethod
{
  Otsu,     ///< two classes (Otsu 1979)
  Otsu3,    ///< three classes; the middle one is foreground, so that dim objects stay
  Li,       ///< minimum cross-entropy by iteration (Li and Lee 1993, Li and Tam 1998)
  Triangle, ///< where the histogram bends below its peak (Zack 1977); grey levels without gaps, as smoothing gives
  Local     ///< the mean of the surroundings, above a low bound drawn from Otsu's
};

/** otsu, otsu3, li, minimum_cross_entropy (the same as li: CellProfiler's name of it), triangle, local. Throws
 * std::invalid_argument naming them. */
ThresholdMethod
ThresholdMethodOf(const std::string & name);

/** One threshold for a plane, found on 1024 equal bins between its least and greatest value; foreground is what is
 * greater. All values finite, at least one; a constant plane gives its value. Li takes grey levels from the least one
 * on. Throws std::invalid_argument for Local, which has no one threshold. */
double
GlobalThreshold(PlaneView<const float> plane, ThresholdMethod method);

/** What Foreground goes by. */
struct ThresholdRules
{
  ThresholdMethod method = ThresholdMethod::Otsu;
  double          correction = 1.0; ///< factor on the threshold's height above background
  double          reach = 20.0;     ///< Local: half the side of the surroundings, in pixels
};

/** What is brighter than background + correction * .4 * (otsu - background), where background is the mean of what is
 * not above Otsu's threshold: the low bound of Local. 0 or 1 a pixel. */
std::vector<std::uint8_t>
LowForeground(PlaneView<const float> smoothed, double otsu, double correction);

/** Sets to 0 what is not brighter than the mean of the square of side 2 reach + 1 around it. */
void
KeepBrighterThanSurroundings(PlaneView<const float> smoothed, double reach, PlaneView<std::uint8_t> mask);

/** What is brighter than background + correction * (threshold - background), where background is the mean of what is
 * not above the threshold; 0 or 1 a pixel. Local: LowForeground that is brighter than its surroundings. A constant
 * plane has no foreground. */
std::vector<std::uint8_t>
Foreground(PlaneView<const float> smoothed, const ThresholdRules & rules);
} // namespace pheno

#endif
