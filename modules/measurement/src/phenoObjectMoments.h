#ifndef phenoObjectMoments_h
#define phenoObjectMoments_h

#include "phenoObjectMap.h"

#include <array>

namespace pheno
{
/** m[p][q]: sums over an object's pixels of y^p x^q, p and q from 0 to 3. */
using MomentMatrix = std::array<std::array<double, 4>, 4>;

/** Moments of a mask (Hu 1962). First index: power of y, second: power of x, as in CellProfiler's names. */
struct ObjectMoments
{
  MomentMatrix          spatial;    ///< from the bounding box's first pixel
  MomentMatrix          central;    ///< from the centroid
  MomentMatrix          normalised; ///< central / area^((p + q) / 2 + 1); NaN where p + q < 2
  std::array<double, 7> hu;         ///< of the normalised ones, invariant under turning
};

ObjectMoments
MeasureMoments(const ObjectMap & objects, const MeasuredObject & object);

/** The ellipse with the mask's second central moments (one per pixel, no extent of the pixels themselves). */
struct MomentEllipse
{
  double major = 0.0;        ///< larger eigenvalue of the covariance of pixel positions
  double minor = 0.0;        ///< smaller one, at least 0
  double orientation = 0.0;  ///< degrees of the long axis from the y axis, counter-clockwise in a plot whose y points
                             ///< down, in (-90, 90]; NaN where the axes are equal
  double eccentricity = 0.0; ///< sqrt(1 - minor / major); 0 for one point
};

MomentEllipse
FitEllipse(const ObjectMoments & moments);
} // namespace pheno

#endif
