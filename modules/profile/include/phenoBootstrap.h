#ifndef phenoBootstrap_h
#define phenoBootstrap_h

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace pheno
{
struct BootstrapOptions
{
  std::size_t   resamples = 2000;
  double        level = 0.95;
  std::uint64_t seed = 0;
};

/** An estimate with its percentile bootstrap interval (Efron 1979). */
struct Interval
{
  double      estimate = 0;
  double      low = 0;
  double      high = 0;
  std::size_t n = 0; ///< units resampled
};

/** Resamples n units (treatments, wells) with replacement. `statistic` receives the indices of a resample; the first
 * call receives 0..n-1 and gives the estimate. Ends: the smallest resampled value whose share of values at or below it
 * is at least (1-level)/2 and 1-(1-level)/2; NaN values of resamples are left out. n = 0: NaN, never called; n = 1: the
 * interval collapses. Throws ProfileError for a level outside (0, 1) or no resamples. */
Interval
Bootstrap(std::size_t                                                 n,
          const std::function<double(std::span<const std::size_t>)> & statistic,
          const BootstrapOptions &                                    options = {});

/** The mean of one value a unit; NaN values are left out beforehand. */
Interval
BootstrapMean(std::span<const double> values, const BootstrapOptions & options = {});

/** The median of one value a unit; NaN values are left out beforehand. */
Interval
BootstrapMedian(std::span<const double> values, const BootstrapOptions & options = {});
} // namespace pheno

#endif
