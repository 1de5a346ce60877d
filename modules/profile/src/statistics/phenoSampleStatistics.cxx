#include "phenoSampleStatistics.h"
#include "phenoProfileError.h"
#include "phenoSelectNth.h"
#include "phenoWithoutNaN.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace pheno
{
namespace
{
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/** Reorders `values`, which hold no NaN. */
double
MedianInPlace(std::vector<double> & values)
{
  if (values.empty())
  {
    return kNaN;
  }
  const std::size_t half = values.size() / 2;
  const double      middle = SelectNth(values, half);
  if (values.size() % 2 == 1)
  {
    return middle;
  }
  return (*std::max_element(values.begin(), values.begin() + half) + middle) / 2;
}
} // namespace

double
Mean(std::span<const double> values)
{
  double      sum = 0;
  std::size_t count = 0;
  for (const double value : values)
  {
    if (!std::isnan(value))
    {
      sum += value;
      ++count;
    }
  }
  return count == 0 ? kNaN : sum / static_cast<double>(count);
}

double
TrimmedMean(std::span<const double> values, double share)
{
  if (!(share >= 0 && share < 0.5))
  {
    throw ProfileError("a trimmed mean that cuts off " + std::to_string(share) +
                       " of the values at either end was asked for; expected a share from 0 to below 0.5");
  }
  std::vector<double> kept = WithoutNaN(values);
  std::sort(kept.begin(), kept.end());
  const auto cut = static_cast<std::size_t>(share * static_cast<double>(kept.size()));
  return Mean(std::span<const double>(kept).subspan(cut, kept.size() - 2 * cut));
}

double
StandardDeviation(std::span<const double> values, int degreesOfFreedom)
{
  const double mean = Mean(values);
  double       sum = 0;
  double       rest = 0; // sum of deviations: corrects the rounding of the mean
  double       divisor = -degreesOfFreedom;
  double       count = 0;
  for (const double value : values)
  {
    if (!std::isnan(value))
    {
      sum += (value - mean) * (value - mean);
      rest += value - mean;
      ++divisor;
      ++count;
    }
  }
  return divisor <= 0 ? kNaN : std::sqrt(std::max(sum - rest * rest / count, 0.0) / divisor);
}

double
Median(std::span<const double> values)
{
  std::vector<double> kept = WithoutNaN(values);
  return MedianInPlace(kept);
}

double
Quantile(std::span<const double> values, double fraction)
{
  if (!(fraction >= 0 && fraction <= 1))
  {
    throw ProfileError("a quantile of " + std::to_string(fraction) + " was asked for; expected a fraction in [0, 1]");
  }
  std::vector<double> kept = WithoutNaN(values);
  if (kept.empty())
  {
    return kNaN;
  }
  std::sort(kept.begin(), kept.end());
  const double      position = fraction * static_cast<double>(kept.size() - 1);
  const std::size_t below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, kept.size() - 1);
  const double      weight = position - static_cast<double>(below);
  const double      step = kept[above] - kept[below];
  if (step == 0)
  {
    return kept[below]; // also where both are the same infinity
  }
  return weight < 0.5 ? kept[below] + step * weight : kept[above] - step * (1 - weight);
}

double
MedianAbsoluteDeviation(std::span<const double> values)
{
  return MedianWithDeviation(values).deviation;
}

MedianAndDeviation
MedianWithDeviation(std::span<const double> values)
{
  std::vector<double> kept = WithoutNaN(values);
  const double        median = MedianInPlace(kept);
  for (double & value : kept)
  {
    value = std::abs(value - median);
  }
  return { median, MedianInPlace(kept) };
}
} // namespace pheno
