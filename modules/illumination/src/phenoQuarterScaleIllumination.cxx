#include "phenoQuarterScaleIllumination.h"

#include "phenoRankFilter.h"
#include "phenoResizePicture.h"

#include <algorithm>
#include <cmath>

namespace pheno
{
namespace
{
constexpr double kLeastShare = 0.02;

/** Linear between order statistics. */
double
Quantile(std::vector<double> values, double share)
{
  std::sort(values.begin(), values.end());
  const double place = share * static_cast<double>(values.size() - 1);
  const auto   below = static_cast<std::size_t>(place);
  const auto   above = std::min(below + 1, values.size() - 1);
  return values[below] + (place - static_cast<double>(below)) * (values[above] - values[below]);
}
} // namespace

QuarterScaleIllumination::QuarterScaleIllumination(const QuarterScaleSettings & settings)
  : m_Settings(settings)
{
  if (settings.shrink == 0)
  {
    RefuseIllumination("found a shrink factor of 0, expected at least 1");
  }
}

void
QuarterScaleIllumination::Add(const FieldPicture & site)
{
  const std::size_t width = site.width / m_Settings.shrink;
  const std::size_t height = site.height / m_Settings.shrink;
  if (width == 0 || height == 0 || (m_Width > 0 && (site.width != m_Width || site.height != m_Height)))
  {
    RefuseIllumination("found a plane of " + std::to_string(site.width) + " x " + std::to_string(site.height) +
                       " pixels, expected sides of at least " + std::to_string(m_Settings.shrink) +
                       " pixels and the size of the planes before");
  }
  m_Width = site.width;
  m_Height = site.height;
  m_Mean.Add(ResizePicture(site, width, height));
}

QuarterScaleIllumination::Stages
QuarterScaleIllumination::Estimate() const
{
  Stages stages;
  stages.mean = m_Mean.Mean();
  FieldPicture levels = stages.mean;
  for (double & value : levels.values)
  {
    value = std::floor(std::clamp(value, 0.0, 65535.0));
  }
  levels = RankFilter(levels, DiskFootprint(m_Settings.median_px / 2), 50.0, Border::Nearest);
  stages.illumination = ResizePicture(levels, m_Width, m_Height);
  const double least = Quantile(stages.illumination.values, kLeastShare);
  for (double & value : stages.illumination.values)
  {
    value = least > 0.0 ? std::max(value, least) / least : 1.0;
  }
  return stages;
}
} // namespace pheno
