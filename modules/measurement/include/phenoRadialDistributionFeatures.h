#ifndef phenoRadialDistributionFeatures_h
#define phenoRadialDistributionFeatures_h

#include "phenoFeatureFamily.h"

namespace pheno
{
/** How intensity lies between an object's centre and its edge, in four rings, after CellProfiler's manual
 * (MeasureObjectIntensityDistribution, centre of the object itself, scaled bins).
 *
 * The centre is the pixel farthest from the edge (the first one row by row of several). c is the length of the shortest
 * path inside the object from the centre to a pixel in steps of 1 and sqrt(2), e the pixel's distance to the nearest
 * pixel outside the object (the image's border is no edge); ring k of 4 holds (k - 1) / 4 <= c / (c + e + .001) < k
 * / 4. RadialDistribution_*_<channel>_<k>of4: FracAtD, the ring's share of the object's intensity; MeanFrac, that share
 * over the ring's share of pixels; RadialCV, the coefficient of variation of the mean intensities of the ring in eight
 * sectors of 45 degrees about the centre (those with pixels).
 *
 * RadialDistribution_*_<channel>_Overflow: the same of pixels that no path leads to, parts of an object apart from that
 * with the centre. FracAtD and MeanFrac are NaN where the object's intensity sums to 0, MeanFrac and RadialCV in a ring
 * without pixels, RadialCV in one whose sectors' mean is 0. */
class RadialDistributionFeatures : public FeatureFamily
{
public:
  explicit RadialDistributionFeatures(std::vector<NamedPlane> planes)
    : m_Planes(std::move(planes))
  {}

  void
  Measure(const ObjectMap & objects, FeatureColumns & columns) const override;

private:
  std::vector<NamedPlane> m_Planes;
};
} // namespace pheno

#endif
