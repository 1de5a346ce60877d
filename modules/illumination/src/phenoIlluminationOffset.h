#ifndef phenoIlluminationOffset_h
#define phenoIlluminationOffset_h

#include "phenoBlockSample.h"

#include <functional>

namespace pheno
{
/** What estimates of a number say together: value and standard error (infinite when they say nothing). */
struct Contrast
{
  double value = 0.0;
  double standard_error = 0.0;
};

/** The factor c in flat(x) = 1 + c (B(x) - mean B), where B is the smoothed background statistic of a sample; the
 * camera offset is mean B - 1/c, as B = (mean B - offset) flat + offset.
 *
 * Two pictures are proportional to the field whatever the offset: mean minus background (the light of cells) and the
 * background of the brighter half of the sites minus that of the darker half. The slope of either on B, over its mean,
 * is c. Noise in B would bias a plain regression, so B comes from one half of the sites and the picture from the other
 * (an instrumental variable), both ways round. Standard errors by the jackknife over ten groups of sites; the two
 * estimates are averaged by inverse variance. smooth: the smoother used for B.
 */
Contrast
EstimateContrast(const BlockSample & sample, const std::function<BlockPicture(const BlockPicture &)> & smooth);

/** The offset that this contrast means: the posterior mean of c with a uniform prior of the offset on [0, lowest),
 * where lowest is the least value of B. 0 when that is not above 0 or the contrast says nothing. */
double
OffsetFromContrast(const Contrast & contrast, double mean_background, double lowest_background);
} // namespace pheno

#endif
