#ifndef phenoReplicateCorrelation_h
#define phenoReplicateCorrelation_h

#include "phenoMatrix.h"

namespace pheno
{
struct RowPair
{
  std::size_t a;
  std::size_t b;
};

/** Pairs of rows that belong together: the replicates of a treatment, the compounds of a mechanism. */
struct NamedPairs
{
  std::string          name;
  std::vector<RowPair> pairs;
};

/** A distribution of median correlations beside a null one (copairs' replicating). */
struct ReplicateCorrelation
{
  struct Group
  {
    std::string name;
    std::size_t n_pairs; ///< with a defined correlation
    double      median;  ///< of these; NaN without
  };
  std::vector<Group>  groups;              ///< as given
  std::size_t         n_replicates = 0;    ///< pairs of a null sample
  std::vector<double> null;                ///< median of each null sample; NaN where none of its pairs is defined
  double              threshold_right = 0; ///< 95th percentile of the null
  double              threshold_left = 0;  ///< 5th percentile
  double              percent_right = 0;   ///< share of the groups with a median above threshold_right
  double              percent_left = 0;    ///< below threshold_left
  double              percent_both = 0;    ///< their sum
  double              wasserstein = 0;     ///< between the medians and the null
};

/** Pearson correlations of the given pairs of profiles; pairs with a constant profile or a NaN are left out.
 *
 * A null sample is the median of n_replicates consecutive null pairs, n_replicates being the median over groups of the
 * number of different first rows, rounded down, at most 50: m - 1 for m replicates. Groups without a median count in no
 * share. Throws ProfileError without groups or null pairs, for a group without pairs, for a row outside, or when the
 * null pairs are no multiple of n_replicates. */
ReplicateCorrelation
CorrelateReplicates(MatrixView profiles, std::span<const NamedPairs> groups, std::span<const RowPair> nullPairs);

/** The first Wasserstein distance of two samples of numbers: the area between their distribution functions. NaN values
 * are left out; NaN without values. */
double
WassersteinDistance(std::span<const double> a, std::span<const double> b);
} // namespace pheno

#endif
