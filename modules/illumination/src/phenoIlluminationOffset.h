#ifndef phenoIlluminationOffset_h
#define phenoIlluminationOffset_h

#include "phenoSiteSample.h"

namespace pheno
{
/** An estimate and its standard error, infinite when it says nothing. */
struct Contrast
{
  double value = 0.0;
  double standard_error = 0.0;
};

/** The factor c in flat(x) = 1 + c (B(x) - mean B), where B is the smoothed background; the camera offset is
 * mean B - 1 / c, as B = (mean B - offset) flat + offset.
 *
 * The light of cells, I - B, is proportional to the field whatever the offset. Its logarithm, less that of the field
 * and less its mean over the site, must not depend on where a cell lies: c is found by Gauss-Newton so that this
 * residual has slope 0 on d log flat / dc, over the samples that are foreground (Otsu on (I - B) / flat, chosen anew in
 * every step). Neither the stain of a site nor how many cells lie where matters, and logarithms keep bright debris from
 * mattering. Standard error by the jackknife over groups of sites. background: one number a point.
 */
Contrast
EstimateContrast(const SiteSample & sample, const std::vector<double> & background);

/** The offset that a contrast means: the posterior mean of c with a uniform prior of the offset on [0, least B). 0 when
 * that is empty or the contrast says nothing. */
double
OffsetFromContrast(const Contrast & contrast, const std::vector<double> & background);
} // namespace pheno

#endif
