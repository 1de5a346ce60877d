#ifndef phenoZernikeTolerance_h
#define phenoZernikeTolerance_h

#include <cmath>

namespace pheno::test
{
/** How far a Zernike magnitude of CellProfiler may lie from ours. It drops pixels on the enclosing circle whose
 * distance rounds above the radius; |V| is 1 there, so each changes a magnitude by at most one over the disc's area. */
struct ZernikeTolerance
{
  double lost;  ///< dropped pixels, a whole number but for rounding
  double bound; ///< of the difference

  /** From the object's area and both values of Zernike_0_0, pixels counted over the disc's area. */
  ZernikeTolerance(double area, double ours_0_0, double theirs_0_0)
    : lost(area * (1.0 - theirs_0_0 / ours_0_0))
    , bound(std::round(lost) * ours_0_0 / area + 1e-9)
  {}
};
} // namespace pheno::test

#endif
