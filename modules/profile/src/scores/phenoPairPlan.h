#ifndef phenoPairPlan_h
#define phenoPairPlan_h

#include "phenoAveragePrecision.h"

namespace pheno
{
/** Which rows a query is compared with: candidate groups (the sameby columns) and codes that must differ in each column
 * (the diffby columns). */
struct PairPlan
{
  using Codes = std::vector<int>;
  struct Query
  {
    std::size_t row;
    std::size_t positives; ///< index into positiveGroups
    std::size_t negatives; ///< index into negativeGroups
  };

  std::vector<Query>                    queries;
  std::vector<std::vector<std::size_t>> positiveGroups;
  std::vector<std::vector<std::size_t>> negativeGroups; ///< rows sorted by their negative codes, then by position
  std::vector<Codes>                    positiveDiffer; ///< one a pos_diffby column
  std::vector<Codes>                    negativeDiffer; ///< one a neg_diffby column
  std::vector<Codes>                    labels; ///< multi-label runs: ascending label codes of each row, else empty

  bool
  IsPositive(std::size_t query, std::size_t row) const
  {
    return query != row && Differ(positiveDiffer, query, row);
  }
  bool
  IsNegative(std::size_t query, std::size_t row) const
  {
    return query != row && Differ(negativeDiffer, query, row) && (labels.empty() || SharesNoLabel(query, row));
  }
  /** No pair of the two row sets can be negative. */
  bool
  NoNegatives(std::span<const std::size_t> queryRows, std::span<const std::size_t> rows) const;

private:
  static bool
  Differ(const std::vector<Codes> & columns, std::size_t a, std::size_t b)
  {
    for (const Codes & codes : columns)
    {
      if (codes[a] == codes[b])
      {
        return false;
      }
    }
    return true;
  }
  bool
  SharesNoLabel(std::size_t a, std::size_t b) const;
};

/** One query a row. */
PairPlan
PlanPairs(const PairRules & rules, const MetadataColumns & metadata, std::size_t rows);

/** One query a (row, label), by row, then label; `queries` receives them. */
PairPlan
PlanLabelPairs(PairRules                                     rules,
               const MetadataColumns &                       metadata,
               const std::string &                           labelColumn,
               const std::vector<std::vector<std::string>> & labels,
               std::size_t                                   rows,
               std::vector<LabelQuery> &                     queries);
} // namespace pheno

#endif
