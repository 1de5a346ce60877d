#ifndef phenoPermutationTest_h
#define phenoPermutationTest_h

#include "phenoMatrix.h"

namespace pheno
{
struct PermutationOptions
{
  std::size_t   exact_limit = 100000; ///< all rearrangements are tried where there are at most this many
  std::size_t   draws = 10000;        ///< else so many random ones
  std::uint64_t seed = 0;
};

/** p values of a statistic under rearrangements that the null makes equally likely (Fisher 1935). Exact: the share of
 * all rearrangements, the observed one among them; else (1 + #) / (1 + draws) (Phipson, Smyth 2010). Statistics count
 * as equal within a relative 1e-12 of the data's magnitude. */
struct PermutationTest
{
  double      observed = 0;    ///< NaN: nothing to test
  double      p_greater = 0;   ///< statistic >= observed
  double      p_two_sided = 0; ///< |statistic| >= |observed|
  std::size_t n = 0;           ///< rearrangements tried
  bool        exact = false;
};

/** Difference of means, a - b, over all splits of the pooled values. NaN values are left out; NaN for an empty side. */
PermutationTest
TestMeanDifference(std::span<const double> a, std::span<const double> b, const PermutationOptions & options = {});

/** Energy distance (V-statistic) over all splits of the pooled rows; it is never negative, so both p are the same.
 * Memory (n + m)^2. NaN for a side without rows or a NaN feature. Throws ProfileError for different features. */
PermutationTest
TestEnergyDistance(MatrixView a, MatrixView b, const PermutationOptions & options = {});

/** Mean of differences over all choices of their signs. NaN values are left out; NaN without values. */
PermutationTest
TestSignFlips(std::span<const double> differences, const PermutationOptions & options = {});
} // namespace pheno

#endif
