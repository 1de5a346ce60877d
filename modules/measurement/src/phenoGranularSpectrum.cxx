#include "phenoGranularSpectrum.h"

#include <algorithm>
#include <numeric>
#include <limits>

namespace pheno
{
namespace
{
constexpr std::size_t kBackgroundRadius = 10; ///< pixels of the background's plane, a sixteenth of the full one

template <typename Value>
GreyPlane
Quarter(std::size_t width, std::size_t height, Value value)
{
  GreyPlane coarse{ QuarterGrid(width).CoarseSize(), QuarterGrid(height).CoarseSize(), {} };
  coarse.values.reserve(coarse.width * coarse.height);
  for (std::size_t y = 0; y < coarse.height; ++y)
  {
    for (std::size_t x = 0; x < coarse.width; ++x)
    {
      coarse.values.push_back(value(4 * x, 4 * y));
    }
  }
  return coarse;
}

double
Mean(const GreyPlane & plane)
{
  const double sum = std::accumulate(plane.values.begin(), plane.values.end(), 0.0);
  return sum / static_cast<double>(plane.values.size());
}

/** Takes the opening of the plane at a quarter of its size from it; nothing becomes negative. */
void
RemoveBackground(GreyPlane & plane)
{
  const GreyPlane quarter =
    Quarter(plane.width, plane.height, [&](std::size_t x, std::size_t y) { return plane.values[y * plane.width + x]; });
  const GreyPlane   background = Dilate(Erode(quarter, kBackgroundRadius), kBackgroundRadius);
  const QuarterGrid columns(plane.width);
  const QuarterGrid rows(plane.height);
  for (std::size_t y = 0; y < plane.height; ++y)
  {
    const QuarterGrid::Between row = rows.Find(y);
    for (std::size_t x = 0; x < plane.width; ++x)
    {
      const QuarterGrid::Between column = columns.Find(x);
      const auto                 between = [&](std::size_t at) {
        const double * const values = background.values.data() + at * background.width;
        return values[column.below] * (1.0 - column.weight) + values[column.above] * column.weight;
      };
      double & value = plane.values[y * plane.width + x];
      value = std::max(0.0, value - between(row.below) * (1.0 - row.weight) - between(row.above) * row.weight);
    }
  }
}
} // namespace

GranularSpectrum::GranularSpectrum(PlaneView<const float> plane)
  : m_Columns(plane.width)
  , m_Rows(plane.height)
{
  GreyPlane mask = Quarter(
    plane.width, plane.height, [&](std::size_t x, std::size_t y) { return double{ plane.data[y * plane.width + x] }; });
  RemoveBackground(mask);
  m_StartMean = Mean(mask);
  GreyPlane eroded = mask;
  for (std::size_t step = 0; step < kGranularSteps; ++step)
  {
    eroded = Erode(eroded, 1);
    m_Steps.push_back(eroded);
    Reconstruct(m_Steps.back(), mask);
  }
}

std::array<double, kGranularSteps>
GranularSpectrum::OfImage() const
{
  std::array<double, kGranularSteps> percent;
  percent.fill(std::numeric_limits<double>::quiet_NaN());
  double previous = m_StartMean;
  for (std::size_t step = 0; step < kGranularSteps && m_StartMean > 0.0; ++step)
  {
    const double mean = Mean(m_Steps[step]);
    percent[step] = 100.0 * (previous - mean) / m_StartMean;
    previous = mean;
  }
  return percent;
}

std::array<double, kGranularSteps>
GranularSpectrum::OfObject(const ObjectMap & objects, const MeasuredObject & object, PlaneView<const float> plane) const
{
  // the object's share in each coarse pixel of a window about it, summed once for all steps
  const std::size_t   width = m_Steps[0].width;
  const std::size_t   left = m_Columns.Find(object.left).below;
  const std::size_t   top = m_Rows.Find(object.top).below;
  const std::size_t   window_width = m_Columns.Find(object.left + object.width - 1).above - left + 1;
  const std::size_t   window_height = m_Rows.Find(object.top + object.height - 1).above - top + 1;
  std::vector<double> share(window_width * window_height, 0.0);
  double              sum = 0.0;
  objects.ForEachPixel(object, [&](std::size_t x, std::size_t y, std::size_t i) {
    sum += plane.data[i];
    const QuarterGrid::Between column = m_Columns.Find(x);
    const QuarterGrid::Between row = m_Rows.Find(y);
    for (const auto & [at, weight] : { std::pair{ row.below, 1.0 - row.weight }, { row.above, row.weight } })
    {
      double * const values = share.data() + (at - top) * window_width;
      values[column.below - left] += weight * (1.0 - column.weight);
      values[column.above - left] += weight * column.weight;
    }
  });
  std::array<double, kGranularSteps> percent;
  percent.fill(std::numeric_limits<double>::quiet_NaN());
  const auto   area = static_cast<double>(object.area);
  const double start = sum / area;
  double       previous = start;
  for (std::size_t step = 0; step < kGranularSteps && start > 0.0; ++step)
  {
    double left_over = 0.0;
    for (std::size_t y = 0; y < window_height; ++y)
    {
      const double * const values = m_Steps[step].values.data() + (top + y) * width + left;
      left_over = std::inner_product(values, values + window_width, share.data() + y * window_width, left_over);
    }
    percent[step] = 100.0 * (previous - left_over / area) / start;
    previous = left_over / area;
  }
  return percent;
}
} // namespace pheno
