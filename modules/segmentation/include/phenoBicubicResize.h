#ifndef phenoBicubicResize_h
#define phenoBicubicResize_h

#include "phenoPlaneView.h"

namespace pheno
{
/** Bicubic resize at half-pixel centres (Keys 1981). antialias off: a = -0.75, four taps, edge pixels repeated (torch's
 * interpolate and OpenCV). antialias on: a = -0.5, kernel widened by the factor of shrinking, cut off and normalised at
 * the border (Pillow, torch with antialias). plane: at least one pixel; result: height * width, row-major. */
std::vector<float>
BicubicResize(PlaneView<const float> plane, std::size_t width, std::size_t height, bool antialias);
} // namespace pheno

#endif
