#ifndef phenoAveragePrecision_h
#define phenoAveragePrecision_h

#include "phenoDistance.h"
#include "phenoPairRules.h"

namespace pheno
{
/** What a tie between positives and negatives is worth. Cosine similarities are compared after rounding to 2^-40, so
 * that rounding noise orders no two equal pairs. */
enum class TieRule
{
  Average,       ///< the expectation over random orders inside each tie
  PositivesFirst ///< optimistic, as copairs
};

struct AveragePrecisionOptions
{
  Distance distance = Distance::Cosine;
  TieRule  ties = TieRule::Average;
  unsigned threads = 1; ///< changes the time, never the numbers
};

/** One entry a query. */
struct AveragePrecisions
{
  std::vector<double>      ap;      ///< NaN: no positive
  std::vector<std::size_t> n_pos;   ///< positives
  std::vector<std::size_t> n_total; ///< positives and negatives
};

/** Average precision of every row as a query: AP = (1/n_pos) sum_k precision@rank(k-th positive), its positives and
 * negatives ranked by distance (methods 6.3; copairs, Kalinin et al. 2024).
 *
 * Positives without any negative give 1. Pairs with an undefined distance (NaN features) rank last, tied.
 * Rows are compared tile by tile: memory is O(N (D + 64)), never N^2; pairs that cannot be negatives are skipped
 * tile-wise. Throws ProfileError as CheckPairRules. */
AveragePrecisions
AveragePrecision(MatrixView                      profiles,
                 const MetadataColumns &         metadata,
                 const PairRules &               rules,
                 const AveragePrecisionOptions & options = {});

/** One query of a multi-label run: a row with one of its labels. */
struct LabelQuery
{
  std::size_t row;
  std::string label;
};

/** Average precision with a column in which a row may have several labels (targets): one query per (row, label). Its
 * positives share that label, its negatives share none of the row's labels. `labelColumn` must stand in pos_sameby and
 * neg_diffby and in no other list; rows without a label are no queries and negatives to all.
 * `queries` receives the queries, sorted by row, then label; the result is parallel to it. */
AveragePrecisions
MultiLabelAveragePrecision(MatrixView                                    profiles,
                           const MetadataColumns &                       metadata,
                           const std::string &                           labelColumn,
                           const std::vector<std::vector<std::string>> & labels,
                           const PairRules &                             rules,
                           const AveragePrecisionOptions &               options,
                           std::vector<LabelQuery> &                     queries);

/** Throws ProfileError when no query has a positive, or none has a negative: a mean over nothing is no result. */
void
RequirePairs(const AveragePrecisions & result, const PairRules & rules);
} // namespace pheno

#endif
