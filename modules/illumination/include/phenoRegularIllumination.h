#ifndef phenoRegularIllumination_h
#define phenoRegularIllumination_h

#include "phenoFieldNormalisation.h"
#include "phenoFieldPicture.h"

#include <cstddef>

namespace pheno
{
/** What is averaged over sites. */
enum class RegularSource
{
  Pixels,      ///< every pixel: "Regular"
  BlockMinimum ///< each pixel replaced by the least one of its block: "Background"
};

/** How the average is smoothed. */
enum class RegularSmoothing
{
  None,
  Mean,      ///< one number everywhere
  Median,    ///< over a disk, of whole grey levels of 1/65535
  Gaussian,  ///< of what lies inside the image
  Polynomial ///< quadratic surface, clipped to the range of grey levels
};

/** How RegularIllumination works; defaults are those of CellProfiler. */
struct RegularSettings
{
  RegularSource source = RegularSource::Pixels;
  /** Side of a block in pixels, for BlockMinimum. */
  std::size_t block_px = 60;
  /** Radius r of the dilation of the average; 0 for none. */
  double           dilation_px = 0.0;
  RegularSmoothing smoothing = RegularSmoothing::Gaussian;
  /** Full width at half maximum of the smoothing, sigma = width / 2.35; 0 takes the smaller of 30 and a 40th of the
   * longer side. */
  double             width_px = 0.0;
  FieldNormalisation normalisation = FieldNormalisation::RobustMinimum;
  /** The grey level that counts as 1: 65535, or 255 for 8-bit images. */
  double full_scale = 65535.0;
};

/** The illumination function of CellProfiler's CorrectIlluminationCalculate over all images, without masks
 * (Carpenter 2006; Jones 2006): average, dilation, smoothing, normalisation.
 *
 * Two things follow CellProfiler 4.2 where its own documentation says otherwise: dilation by r pixels convolves with
 * exp(-d^2 / (2 r^4)), d <= 3 r (centrosome divides by the standard deviation twice), and the median cuts grey levels
 * off to 16 bit.
 * Memory: one picture in double precision, whatever the number of sites. */
class RegularIllumination
{
public:
  /** Throws itk::ExceptionObject for a negative width or dilation, no block or a full scale that is not positive. */
  explicit RegularIllumination(const RegularSettings & settings = {});

  /** Takes one site in grey levels, all finite. Throws itk::ExceptionObject when its size is another than before. */
  void
  Add(const FieldPicture & site);

  /** Every stage; all but illumination in units of full_scale. */
  struct Stages
  {
    FieldPicture average;
    FieldPicture dilated;
    FieldPicture smoothed;
    FieldPicture illumination;
  };

  /** Throws itk::ExceptionObject when no site was added. */
  Stages
  Estimate() const;

private:
  RegularSettings m_Settings;
  PictureMean     m_Mean;
};
} // namespace pheno

#endif
