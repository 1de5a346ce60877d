#ifndef phenoIlluminationEstimator_h
#define phenoIlluminationEstimator_h

#include "phenoBasicIllumination.h"
#include "phenoFieldNormalisation.h"
#include "phenoFlatFieldEstimator.h"
#include "phenoPercentileIllumination.h"
#include "phenoQuarterScaleIllumination.h"
#include "phenoRegularIllumination.h"

#include <limits>
#include <memory>

namespace pheno
{
/** Who estimates the illumination. */
enum class IlluminationMethod
{
  FlatField,    ///< FlatFieldEstimator
  Regular,      ///< RegularIllumination: CellProfiler
  Percentile,   ///< PercentileIllumination: SPC's preparation of BBBC021
  QuarterScale, ///< QuarterScaleIllumination: DeepProfiler
  Basic         ///< BasicIllumination: BaSiC
};

/** Settings of every method, and what is done with its field. */
struct IlluminationSettings
{
  IlluminationMethod method = IlluminationMethod::FlatField;
  /** Camera offset in grey levels, subtracted from sites before anything else; NaN asks FlatField and Basic to estimate
   * it and is 0 to the others, which cannot. */
  double               dark = std::numeric_limits<double>::quiet_NaN();
  FieldNormalisation   normalisation = FieldNormalisation::MeanOne;
  FlatFieldSettings    flat_field; ///< its dark is not looked at
  RegularSettings      regular;    ///< its normalisation is not looked at
  PercentileSettings   percentile;
  QuarterScaleSettings quarter_scale;
  BasicSettings        basic; ///< its dark_field is not looked at
};

/** What a site is corrected with: (site - dark) / flat. */
struct Illumination
{
  itk::Image<float, 2>::Pointer flat;         ///< strictly positive
  double                        offset = 0.0; ///< mean of the dark field, in grey levels
  itk::Image<float, 2>::Pointer dark;         ///< grey levels, of Basic; null where it is the offset everywhere
};

/** Learns the illumination of one channel from sites, one plane at a time, by any method. */
class IlluminationEstimator
{
public:
  virtual ~IlluminationEstimator() = default;

  /** Takes one site. Throws itk::ExceptionObject when its size is another than before, or, but for FlatField, a pixel
   * is not finite. */
  virtual void
  Add(const itk::Image<float, 2> & plane) = 0;

  /** Throws itk::ExceptionObject when no site was added. */
  virtual Illumination
  Estimate() const = 0;
};

/** Throws itk::ExceptionObject for settings that the method refuses. */
std::unique_ptr<IlluminationEstimator>
MakeIlluminationEstimator(const IlluminationSettings & settings);
} // namespace pheno

#endif
