#ifndef phenoNeighborFeatures_h
#define phenoNeighborFeatures_h

#include "phenoFeatureFamily.h"

namespace pheno
{
/** Neighbours of each object among the objects of the same label plane, after CellProfiler's manual
 * (MeasureObjectNeighbors). Neighbors_*_Adjacent, or Neighbors_*_<distance>:
 *
 * NumberOfNeighbors: other objects with a pixel whose centre is at most `distance` from the centre of one of the
 * object's (Adjacent: 1). PercentTouching: percent of the object's outline (pixels with one of eight neighbours outside
 * the object or the image) at most distance + .5 from another object. FirstClosestObjectNumber, FirstClosestDistance,
 * SecondClosest...: the objects whose centroids are nearest, of equally near ones that with the lower number, and their
 * distances in pixels; AngleBetweenNeighbors: the angle in degrees (0..180) between the directions to them.
 *
 * NaN where there is no first or second other object, and the angle where a centroid coincides. Time grows with the
 * square of the number of objects for the centroids, memory with the largest object's box and the distance. */
class NeighborFeatures : public FeatureFamily
{
public:
  /** distance in pixels; 0 is Adjacent. */
  explicit NeighborFeatures(unsigned distance)
    : m_Distance(distance)
  {}

  void
  Measure(const ObjectMap & objects, FeatureColumns & columns) const override;

private:
  unsigned m_Distance;
};
} // namespace pheno

#endif
