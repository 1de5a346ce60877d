#ifndef phenoPairEnrichment_h
#define phenoPairEnrichment_h

#include "phenoFisherExact.h"
#include "phenoPairCorrelations.h"

namespace pheno
{
/** Are the most correlated pairs replicates more often than the rest (cytominer-eval's enrichment)? */
struct PairEnrichment
{
  double        quantile = 0;
  double        threshold = 0; ///< of all correlations, linear interpolation; NaN without pairs
  std::uint64_t table[2][2];   ///< directed pairs: replicates above, others above; replicates below, others below
  FisherExact   fisher;
};

/** One entry a quantile in [0, 1]. Directed pairs, each unordered pair twice: p is that of twice as many observations
 * as there are, as in cytominer-eval, and pairs that share a row are not independent. The odds ratio is not affected.
 * Undefined correlations are left out. Throws ProfileError for another quantile or columns of another length. */
std::vector<PairEnrichment>
ScorePairEnrichment(MatrixView                   profiles,
                    std::span<const LabelColumn> replicateBy,
                    std::span<const double>      quantiles,
                    ProfileCorrelation           kind = ProfileCorrelation::Pearson,
                    unsigned                     threads = 1);
} // namespace pheno

#endif
