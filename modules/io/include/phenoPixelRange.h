#ifndef phenoPixelRange_h
#define phenoPixelRange_h

#include "phenoImage.h"

#include <cstddef>

namespace pheno
{
/** What one pass over a plane's pixels tells, in grey levels. */
struct PixelRange
{
  double      minimum = 0;
  double      maximum = 0;
  double      mean = 0; ///< from an exact sum for whole grey levels up to a sum of 2^53
  std::size_t saturated = 0;
};

/** The plane has a pixel, and all are finite. \param highest pixels of this grey level or above are saturated. The
 * result does not depend on the processor. */
PixelRange
MeasurePixelRange(const Plane & plane, float highest);

/** How many pixels are infinite or no number. */
std::size_t
CountNotFinite(const Plane & plane);
} // namespace pheno

#endif
