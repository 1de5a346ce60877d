#include "phenoSiteGrid.h"

#include <algorithm>
#include <cmath>

namespace pheno
{
namespace
{
constexpr std::size_t kBlocksAlongLongerSide = 96;
} // namespace

SiteGrid::Axis::Axis(std::size_t pixels, std::size_t longer)
{
  const std::size_t blocks =
    std::max<std::size_t>(1, std::min(pixels, (pixels * kBlocksAlongLongerSide + longer / 2) / longer));
  edges.push_back(0);
  for (std::size_t i = 1; i <= blocks; ++i)
  {
    edges.push_back((i * pixels + blocks / 2) / blocks);
    centres.push_back(0.5 * static_cast<double>(edges[i - 1] + edges[i] - 1));
  }
}

SiteGrid::SiteGrid(const itk::Size<2> & size)
  : m_Columns(size[0], std::max(size[0], size[1]))
  , m_Rows(size[1], std::max(size[0], size[1]))
{}

SiteGrid::Reduced
SiteGrid::Reduce(const ImageType & plane) const
{
  const float *      pixels = plane.GetBufferPointer();
  const std::size_t  count = plane.GetBufferedRegion().GetNumberOfPixels();
  double             sum = 0.0;
  std::size_t        finite = 0;
  std::vector<float> clean;
  for (std::size_t i = 0; i < count; ++i)
  {
    const bool good = std::isfinite(pixels[i]);
    sum += good ? pixels[i] : 0.0f;
    finite += good;
  }
  if (finite == 0)
  {
    return {};
  }
  if (finite < count)
  {
    clean.assign(pixels, pixels + count);
    const auto mean = static_cast<float>(sum / static_cast<double>(finite));
    std::replace_if(
      clean.begin(), clean.end(), [](float v) { return !std::isfinite(v); }, mean);
    pixels = clean.data();
  }
  return { BlockMeans(pixels), PatchMeans(pixels) };
}

std::vector<float>
SiteGrid::BlockMeans(const float * pixels) const
{
  const std::size_t  width = m_Columns.edges.back();
  std::vector<float> means;
  for (std::size_t row = 0; row < m_Rows.centres.size(); ++row)
  {
    for (std::size_t column = 0; column < m_Columns.centres.size(); ++column)
    {
      double sum = 0.0;
      for (std::size_t y = m_Rows.edges[row]; y < m_Rows.edges[row + 1]; ++y)
      {
        for (std::size_t x = m_Columns.edges[column]; x < m_Columns.edges[column + 1]; ++x)
        {
          sum += pixels[y * width + x];
        }
      }
      const std::size_t area =
        (m_Rows.edges[row + 1] - m_Rows.edges[row]) * (m_Columns.edges[column + 1] - m_Columns.edges[column]);
      means.push_back(static_cast<float>(sum / static_cast<double>(area)));
    }
  }
  return means;
}

std::vector<float>
SiteGrid::PatchMeans(const float * pixels) const
{
  const std::size_t  width = m_Columns.edges.back();
  const std::size_t  height = m_Rows.edges.back();
  std::vector<float> means;
  for (const double centreY : m_Rows.centres)
  {
    const auto        y = static_cast<std::size_t>(centreY);
    const std::size_t top = y > 0 ? y - 1 : 0;
    const std::size_t bottom = std::min(y + 1, height - 1);
    for (const double centreX : m_Columns.centres)
    {
      const auto        x = static_cast<std::size_t>(centreX);
      const std::size_t left = x > 0 ? x - 1 : 0;
      const std::size_t right = std::min(x + 1, width - 1);
      double            sum = 0.0;
      for (std::size_t v = top; v <= bottom; ++v)
      {
        for (std::size_t u = left; u <= right; ++u)
        {
          sum += pixels[v * width + u];
        }
      }
      means.push_back(static_cast<float>(sum / static_cast<double>((bottom - top + 1) * (right - left + 1))));
    }
  }
  return means;
}
} // namespace pheno
