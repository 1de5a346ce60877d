#ifndef phenoPairEnrichment_h
#define phenoPairEnrichment_h

#include "phenoFisherExact.h"
#include "phenoPairCorrelations.h"

#include <array>

namespace pheno
{
/** Counts of directed pairs: replicates above a correlation, others above; replicates below, others below. */
using PairTable = std::array<std::array<std::uint64_t, 2>, 2>;

void
Add(const PairTable & some, PairTable & sum);

/** As FisherExact::odds_ratio. */
double
OddsRatioOf(const PairTable & table);

/** Are the most correlated pairs replicates more often than the rest (cytominer-eval's enrichment)? */
struct PairEnrichment
{
  double      quantile = 0;
  double      threshold = 0; ///< of all correlations, linear interpolation; NaN without pairs
  PairTable   table;         ///< of all directed pairs
  FisherExact fisher;
  /** The pairs that start at the rows of a treatment, treatments in rising order; their sum is the table. */
  std::vector<PairTable> table_of_treatment;
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
