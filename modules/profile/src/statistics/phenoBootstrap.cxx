#include "phenoBootstrap.h"
#include "phenoProfileError.h"
#include "phenoRandomSubsets.h"
#include "phenoSampleStatistics.h"
#include "phenoWithoutNaN.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

namespace pheno
{
namespace
{
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/** The smallest value whose share of values at or below it is at least `share`. */
double
InvertedCdf(const std::vector<double> & sorted, double share)
{
  if (sorted.empty())
  {
    return kNaN;
  }
  const double      count = static_cast<double>(sorted.size());
  const std::size_t place = static_cast<std::size_t>(std::max(std::ceil(share * count - 1e-9), 1.0));
  return sorted[std::min(place, sorted.size()) - 1];
}

Interval
BootstrapValues(std::span<const double> values,
                double (*statistic)(std::span<const double>),
                const BootstrapOptions & options)
{
  const std::vector<double> kept = WithoutNaN(values);
  std::vector<double>       drawn(kept.size());
  return Bootstrap(
    kept.size(),
    [&](std::span<const std::size_t> indices) {
      std::transform(indices.begin(), indices.end(), drawn.begin(), [&kept](std::size_t i) { return kept[i]; });
      return statistic(drawn);
    },
    options);
}
} // namespace

Interval
Bootstrap(std::size_t                                                 n,
          const std::function<double(std::span<const std::size_t>)> & statistic,
          const BootstrapOptions &                                    options)
{
  if (!(options.level > 0 && options.level < 1) || options.resamples == 0)
  {
    throw ProfileError("a bootstrap of level " + std::to_string(options.level) + " with " +
                       std::to_string(options.resamples) +
                       " resamples was asked for; expected a level in (0, 1) and at least one resample");
  }
  if (n == 0)
  {
    return { kNaN, kNaN, kNaN, 0 };
  }
  std::vector<std::size_t> indices(n);
  std::iota(indices.begin(), indices.end(), std::size_t{ 0 });
  Interval            interval{ statistic(indices), 0, 0, n };
  SubsetStream        random(MixSeeds({ options.seed, n }));
  std::vector<double> resampled;
  for (std::size_t i = 0; i < options.resamples; ++i)
  {
    for (std::size_t & index : indices)
    {
      index = random.Below(n);
    }
    const double value = statistic(indices);
    if (!std::isnan(value))
    {
      resampled.push_back(value);
    }
  }
  std::sort(resampled.begin(), resampled.end());
  interval.low = InvertedCdf(resampled, (1 - options.level) / 2);
  interval.high = InvertedCdf(resampled, 1 - (1 - options.level) / 2);
  return interval;
}

Interval
BootstrapMean(std::span<const double> values, const BootstrapOptions & options)
{
  return BootstrapValues(values, Mean, options);
}

Interval
BootstrapMedian(std::span<const double> values, const BootstrapOptions & options)
{
  return BootstrapValues(values, Median, options);
}
} // namespace pheno
