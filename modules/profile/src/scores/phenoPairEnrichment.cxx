#include "phenoPairEnrichment.h"
#include "phenoJoinedLabels.h"
#include "phenoPairQuantiles.h"
#include "phenoPairTiles.h"

#include <limits>

namespace pheno
{
void
Add(const PairTable & some, PairTable & sum)
{
  for (std::size_t cell = 0; cell < 4; ++cell)
  {
    sum[cell / 2][cell % 2] += some[cell / 2][cell % 2];
  }
}

double
OddsRatioOf(const PairTable & table)
{
  const double product = static_cast<double>(table[0][0]) * static_cast<double>(table[1][1]);
  const double other = static_cast<double>(table[0][1]) * static_cast<double>(table[1][0]);
  const bool   isDefined = table[0][0] + table[0][1] > 0 && table[1][0] + table[1][1] > 0 &&
                         table[0][0] + table[1][0] > 0 && table[0][1] + table[1][1] > 0;
  return isDefined ? product / other : std::numeric_limits<double>::quiet_NaN();
}

std::vector<PairEnrichment>
ScorePairEnrichment(MatrixView                   profiles,
                    std::span<const LabelColumn> replicateBy,
                    std::span<const double>      quantiles,
                    ProfileCorrelation           kind,
                    unsigned                     threads)
{
  for (const double quantile : quantiles)
  {
    if (!(quantile >= 0 && quantile <= 1))
    {
      throw ProfileError("enrichment above quantile " + std::to_string(quantile) +
                         " was asked for; expected one in [0, 1]");
    }
  }
  const std::vector<RowGroup> groups = GroupRows(replicateBy);
  const std::vector<int>      groupOf = GroupNumbers(groups, profiles.rows);
  const PairCorrelations      correlations(profiles, kind);
  std::size_t                 pairs = 0;
  const std::vector<double>   thresholds = PairQuantiles(
    correlations, [](std::size_t, std::size_t) { return true; }, 2, quantiles, threads, pairs);
  std::vector<PairEnrichment> results;
  for (std::size_t i = 0; i < quantiles.size(); ++i)
  {
    results.push_back({ quantiles[i], thresholds[i], {}, {}, std::vector<PairTable>(groups.size(), PairTable{}) });
  }
  struct Counter
  {
    const std::vector<int> &    groupOf;
    std::vector<PairEnrichment> counts;

    void
    operator()(std::size_t i, std::size_t j, double value)
    {
      for (PairEnrichment & each : counts)
      {
        const int above = value > each.threshold ? 0 : 1;
        const int kin = groupOf[i] == groupOf[j] ? 0 : 1;
        ++each.table_of_treatment[static_cast<std::size_t>(groupOf[i])][above][kin];
        ++each.table_of_treatment[static_cast<std::size_t>(groupOf[j])][above][kin];
      }
    }
  };
  VisitPairs(
    correlations,
    threads,
    [&, empty = results] {
      return Counter{ groupOf, empty };
    },
    [&results](const Counter & worker) {
      for (std::size_t i = 0; i < results.size(); ++i)
      {
        for (std::size_t group = 0; group < results[i].table_of_treatment.size(); ++group)
        {
          Add(worker.counts[i].table_of_treatment[group], results[i].table_of_treatment[group]);
        }
      }
    });
  for (PairEnrichment & each : results)
  {
    for (const PairTable & own : each.table_of_treatment)
    {
      Add(own, each.table);
    }
    each.fisher = TestFisherExact(each.table[0][0], each.table[0][1], each.table[1][0], each.table[1][1]);
  }
  return results;
}
} // namespace pheno
