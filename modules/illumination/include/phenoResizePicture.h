#ifndef phenoResizePicture_h
#define phenoResizePicture_h

#include "phenoFieldPicture.h"

namespace pheno
{
/** Resizes a picture: an axis that shrinks by a factor f is smoothed by a Gaussian of sigma (f - 1) / 2 first (cut off
 * at 4 sigma), then both are interpolated linearly at half-pixel centres, the border mirrored. This is what
 * scikit-image's resize does by default, at order 1. Both sides at least 1. */
FieldPicture
ResizePicture(const FieldPicture & picture, std::size_t width, std::size_t height);
} // namespace pheno

#endif
