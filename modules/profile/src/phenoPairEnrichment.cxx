#include "phenoPairEnrichment.h"
#include "phenoJoinedLabels.h"
#include "phenoPairQuantiles.h"
#include "phenoPairTiles.h"

namespace pheno
{
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
  const std::vector<int>    groupOf = GroupNumbers(GroupRows(replicateBy), profiles.rows);
  const PairCorrelations    correlations(profiles, kind);
  std::size_t               pairs = 0;
  const std::vector<double> thresholds = PairQuantiles(
    correlations, [](std::size_t, std::size_t) { return true; }, 2, quantiles, threads, pairs);
  std::vector<PairEnrichment> results;
  for (std::size_t i = 0; i < quantiles.size(); ++i)
  {
    results.push_back({ quantiles[i], thresholds[i], { { 0, 0 }, { 0, 0 } }, {} });
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
        each.table[value > each.threshold ? 0 : 1][groupOf[i] == groupOf[j] ? 0 : 1] += 2;
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
        for (int cell = 0; cell < 4; ++cell)
        {
          results[i].table[cell / 2][cell % 2] += worker.counts[i].table[cell / 2][cell % 2];
        }
      }
    });
  for (PairEnrichment & each : results)
  {
    each.fisher = TestFisherExact(each.table[0][0], each.table[0][1], each.table[1][0], each.table[1][1]);
  }
  return results;
}
} // namespace pheno
