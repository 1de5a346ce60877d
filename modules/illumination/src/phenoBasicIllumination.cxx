#include "phenoBasicIllumination.h"

#include "phenoFieldNormalisation.h"
#include "phenoLowRankSparse.h"
#include "phenoResizePicture.h"
#include "phenoSiteReservoir.h"

#include <algorithm>
#include <numeric>

namespace pheno
{
namespace
{
constexpr double kLeastField = 0.05; // of its mean: a divisor must stay away from 0

/** Means of the pixels that fall to each of width x height blocks. */
std::vector<float>
BlockMeans(const FieldPicture & site, std::size_t width, std::size_t height)
{
  std::vector<double> sums(width);
  std::vector<float>  means;
  means.reserve(width * height);
  for (std::size_t v = 0; v < height; ++v)
  {
    const std::size_t top = v * site.height / height;
    const std::size_t bottom = (v + 1) * site.height / height;
    std::fill(sums.begin(), sums.end(), 0.0);
    for (std::size_t y = top; y < bottom; ++y)
    {
      const double * line = site.values.data() + y * site.width;
      for (std::size_t u = 0; u < width; ++u)
      {
        sums[u] = std::accumulate(line + u * site.width / width, line + (u + 1) * site.width / width, sums[u]);
      }
    }
    for (std::size_t u = 0; u < width; ++u)
    {
      const std::size_t across = (u + 1) * site.width / width - u * site.width / width;
      means.push_back(static_cast<float>(sums[u] / static_cast<double>(across * (bottom - top))));
    }
  }
  return means;
}

double
MeanOf(const std::vector<double> & values)
{
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}
} // namespace

struct BasicIllumination::Sample
{
  BasicSettings settings;
  SiteReservoir sites;
  std::size_t   width = 0;
  std::size_t   height = 0;

  std::size_t
  WorkingSide(std::size_t side) const
  {
    return std::min(side, settings.working_px);
  }
};

BasicIllumination::BasicIllumination(const BasicSettings & settings)
  : m_Sample(std::make_unique<Sample>(Sample{ settings, SiteReservoir(settings.sampled_sites, settings.seed) }))
{
  if (settings.working_px == 0 || settings.sampled_sites == 0)
  {
    RefuseIllumination("found a working size of " + std::to_string(settings.working_px) + " px and " +
                       std::to_string(settings.sampled_sites) + " sampled sites, expected at least one of each");
  }
}
BasicIllumination::~BasicIllumination() = default;
BasicIllumination::BasicIllumination(BasicIllumination &&) noexcept = default;
BasicIllumination &
BasicIllumination::operator=(BasicIllumination &&) noexcept = default;

void
BasicIllumination::Add(const FieldPicture & site)
{
  Sample & sample = *m_Sample;
  if (site.values.empty() || (sample.width > 0 && (site.width != sample.width || site.height != sample.height)))
  {
    RefuseIllumination("found a plane of " + std::to_string(site.width) + " x " + std::to_string(site.height) +
                       " pixels, expected at least one pixel and the size of the planes before");
  }
  sample.width = site.width;
  sample.height = site.height;
  sample.sites.Keep(BlockMeans(site, sample.WorkingSide(site.width), sample.WorkingSide(site.height)));
}

BasicIllumination::Fields
BasicIllumination::Estimate() const
{
  const Sample & sample = *m_Sample;
  if (sample.sites.GetSites() == 0)
  {
    RefuseIllumination("no site to estimate a field from, expected at least one");
  }
  const PictureStack stack{ sample.WorkingSide(sample.width),
                            sample.WorkingSide(sample.height),
                            sample.sites.GetValues() };
  const SharedLight  light = SeparateSharedLight(stack, sample.settings.dark_field);
  const auto         atFullSize = [&](const std::vector<float> & field) {
    const FieldPicture picture{ stack.width, stack.height, { field.begin(), field.end() } };
    return ResizePicture(picture, sample.width, sample.height);
  };
  Fields fields{ NormaliseField(atFullSize(light.flat), FieldNormalisation::MeanOne), atFullSize(light.dark) };
  fields.offset = MeanOf(fields.dark.values);
  for (double & value : fields.flat.values)
  {
    value = std::max(value, kLeastField);
  }
  return fields;
}
} // namespace pheno
