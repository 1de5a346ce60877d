#ifndef phenoGaussianSmooth_h
#define phenoGaussianSmooth_h

#include "phenoBorder.h"
#include "phenoFieldPicture.h"

namespace pheno
{
/** Convolution along both axes with Gaussians cut off at int(4 sigma + 0.5) pixels, their taps summing to 1, as
 * scipy.ndimage's gaussian_filter. sigma in pixels along rows and columns; 0 leaves an axis as it is. With Border::None
 * the light beyond the border is 0. */
FieldPicture
GaussianSmooth(const FieldPicture & picture, double sigma_x, double sigma_y, Border border);

/** GaussianSmooth with nothing beyond the border, divided by that of a picture of ones: every pixel is a weighted mean
 * of those inside. */
FieldPicture
GaussianSmoothInside(const FieldPicture & picture, double sigma);
} // namespace pheno

#endif
