#include "phenoFlatFieldEstimator.h"

#include "phenoBlockSample.h"
#include "phenoIlluminationOffset.h"
#include "phenoLocalPolynomial.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

namespace pheno
{
namespace
{
constexpr std::size_t kBlocksAlongLongerSide = 48;
constexpr double      kLeastField = 0.05; // of its mean: a divisor must stay away from 0

/** One axis of the plane cut into blocks of about equal length: edges, and centres in pixels. */
struct BlockAxis
{
  std::vector<std::size_t> edges;
  std::vector<double>      centres;

  BlockAxis(std::size_t pixels, std::size_t longer)
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
  std::size_t
  size() const
  {
    return centres.size();
  }
};

std::vector<double>
PixelCentres(std::size_t pixels)
{
  std::vector<double> centres(pixels);
  std::iota(centres.begin(), centres.end(), 0.0);
  return centres;
}

void
NormaliseToMeanOne(std::vector<double> & field)
{
  const double mean = std::accumulate(field.begin(), field.end(), 0.0) / static_cast<double>(field.size());
  for (double & value : field)
  {
    value = mean > 0.0 ? std::max(value / mean, kLeastField) : 1.0;
  }
}
} // namespace

struct FlatFieldEstimator::Sample
{
  FlatFieldSettings          settings;
  std::mt19937_64            random;
  itk::ImageBase<2>::Pointer grid; ///< geometry of the first plane
  std::vector<BlockAxis>     axes; ///< x, y
  std::vector<double>        sum;  ///< of all sites, a block
  std::vector<float>         kept; ///< sites x blocks
  std::size_t                sites = 0;

  explicit Sample(const FlatFieldSettings & s)
    : settings(s)
    , random(s.seed)
  {}
  std::size_t
  Blocks() const
  {
    return axes[0].size() * axes[1].size();
  }
  void
  SetGrid(const ImageType & plane);
  std::vector<float>
  Reduce(const ImageType & plane) const;
  void
  Keep(const std::vector<float> & blocks);
  double
  Sigma() const;
  std::vector<double>
  Statistic(const BlockSample & sample) const;
};

void
FlatFieldEstimator::Sample::SetGrid(const ImageType & plane)
{
  grid = itk::ImageBase<2>::New();
  grid->CopyInformation(&plane);
  const auto size = plane.GetLargestPossibleRegion().GetSize();
  const auto longer = std::max(size[0], size[1]);
  axes = { BlockAxis(size[0], longer), BlockAxis(size[1], longer) };
  sum.assign(Blocks(), 0.0);
}

/** Block means; a block without a finite pixel takes the mean of the others. Empty when there is none. */
std::vector<float>
FlatFieldEstimator::Sample::Reduce(const ImageType & plane) const
{
  const std::size_t        width = axes[0].edges.back();
  std::vector<double>      total(Blocks(), 0.0);
  std::vector<std::size_t> count(Blocks(), 0);
  for (std::size_t row = 0; row < axes[1].size(); ++row)
  {
    for (std::size_t y = axes[1].edges[row]; y < axes[1].edges[row + 1]; ++y)
    {
      const float * line = plane.GetBufferPointer() + y * width;
      for (std::size_t column = 0; column < axes[0].size(); ++column)
      {
        const std::size_t block = row * axes[0].size() + column;
        for (std::size_t x = axes[0].edges[column]; x < axes[0].edges[column + 1]; ++x)
        {
          const bool finite = std::isfinite(line[x]);
          total[block] += finite ? line[x] : 0.0f;
          count[block] += finite;
        }
      }
    }
  }
  const auto pixels = std::accumulate(count.begin(), count.end(), std::size_t{ 0 });
  if (pixels == 0)
  {
    return {};
  }
  const double       mean = std::accumulate(total.begin(), total.end(), 0.0) / static_cast<double>(pixels);
  std::vector<float> means(Blocks());
  for (std::size_t block = 0; block < means.size(); ++block)
  {
    means[block] = static_cast<float>(count[block] > 0 ? total[block] / static_cast<double>(count[block]) : mean);
  }
  return means;
}

/** Reservoir sampling (Vitter 1985, algorithm R). */
void
FlatFieldEstimator::Sample::Keep(const std::vector<float> & blocks)
{
  if (sites <= settings.sampled_sites)
  {
    kept.insert(kept.end(), blocks.begin(), blocks.end());
    return;
  }
  const std::size_t place = random() % sites;
  if (place < settings.sampled_sites)
  {
    std::copy(blocks.begin(), blocks.end(), kept.begin() + static_cast<std::ptrdiff_t>(place * blocks.size()));
  }
}

double
FlatFieldEstimator::Sample::Sigma() const
{
  const std::size_t longer = std::max(axes[0].edges.back(), axes[1].edges.back());
  return settings.smoothing_px > 0.0 ? settings.smoothing_px : 0.25 * static_cast<double>(longer);
}

std::vector<double>
FlatFieldEstimator::Sample::Statistic(const BlockSample & sample) const
{
  const std::vector<char> everybody(sample.GetNumberOfSites(), 1);
  switch (settings.statistic)
  {
    case FlatFieldStatistic::Median:
      return sample.Median(everybody);
    case FlatFieldStatistic::Background:
      return sample.Background(everybody);
    case FlatFieldStatistic::Mean:
      break;
  }
  std::vector<double> mean = sum;
  for (double & value : mean)
  {
    value /= static_cast<double>(sites);
  }
  return mean;
}

FlatFieldEstimator::FlatFieldEstimator(const FlatFieldSettings & settings)
  : m_Sample(std::make_unique<Sample>(settings))
{
  if (!(settings.smoothing_px >= 0.0) || settings.sampled_sites == 0 || std::isinf(settings.dark))
  {
    itkGenericExceptionMacro(
      "illumination: found smoothing "
      << settings.smoothing_px << " px, " << settings.sampled_sites << " sampled sites and dark " << settings.dark
      << ", expected smoothing >= 0, at least one site and a finite dark (or NaN to estimate it)");
  }
}
FlatFieldEstimator::~FlatFieldEstimator() = default;
FlatFieldEstimator::FlatFieldEstimator(FlatFieldEstimator &&) noexcept = default;
FlatFieldEstimator &
FlatFieldEstimator::operator=(FlatFieldEstimator &&) noexcept = default;

std::size_t
FlatFieldEstimator::GetNumberOfSites() const
{
  return m_Sample->sites;
}

void
FlatFieldEstimator::Add(const ImageType & plane)
{
  const auto region = plane.GetLargestPossibleRegion();
  if (plane.GetBufferedRegion() != region || region.GetNumberOfPixels() == 0)
  {
    itkGenericExceptionMacro("illumination: a plane is empty or holds only a part of its pixels");
  }
  if (m_Sample->grid.IsNull())
  {
    m_Sample->SetGrid(plane);
  }
  const auto expected = m_Sample->grid->GetLargestPossibleRegion().GetSize();
  if (region.GetSize() != expected)
  {
    itkGenericExceptionMacro("illumination: found a plane of " << region.GetSize() << " pixels, expected " << expected
                                                               << " as in the planes before");
  }
  const std::vector<float> blocks = m_Sample->Reduce(plane);
  if (blocks.empty())
  {
    return;
  }
  ++m_Sample->sites;
  std::transform(m_Sample->sum.begin(), m_Sample->sum.end(), blocks.begin(), m_Sample->sum.begin(), std::plus<>());
  m_Sample->Keep(blocks);
}

FlatField
FlatFieldEstimator::Estimate() const
{
  if (m_Sample->sites == 0)
  {
    itkGenericExceptionMacro("illumination: no site to estimate a field from, expected at least one");
  }
  const BlockAxis & columns = m_Sample->axes[0];
  const BlockAxis & rows = m_Sample->axes[1];
  const double      sigma = m_Sample->Sigma();
  const BlockSample sample(m_Sample->kept, m_Sample->kept.size() / m_Sample->Blocks(), m_Sample->Blocks());
  const auto        fullColumns = LocalQuadraticWeights(columns.centres, PixelCentres(columns.edges.back()), sigma);
  const auto        fullRows = LocalQuadraticWeights(rows.centres, PixelCentres(rows.edges.back()), sigma);

  FlatField result;
  result.dark = m_Sample->settings.dark;
  if (std::isnan(result.dark))
  {
    const auto blockColumns = LocalQuadraticWeights(columns.centres, columns.centres, sigma);
    const auto blockRows = LocalQuadraticWeights(rows.centres, rows.centres, sigma);
    const auto smooth = [&](const BlockPicture & p) { return SmoothSeparably(blockRows, p, blockColumns); };
    const auto background = smooth(sample.Background(std::vector<char>(sample.GetNumberOfSites(), 1)));
    result.dark = OffsetFromContrast(EstimateContrast(sample, smooth),
                                     std::accumulate(background.begin(), background.end(), 0.0) /
                                       static_cast<double>(background.size()),
                                     *std::min_element(background.begin(), background.end()));
  }
  std::vector<double> statistic = m_Sample->Statistic(sample);
  for (double & value : statistic)
  {
    value -= result.dark;
  }
  std::vector<double> field = SmoothSeparably(fullRows, statistic, fullColumns);
  NormaliseToMeanOne(field);

  result.flat = ImageType::New();
  result.flat->CopyInformation(m_Sample->grid);
  result.flat->SetRegions(m_Sample->grid->GetLargestPossibleRegion());
  result.flat->Allocate();
  std::copy(field.begin(), field.end(), result.flat->GetBufferPointer());
  return result;
}
} // namespace pheno
