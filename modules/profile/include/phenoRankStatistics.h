#ifndef phenoRankStatistics_h
#define phenoRankStatistics_h

#include <cstddef>
#include <span>
#include <vector>

namespace pheno
{
/** Ranks from 1; ties get the mean of their ranks. NaN values get NaN and are not counted. */
std::vector<double>
AverageRanks(std::span<const double> values);

/** Product-moment correlation over the pairs in which both are numbers; NaN for fewer than two or a constant side. */
double
PearsonCorrelation(std::span<const double> x, std::span<const double> y);

struct Correlation
{
  double      rho = 0; ///< NaN: fewer than two pairs, or a constant side
  double      p = 0;   ///< two-sided, t distribution with n - 2 degrees of freedom; NaN for n < 3
  std::size_t n = 0;   ///< pairs in which both are numbers
};

/** Spearman's rank correlation with average ranks. Throws ProfileError for different lengths. */
Correlation
Spearman(std::span<const double> x, std::span<const double> y);

/** Exact two-sided p of Spearman's rho: the share of all n! orders with |rho| at least as large. NaN for a constant
 * side or fewer than two pairs. Throws ProfileError for more than 10 pairs. */
double
SpearmanExactP(std::span<const double> x, std::span<const double> y);

/** Area under the ROC curve: P(positive > negative) + P(equal) / 2 (Mann-Whitney). NaN values are left out; NaN when a
 * side is empty. */
double
Auroc(std::span<const double> positives, std::span<const double> negatives);
} // namespace pheno

#endif
