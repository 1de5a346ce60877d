#ifndef phenoSampleStatistics_h
#define phenoSampleStatistics_h

#include <cstddef>
#include <span>
#include <vector>

namespace pheno
{
/** 1 / Phi^-1(3/4), rounded as the field does: MAD * kMadFactor estimates a normal's standard deviation. */
inline constexpr double kMadFactor = 1.4826;

// All leave out NaN; without a value they give NaN.

double
Mean(std::span<const double> values);

/** Mean without the lowest and the highest floor(share x n) of the n values (scipy.stats.trim_mean); ProfileError
 * unless 0 <= share < 0.5. */
double
TrimmedMean(std::span<const double> values, double share);

/** Standard deviation with divisor n - degreesOfFreedom (0 population, 1 sample); NaN when that divisor is not
 * positive. */
double
StandardDeviation(std::span<const double> values, int degreesOfFreedom);

double
Median(std::span<const double> values);

/** Linear interpolation between order statistics, as numpy's default. `fraction` in [0, 1]; ProfileError otherwise. */
double
Quantile(std::span<const double> values, double fraction);

/** median|x - median|, unscaled. */
double
MedianAbsoluteDeviation(std::span<const double> values);

struct MedianAndDeviation
{
  double median;
  double deviation; ///< median|x - median|, unscaled
};

/** Both at the price of the second. */
MedianAndDeviation
MedianWithDeviation(std::span<const double> values);
} // namespace pheno

#endif
