#ifndef phenoPercentileIllumination_h
#define phenoPercentileIllumination_h

#include "phenoFieldPicture.h"

#include <cstddef>

namespace pheno
{
/** How PercentileIllumination works; defaults are those of SPC's preparation of BBBC021. */
struct PercentileSettings
{
  /** Side of the square that the percentile is taken over, odd. */
  std::size_t window_px = 201;
  double      percentile = 10.0;
  /** Standard deviation of the smoothing after it. */
  double smoothing_px = 50.0;
};

/** The flat field of SPC's preparation of BBBC021 (after Singh et al. 2014): the mean of a plate's sites, a low
 * percentile of it over a large window, smoothed by a Gaussian; borders reflected. In grey levels, not normalised.
 *
 * scipy's percentile_filter is wrong for windows many times larger than the image; this follows the definition.
 * Memory: one picture in double precision, whatever the number of sites. */
class PercentileIllumination
{
public:
  /** Throws itk::ExceptionObject for an even window, a percentile outside 0 to 100 or a negative smoothing. */
  explicit PercentileIllumination(const PercentileSettings & settings = {});

  /** Takes one site in grey levels, all finite. Throws itk::ExceptionObject when its size is another than before. */
  void
  Add(const FieldPicture & site);

  /** Every stage, in grey levels. */
  struct Stages
  {
    FieldPicture mean;
    FieldPicture percentile;
    FieldPicture illumination;
  };

  /** Throws itk::ExceptionObject when no site was added. */
  Stages
  Estimate() const;

private:
  PercentileSettings m_Settings;
  PictureMean        m_Mean;
};
} // namespace pheno

#endif
