#include "phenoImageQuality.h"

#include "phenoError.h"
#include "phenoNumber.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace pheno
{
namespace
{
constexpr double kBackgroundPercentile = 5;
constexpr double kSignalPercentile = 99;

/** Linear between order statistics; moves the values. */
double
Percentile(std::vector<float> & values, double percentile)
{
  const double      place = percentile / 100 * static_cast<double>(values.size() - 1);
  const std::size_t below = static_cast<std::size_t>(place);
  const auto        at = values.begin() + static_cast<std::ptrdiff_t>(below);
  std::nth_element(values.begin(), at, values.end());
  const double low = *at;
  if (below + 1 == values.size())
  {
    return low;
  }
  const double high = *std::min_element(at + 1, values.end());
  return low + (place - static_cast<double>(below)) * (high - low);
}

struct Moments
{
  double mean = 0;
  double variance = 0;
};

Moments
MomentsOf(PlaneView<const float> plane)
{
  const double n = static_cast<double>(plane.size());
  Moments      moments;
  for (std::size_t i = 0; i < plane.size(); ++i)
  {
    moments.mean += plane.data[i];
  }
  moments.mean /= n;
  for (std::size_t i = 0; i < plane.size(); ++i)
  {
    const double difference = plane.data[i] - moments.mean;
    moments.variance += difference * difference / n;
  }
  return moments;
}
} // namespace

double
LaplacianVariance(PlaneView<const float> plane)
{
  const double variance = MomentsOf(plane).variance;
  if (!(variance > 0))
  {
    return std::nan("");
  }
  double sum = 0;
  double squares = 0;
  for (std::size_t y = 0; y < plane.height; ++y)
  {
    const float * const here = plane.data + y * plane.width;
    const float * const above = y > 0 ? here - plane.width : here;
    const float * const below = y + 1 < plane.height ? here + plane.width : here;
    for (std::size_t x = 0; x < plane.width; ++x)
    {
      const double left = here[x > 0 ? x - 1 : x];
      const double right = here[x + 1 < plane.width ? x + 1 : x];
      const double value = left + right + above[x] + below[x] - 4.0 * here[x];
      sum += value;
      squares += value * value;
    }
  }
  const double n = static_cast<double>(plane.size());
  return (squares / n - sum / n * (sum / n)) / variance;
}

ImageQuality
MeasureImageQuality(PlaneView<const float> plane, double highest)
{
  if (plane.size() == 0)
  {
    throw Error("the quality of a plane without pixels was asked for");
  }
  for (std::size_t i = 0; i < plane.size(); ++i)
  {
    if (!std::isfinite(plane.data[i]))
    {
      throw Error("pixel " + FormatNumber(static_cast<double>(i % plane.width)) + ", " +
                  FormatNumber(static_cast<double>(i / plane.width)) + " is not finite; expected grey levels");
    }
  }
  const double       n = static_cast<double>(plane.size());
  const Moments      moments = MomentsOf(plane);
  std::vector<float> values(plane.data, plane.data + plane.size());
  ImageQuality       quality;
  quality.mean = moments.mean;
  quality.standard_deviation = std::sqrt(moments.variance);
  quality.focus_score = moments.mean > 0 ? moments.variance / moments.mean : std::nan("");
  quality.background = Percentile(values, kBackgroundPercentile);
  quality.median = Percentile(values, 50);
  quality.signal = Percentile(values, kSignalPercentile);
  quality.minimum = *std::min_element(values.begin(), values.end());
  quality.maximum = *std::max_element(values.begin(), values.end());
  quality.saturated_share =
    static_cast<double>(std::count_if(values.begin(), values.end(), [&](float value) { return value >= highest; })) / n;
  quality.minimal_share = static_cast<double>(std::count(values.begin(), values.end(), quality.minimum)) / n;
  quality.laplacian_variance = LaplacianVariance(plane);
  quality.power_slope = PowerLogLogSlope(plane);
  return quality;
}
} // namespace pheno
