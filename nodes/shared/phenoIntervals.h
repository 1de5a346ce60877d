#ifndef phenoIntervals_h
#define phenoIntervals_h

#include "phenoBootstrap.h"
#include "phenoMetrics.h"

#include <cmath>

namespace pheno::scoring
{
inline BootstrapOptions
Seeded(std::uint64_t seed)
{
  BootstrapOptions options;
  options.seed = seed;
  return options;
}

/** A row that has its value and n already, with the ends of an interval, which its note names. NaN: there is none. */
inline Metrics::Row
WithEnds(Metrics::Row row, double low, double high, const std::string & units)
{
  if (!std::isnan(low))
  {
    row.low = low;
    row.high = high;
    row.note += (row.note.empty() ? "" : "; ") + ("95 % bootstrap over " + units);
  }
  return row;
}

/** The same of a bootstrap whose estimate is the row's value; a single unit has no interval. */
inline Metrics::Row
WithEnds(Metrics::Row row, const Interval & interval, const std::string & units)
{
  return WithEnds(std::move(row), interval.n > 1 ? interval.low : kNone, interval.high, units);
}

/** A row with the estimate, the number of units and the ends of a bootstrap (phenoBootstrap.h), which its note names.
 * A single unit has no interval, nor has a statistic that no resample defines. */
inline Metrics::Row
WithInterval(Metrics::Row row, const Interval & interval, const std::string & units)
{
  row.value = interval.estimate;
  row.n = static_cast<double>(interval.n);
  return WithEnds(std::move(row), interval, units);
}

/** A statistic of two groups of wells with its interval: the wells of both are resampled together, NaN left out, and
 * resamples without a well of one group do not count. */
template <typename Statistic>
Interval
BootstrapTwoGroups(const std::vector<double> & a,
                   const std::vector<double> & b,
                   std::uint64_t               seed,
                   const Statistic &           statistic)
{
  std::vector<double> pooled;
  std::size_t         ofFirst = 0;
  for (const std::vector<double> * group : { &a, &b })
  {
    for (const double value : *group)
    {
      if (!std::isnan(value))
      {
        pooled.push_back(value);
        ofFirst += group == &a;
      }
    }
  }
  return Bootstrap(
    pooled.size(),
    [&](std::span<const std::size_t> places) {
      std::vector<double> first, second;
      for (const std::size_t place : places)
      {
        (place < ofFirst ? first : second).push_back(pooled[place]);
      }
      return first.empty() || second.empty() ? kNone : statistic(first, second);
    },
    Seeded(seed));
}
} // namespace pheno::scoring

#endif
