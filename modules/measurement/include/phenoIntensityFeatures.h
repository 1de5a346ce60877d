#ifndef phenoIntensityFeatures_h
#define phenoIntensityFeatures_h

#include "phenoFeatureFamily.h"

namespace pheno
{
/** Intensity of each object in each channel, after CellProfiler's manual (MeasureObjectIntensity).
 *
 * Intensity_*_<channel>: IntegratedIntensity (sum), MeanIntensity, StdIntensity (n in the denominator), MinIntensity,
 * MaxIntensity; the same five of the edge (IntegratedIntensityEdge, ...): pixels with one of their four neighbours in
 * another object or the background, the outside of the image not counted; MassDisplacement (distance in pixels between
 * the centroid of the mask and the centre of mass of intensity); LowerQuartileIntensity, MedianIntensity,
 * UpperQuartileIntensity (at n / 4, n / 2, 3 n / 4 of the sorted values, the first at 0, linear between them);
 * MADIntensity (the same median of absolute deviations from that median). Location_CenterMassIntensity_X, _Y and
 * Location_MaxIntensity_X, _Y (the brightest pixel, the first one row by row of several).
 *
 * NaN: the edge of an object without one (it fills the image); the centre of mass and the displacement where the
 * intensities sum to 0. */
class IntensityFeatures : public FeatureFamily
{
public:
  explicit IntensityFeatures(std::vector<NamedPlane> planes)
    : m_Planes(std::move(planes))
  {}

  void
  Measure(const ObjectMap & objects, FeatureColumns & columns) const override;

private:
  std::vector<NamedPlane> m_Planes;
};
} // namespace pheno

#endif
