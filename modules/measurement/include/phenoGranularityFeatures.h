#ifndef phenoGranularityFeatures_h
#define phenoGranularityFeatures_h

#include "phenoFeatureFamily.h"

namespace pheno
{
class GranularSpectrum;

/** The granular spectrum (Serra 1989; Maragos 1989), Granularity_1..16_<channel>, after CellProfiler's manual
 * (MeasureGranularity) with its defaults: the plane is sampled at .25; its background, the opening by a disc of radius
 * 10 of a sample at .25 of that, interpolated, is taken away (nothing below 0); in each of 16 steps the plane is eroded
 * by a disc of radius 1 once more and reconstructed under what it was at first. Element k is the loss of mean intensity
 * in step k, in percent of the mean at first. For an object the reconstructions are interpolated to full size, means
 * are over the object and the mean at first is that of the plane as given. NaN where that is 0. */
class GranularityFeatures : public FeatureFamily
{
public:
  explicit GranularityFeatures(std::vector<NamedPlane> planes);
  ~GranularityFeatures() override;

  void
  Measure(const ObjectMap & objects, FeatureColumns & columns) const override;
  /** The same columns for whole planes, the same value in each row. */
  void
  MeasureImage(FeatureColumns & columns) const;

private:
  std::vector<NamedPlane>       m_Planes;
  std::vector<GranularSpectrum> m_Spectra;
};
} // namespace pheno

#endif
