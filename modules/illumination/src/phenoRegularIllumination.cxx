#include "phenoRegularIllumination.h"

#include "phenoGaussianSmooth.h"
#include "phenoPolynomialSurface.h"
#include "phenoRankFilter.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace pheno
{
namespace
{
constexpr double kWidthOfSigma = 2.35;
constexpr double kMedianLevels = 65535.0;

/** The block of each pixel of an axis: at least `block` pixels each. */
std::vector<std::size_t>
BlocksOf(std::size_t pixels, std::size_t block)
{
  const std::size_t        blocks = std::max<std::size_t>(1, pixels / block);
  std::vector<std::size_t> places(pixels);
  for (std::size_t i = 0; i < pixels; ++i)
  {
    places[i] = i * blocks / pixels;
  }
  return places;
}

void
TakeBlockMinima(FieldPicture & picture, std::size_t block)
{
  const auto          columns = BlocksOf(picture.width, block);
  const auto          rows = BlocksOf(picture.height, block);
  const std::size_t   across = columns.back() + 1;
  std::vector<double> least(across * (rows.back() + 1), std::numeric_limits<double>::infinity());
  for (std::size_t pixel = 0; pixel < picture.values.size(); ++pixel)
  {
    double & minimum = least[rows[pixel / picture.width] * across + columns[pixel % picture.width]];
    minimum = std::min(minimum, picture.values[pixel]);
  }
  for (std::size_t pixel = 0; pixel < picture.values.size(); ++pixel)
  {
    picture.values[pixel] = least[rows[pixel / picture.width] * across + columns[pixel % picture.width]];
  }
}

/** Weights exp(-d^2 / (2 r^4)) of the offsets within 3 r, averaged over those inside the picture. */
FieldPicture
Dilate(const FieldPicture & picture, double radius)
{
  const auto          reach = static_cast<std::ptrdiff_t>(3.0 * radius);
  const auto          side = static_cast<std::size_t>(2 * reach + 1);
  std::vector<double> kernel(side * side, 0.0);
  for (std::ptrdiff_t dy = -reach; dy <= reach; ++dy)
  {
    for (std::ptrdiff_t dx = -reach; dx <= reach; ++dx)
    {
      const auto square = static_cast<double>(dx * dx + dy * dy);
      if (square <= 9.0 * radius * radius)
      {
        kernel[static_cast<std::size_t>(dy + reach) * side + static_cast<std::size_t>(dx + reach)] =
          std::exp(-square / (2.0 * radius * radius * radius * radius));
      }
    }
  }
  const auto   width = static_cast<std::ptrdiff_t>(picture.width);
  const auto   height = static_cast<std::ptrdiff_t>(picture.height);
  FieldPicture result = picture;
  for (std::ptrdiff_t y = 0; y < height; ++y)
  {
    for (std::ptrdiff_t x = 0; x < width; ++x)
    {
      double sum = 0.0;
      double weights = 0.0;
      for (std::ptrdiff_t v = std::max<std::ptrdiff_t>(0, y - reach); v <= std::min(height - 1, y + reach); ++v)
      {
        const double * line = kernel.data() + static_cast<std::size_t>(v - y + reach) * side;
        for (std::ptrdiff_t u = std::max<std::ptrdiff_t>(0, x - reach); u <= std::min(width - 1, x + reach); ++u)
        {
          sum += line[u - x + reach] * picture.values[static_cast<std::size_t>(v * width + u)];
          weights += line[u - x + reach];
        }
      }
      result.values[static_cast<std::size_t>(y * width + x)] = sum / weights;
    }
  }
  return result;
}

double
SigmaOf(const RegularSettings & settings, const FieldPicture & picture)
{
  const auto longer = static_cast<double>(std::max(picture.width, picture.height));
  return (settings.width_px > 0.0 ? settings.width_px : std::min(30.0, longer / 40.0)) / kWidthOfSigma;
}

FieldPicture
SmoothMedian(const FieldPicture & picture, double sigma)
{
  FieldPicture levels = picture;
  for (double & value : levels.values)
  {
    value = std::floor(std::clamp(value, 0.0, 1.0) * kMedianLevels);
  }
  const auto radius = std::max<std::size_t>(1, static_cast<std::size_t>(sigma + 0.5));
  levels = RankFilter(levels, DiskFootprint(radius), 50.0, Border::None);
  for (double & value : levels.values)
  {
    value /= kMedianLevels;
  }
  return levels;
}

FieldPicture
Smooth(const FieldPicture & picture, const RegularSettings & settings)
{
  FieldPicture smooth = picture;
  switch (settings.smoothing)
  {
    case RegularSmoothing::None:
      break;
    case RegularSmoothing::Mean:
      std::fill(smooth.values.begin(),
                smooth.values.end(),
                std::accumulate(picture.values.begin(), picture.values.end(), 0.0) /
                  static_cast<double>(picture.values.size()));
      break;
    case RegularSmoothing::Median:
      return SmoothMedian(picture, SigmaOf(settings, picture));
    case RegularSmoothing::Gaussian:
      return GaussianSmoothInside(picture, SigmaOf(settings, picture));
    case RegularSmoothing::Polynomial:
      smooth = PolynomialSurface(picture);
      for (double & value : smooth.values)
      {
        value = std::clamp(value, 0.0, 1.0);
      }
      break;
  }
  return smooth;
}
} // namespace

RegularIllumination::RegularIllumination(const RegularSettings & settings)
  : m_Settings(settings)
{
  if (!(settings.width_px >= 0.0) || !(settings.dilation_px >= 0.0) || settings.block_px == 0 ||
      !(settings.full_scale > 0.0))
  {
    RefuseIllumination("found a width of " + std::to_string(settings.width_px) + " px, a dilation of " +
                       std::to_string(settings.dilation_px) + " px, blocks of " + std::to_string(settings.block_px) +
                       " px and a full scale of " + std::to_string(settings.full_scale) +
                       ", expected width and dilation >= 0, blocks of at least 1 px and a full scale above 0");
  }
}

void
RegularIllumination::Add(const FieldPicture & site)
{
  FieldPicture picture = site;
  for (double & value : picture.values)
  {
    value /= m_Settings.full_scale;
  }
  if (m_Settings.source == RegularSource::BlockMinimum)
  {
    TakeBlockMinima(picture, m_Settings.block_px);
  }
  m_Mean.Add(picture);
}

RegularIllumination::Stages
RegularIllumination::Estimate() const
{
  Stages stages;
  stages.average = m_Mean.Mean();
  stages.dilated = m_Settings.dilation_px > 0.0 ? Dilate(stages.average, m_Settings.dilation_px) : stages.average;
  stages.smoothed = Smooth(stages.dilated, m_Settings);
  stages.illumination = NormaliseField(stages.smoothed, m_Settings.normalisation);
  return stages;
}
} // namespace pheno
