#ifndef phenoMeasureAll_h
#define phenoMeasureAll_h

#include "phenoMadeField.h"

#include "phenoAreaShapeFeatures.h"
#include "phenoCorrelationFeatures.h"
#include "phenoGranularityFeatures.h"
#include "phenoIntensityFeatures.h"
#include "phenoLocationFeatures.h"
#include "phenoNeighborFeatures.h"
#include "phenoRadialDistributionFeatures.h"
#include "phenoTextureFeatures.h"

namespace pheno::test
{
/** Every family at its defaults on the planes A and B, and neighbours that touch. */
inline FeatureColumns
MeasureAll(const MadeField & field)
{
  const std::vector<NamedPlane> planes{ { "A", field.A() }, { "B", field.B() } };
  const ObjectMap               objects(field.Labels());
  FeatureColumns                columns(objects.Objects().size());
  LocationFeatures().Measure(objects, columns);
  AreaShapeFeatures().Measure(objects, columns);
  IntensityFeatures(planes).Measure(objects, columns);
  TextureFeatures(planes, { 3 }).Measure(objects, columns);
  RadialDistributionFeatures(planes).Measure(objects, columns);
  GranularityFeatures(planes).Measure(objects, columns);
  CorrelationFeatures(planes).Measure(objects, columns);
  NeighborFeatures(0).Measure(objects, columns);
  return columns;
}
} // namespace pheno::test

#endif
