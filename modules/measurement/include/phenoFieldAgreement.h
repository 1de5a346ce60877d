#ifndef phenoFieldAgreement_h
#define phenoFieldAgreement_h

#include "phenoPlaneView.h"

namespace pheno
{
/** Does a plane have the shading of an illumination field? Pearson's correlation of the medians of the plane's blocks
 * (a grid of 8 x 8) with the means of the field's. One site is noisy; over a plate the median is near 0 or below where
 * the field is another plate's or turned. NaN where either is flat or has fewer than 8 pixels a side. Throws Error for
 * different sizes. */
double
FieldAgreement(PlaneView<const float> plane, PlaneView<const float> field);
} // namespace pheno

#endif
