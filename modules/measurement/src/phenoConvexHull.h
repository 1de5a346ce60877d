#ifndef phenoConvexHull_h
#define phenoConvexHull_h

#include "phenoObjectMap.h"

#include <cstdint>
#include <vector>

namespace pheno
{
struct LatticePoint
{
  std::int64_t x;
  std::int64_t y;

  friend bool
  operator==(const LatticePoint &, const LatticePoint &) = default;
};

/** The corners of the convex hull, in order around it, without points on its sides (Andrew 1979). */
std::vector<LatticePoint>
ConvexHull(std::vector<LatticePoint> points);

/** The hull of the centres of an object's pixels. */
std::vector<LatticePoint>
HullOfCentres(const ObjectMap & objects, const MeasuredObject & object);

/** Pixels whose centres lie in or on the hull of the mid-points of the sides of the object's pixels. */
std::size_t
ConvexArea(const ObjectMap & objects, const MeasuredObject & object);

/** Smallest and largest distance between parallel lines that touch the hull on both sides; 0 for one point. */
struct FeretDiameters
{
  double minimum = 0.0;
  double maximum = 0.0;
};
FeretDiameters
MeasureFeret(const std::vector<LatticePoint> & hull);

/** The smallest circle around points (Welzl 1991). */
struct Circle
{
  double x = 0.0;
  double y = 0.0;
  double radius = 0.0;
};
Circle
EnclosingCircle(const std::vector<LatticePoint> & points);
} // namespace pheno

#endif
