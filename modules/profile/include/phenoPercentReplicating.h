#ifndef phenoPercentReplicating_h
#define phenoPercentReplicating_h

#include "phenoPairCorrelations.h"

namespace pheno
{
struct PercentReplicatingOptions
{
  double             level = 0.95; ///< a group replicates above this quantile of its null
  std::size_t        null_size = 1000;
  std::uint64_t      seed = 0;
  ProfileCorrelation correlation = ProfileCorrelation::Pearson;
  unsigned           threads = 1; ///< changes the time, never the numbers
};

/** One treatment, or one mechanism. */
struct ReplicatingGroup
{
  std::string key;
  std::size_t n_rows = 0;
  std::size_t n_pairs = 0;   ///< pairs of rows that count, with a defined correlation
  double      median = 0;    ///< of these; NaN without
  double      threshold = 0; ///< of the null of groups made like it; NaN where there is none
  double      p = 0;         ///< (1 + #{null >= median}) / (1 + null)
};

/** Percent replicating and percent matching (Chandrasekaran et al. 2023): the share of groups whose median pairwise
 * correlation lies above a quantile of what as many unrelated rows give. */
struct PercentReplicating
{
  double                        value = 0; ///< share of the scored groups; NaN without
  std::size_t                   n_scored = 0;
  std::size_t                   n_without_pairs = 0; ///< one row, or no defined correlation
  std::size_t                   n_without_null = 0;  ///< more sources in the group than there are to draw from
  std::vector<ReplicatingGroup> groups;              ///< all, sorted by key
};

/** Groups are rows of one label.
 *
 * Replicating: all pairs of a treatment's rows count; a null sample takes one row from each of as many random
 * treatments. Matching: pairs of one compound do not count; a null sample puts a random compound in the place of each
 * compound of the mechanism, with as many of its rows. So a sample has the group's size and the dependence of its
 * pairs. It is seeded by the seed and the sizes alone: groups with as many sources of as many rows share one null. Rows
 * whose profile is constant or holds a NaN or infinity are left out. \param labels of groups: treatments (replicating),
 * mechanisms (matching) \param apart compounds, for matching; empty for replicating Throws ProfileError for columns of
 * another length, a level outside (0, 1), or a null of size 0. */
PercentReplicating
ScorePercentReplicating(MatrixView                        profiles,
                        const LabelColumn &               labels,
                        const LabelColumn &               apart = {},
                        const PercentReplicatingOptions & options = {});
} // namespace pheno

#endif
