#ifndef phenoLocationFeatures_h
#define phenoLocationFeatures_h

#include "phenoFeatureFamily.h"

namespace pheno
{
/** Number_Object_Number and Location_Center_X, _Y: the object's number and the centroid of its mask in pixels. */
class LocationFeatures : public FeatureFamily
{
public:
  void
  Measure(const ObjectMap & objects, FeatureColumns & columns) const override;
};
} // namespace pheno

#endif
