#ifndef phenoExactBootstrap_h
#define phenoExactBootstrap_h

#include "phenoAggregate.h"

namespace pheno
{
/** The distribution of a statistic over all n^n resamples with replacement, each as likely as any other (Efron 1979).
 */
struct ExactBootstrap
{
  double              estimate = 0;  ///< of the sample itself
  double              mean = 0;      ///< of the distribution
  double              deviation = 0; ///< population standard deviation of the distribution
  std::vector<double> support;       ///< different values, ascending; those within 1e-12 of the largest |x| are one
  std::vector<double> cdf;           ///< P(statistic <= support[i])

  /** The smallest value whose cdf is at least `share`; NaN without values. */
  double
  Quantile(double share) const;
};

/** NaN values are left out; without a value everything is NaN. Throws ProfileError for more than 12 values (12 have
 * 1,352,078 different resamples): draw resamples then (phenoBootstrap.h). */
ExactBootstrap
EnumerateBootstrap(std::span<const double> values, Center statistic);
} // namespace pheno

#endif
