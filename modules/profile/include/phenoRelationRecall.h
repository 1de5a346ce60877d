#ifndef phenoRelationRecall_h
#define phenoRelationRecall_h

#include "phenoBootstrap.h"
#include "phenoMatrix.h"

#include <utility>

namespace pheno
{
/** Shares of the null distribution below and above which a similarity counts as extreme. */
struct RecallThresholds
{
  double left = 0.05;
  double right = 0.95;

  /** The recall that similarities drawn from the null itself would have, ties aside. */
  double
  Chance() const
  {
    return left + 1 - right;
  }
};

/** The share of `query` that is extreme in `null` (EFAAR, Celik et al. 2024): #{null <= q} / n <= left or
 * #{null < q} / n >= right, so that ties count against it. NaN values of either are left out; NaN when one is empty.
 * Throws ProfileError for thresholds outside 0 <= left <= right <= 1. */
double
TwoSidedRecall(std::span<const double> null, std::span<const double> query, const RecallThresholds & thresholds = {});

/** Two entities, such as genes of one complex; unordered. */
struct Relation
{
  std::string first;
  std::string second;
};

/** Recall of one list of relations. */
struct RelationRecall
{
  std::vector<double> recall; ///< one a pair of thresholds; NaN without relations
  /** The different relations as rows of the map, and for every pair of thresholds which of them are extreme. */
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  std::vector<RowMask>                             extreme;
  std::size_t                                      n_relations = 0;  ///< different ones of two entities of the map
  std::size_t                                      n_null = 0;       ///< pairs of entities of the map
  std::size_t                                      n_self = 0;       ///< left out: an entity with itself
  std::size_t                                      n_repeated = 0;   ///< left out: listed before, in either direction
  std::size_t                                      n_not_in_map = 0; ///< left out: an end has no profile
};

/** The recall when the entities that have relations are drawn with replacement: a relation counts as often as both of
 * its ends are drawn. The null stays. \param thresholds which of the pairs of thresholds */
Interval
BootstrapRecall(const RelationRecall & found, std::size_t thresholds, const BootstrapOptions & options);

/** Do related entities have similar or opposite profiles more often than any two entities do? The null is made of the
 * cosines of all pairs, which are counted tile by tile and never stored. Cosines are rounded to 2^-40; a zero profile
 * has the cosine 0 with all. One result a list. \param features one row an entity \param names of the entities Throws
 * ProfileError for a name that occurs twice, fewer than 20 entities, names of another number, or a NaN or infinite
 * value. */
std::vector<RelationRecall>
ScoreRelations(MatrixView                             features,
               const LabelColumn &                    names,
               std::span<const std::vector<Relation>> lists,
               std::span<const RecallThresholds>      thresholds,
               unsigned                               threads = 1);
} // namespace pheno

#endif
