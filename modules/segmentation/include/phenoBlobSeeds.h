#ifndef phenoBlobSeeds_h
#define phenoBlobSeeds_h

#include "phenoPlaneView.h"

#include <cstdint>
#include <vector>

namespace pheno
{
/** The middles of bright round things: maxima, over half a diameter, of the scale-normalised Laplacian of Gaussian
 * (Lindeberg 1998) at sigma = diameter / sqrt(8), which answers strongest to a disc of that diameter. One pixel each,
 * numbered 1..n in raster order, 0 elsewhere. A blob counts from the answer of a disc of least_height grey levels on
 * (-2/e times the height in its middle). diameter in pixels; all values finite. */
std::vector<std::uint32_t>
BlobSeeds(PlaneView<const float> plane, double diameter, double least_height);
} // namespace pheno

#endif
