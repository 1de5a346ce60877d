#include "phenoPercentileIllumination.h"

#include "phenoGaussianSmooth.h"
#include "phenoRankFilter.h"

namespace pheno
{
PercentileIllumination::PercentileIllumination(const PercentileSettings & settings)
  : m_Settings(settings)
{
  if (settings.window_px % 2 == 0 || !(settings.percentile >= 0.0 && settings.percentile <= 100.0) ||
      !(settings.smoothing_px >= 0.0))
  {
    RefuseIllumination("found a window of " + std::to_string(settings.window_px) + " px, percentile " +
                       std::to_string(settings.percentile) + " and smoothing " + std::to_string(settings.smoothing_px) +
                       " px, expected an odd window, a percentile of 0 to 100 and smoothing >= 0");
  }
}

void
PercentileIllumination::Add(const FieldPicture & site)
{
  m_Mean.Add(site);
}

PercentileIllumination::Stages
PercentileIllumination::Estimate() const
{
  Stages stages;
  stages.mean = m_Mean.Mean();
  stages.percentile =
    RankFilter(stages.mean, SquareFootprint(m_Settings.window_px), m_Settings.percentile, Border::Reflect);
  stages.illumination =
    GaussianSmooth(stages.percentile, m_Settings.smoothing_px, m_Settings.smoothing_px, Border::Reflect);
  return stages;
}
} // namespace pheno
