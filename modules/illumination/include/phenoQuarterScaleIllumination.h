#ifndef phenoQuarterScaleIllumination_h
#define phenoQuarterScaleIllumination_h

#include "phenoFieldPicture.h"

#include <cstddef>

namespace pheno
{
/** How QuarterScaleIllumination works; defaults are those of DeepProfiler. */
struct QuarterScaleSettings
{
  /** By how much sites are shrunk. */
  std::size_t shrink = 4;
  /** Diameter of the median filter in shrunk pixels. */
  std::size_t median_px = 24;
};

/** The illumination function of DeepProfiler (Moshkov et al. 2024): the mean of a plate's sites at quarter scale, whole
 * grey levels of it, their median over a disk (edge pixels repeated), back at full scale, f = max(f, m) / m with m its
 * 2nd percentile (linear interpolation).
 *
 * Memory: one shrunk picture in double precision, whatever the number of sites. */
class QuarterScaleIllumination
{
public:
  /** Throws itk::ExceptionObject when shrink is 0. */
  explicit QuarterScaleIllumination(const QuarterScaleSettings & settings = {});

  /** Takes one site in grey levels, all finite. Throws itk::ExceptionObject when its size is another than before or a
   * side is shorter than shrink. */
  void
  Add(const FieldPicture & site);

  /** The mean at the small scale in grey levels, and the function at full size, at least 1. */
  struct Stages
  {
    FieldPicture mean;
    FieldPicture illumination;
  };

  /** Throws itk::ExceptionObject when no site was added. */
  Stages
  Estimate() const;

private:
  QuarterScaleSettings m_Settings;
  PictureMean          m_Mean;
  std::size_t          m_Width = 0;
  std::size_t          m_Height = 0;
};
} // namespace pheno

#endif
