#ifndef phenoPolynomialSurface_h
#define phenoPolynomialSurface_h

#include "phenoFieldPicture.h"

namespace pheno
{
/** The quadratic surface a + b x + c y + d x^2 + e y^2 + f x y that is nearest in least squares to the values above 0,
 * everywhere. Where these do not determine it (too few or on a line), their mean; 0 when there is none. */
FieldPicture
PolynomialSurface(const FieldPicture & picture);
} // namespace pheno

#endif
