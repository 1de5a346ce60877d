#ifndef phenoFeatureFamily_h
#define phenoFeatureFamily_h

#include "phenoFeatureColumns.h"
#include "phenoObjectMap.h"
#include "phenoPlaneView.h"

#include <string>
#include <vector>

namespace pheno
{
/** A channel to measure: its name in column names and its pixels, in fractions of the instrument's full scale (0..1) as
 * in CellProfiler. */
struct NamedPlane
{
  std::string            name;
  PlaneView<const float> pixels;
};

/** One family of features of the objects of a field. A family that looks at pixels is made for the planes of the field,
 * all finite and of the labels' size, and refers to them; it then measures one label plane after another. Values of an
 * object depend on its own mask, its planes and, for neighbours and Costes' thresholds, on the other masks; not on its
 * number or on threads.
 */
class FeatureFamily
{
public:
  FeatureFamily() = default;
  FeatureFamily(const FeatureFamily &) = delete;
  FeatureFamily &
  operator=(const FeatureFamily &) = delete;
  virtual ~FeatureFamily() = default;

  /** Adds the family's columns; all of them, with zero rows, where there are no objects. */
  virtual void
  Measure(const ObjectMap & objects, FeatureColumns & columns) const = 0;
};
} // namespace pheno

#endif
