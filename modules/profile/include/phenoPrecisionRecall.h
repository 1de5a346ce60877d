#ifndef phenoPrecisionRecall_h
#define phenoPrecisionRecall_h

#include "phenoPairCorrelations.h"

namespace pheno
{
/** The most correlated pairs of one group of queries. */
struct PrecisionRecall
{
  std::vector<std::string> key;
  std::size_t              k = 0;
  double                   precision = 0; ///< replicates among the first k / k, also where there are fewer pairs than k
  double                   recall = 0;    ///< replicates among the first k / all of the group; NaN without any
};

/** Precision and recall of directed pairs (cytominer-eval): for every group of query rows, all its pairs (query, other
 * row) are ranked by correlation. k counts pairs of the whole group, and a pair inside the group occurs in both
 * directions. Ties by their expectation over random orders. Undefined correlations are left out.
 * \param replicateBy columns in which replicates agree \param queriesBy columns that group the query rows
 * \param cutoffs the k, above 0
 * \return for each k all groups, sorted by key. Throws ProfileError for a cutoff of 0 or columns of another length. */
std::vector<PrecisionRecall>
PairPrecisionRecall(MatrixView                   profiles,
                    std::span<const LabelColumn> replicateBy,
                    std::span<const LabelColumn> queriesBy,
                    std::span<const std::size_t> cutoffs,
                    ProfileCorrelation           kind = ProfileCorrelation::Pearson,
                    unsigned                     threads = 1);
} // namespace pheno

#endif
