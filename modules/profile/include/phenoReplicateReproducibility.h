#ifndef phenoReplicateReproducibility_h
#define phenoReplicateReproducibility_h

#include "phenoPairCorrelations.h"

namespace pheno
{
/** Correlations inside one group of replicates. */
struct GroupCorrelation
{
  std::vector<std::string> key;
  std::size_t              n_pairs = 0; ///< with a defined correlation
  double                   median = 0;  ///< of these; NaN without
  std::size_t              n_above = 0; ///< above the threshold
};

/** How many pairs of replicates correlate better than pairs of others do (Way et al., cytominer-eval's replicate
 * reproducibility). */
struct ReplicateReproducibility
{
  double                        value = 0;     ///< share of replicate pairs above the threshold; NaN without others
  double                        threshold = 0; ///< quantile of all other pairs, linear interpolation
  std::size_t                   n_replicate_pairs = 0;
  std::size_t                   n_other_pairs = 0;
  std::vector<GroupCorrelation> groups; ///< of at least two rows, sorted by key
};

/** Replicates agree in all columns of `replicateBy`. Undefined correlations (PairCorrelations) are left out everywhere.
 * \param quantile of the other pairs, in (0, 1]
 * Throws ProfileError for another quantile, columns of another length, or when no two rows are replicates. */
ReplicateReproducibility
ScoreReplicateReproducibility(MatrixView                   profiles,
                              std::span<const LabelColumn> replicateBy,
                              double                       quantile = 0.95,
                              ProfileCorrelation           kind = ProfileCorrelation::Pearson,
                              unsigned                     threads = 1);
} // namespace pheno

#endif
