#include "phenoReplicateReproducibility.h"
#include "phenoJoinedLabels.h"
#include "phenoPairQuantiles.h"
#include "phenoPairTiles.h"
#include "phenoSampleStatistics.h"

#include <limits>

namespace pheno
{
namespace
{
/** The defined correlations of all pairs of the rows. */
std::vector<double>
CorrelationsAmong(const PairCorrelations & correlations, const std::vector<std::size_t> & rows)
{
  std::vector<double> values;
  Matrix              scores;
  for (std::size_t first = 0; first < rows.size(); first += kPairQueries)
  {
    const auto queries = std::span(rows).subspan(first, std::min(kPairQueries, rows.size() - first));
    correlations.Score(queries, std::span(rows).subspan(first), scores);
    for (std::size_t i = 0; i < scores.rows; ++i)
    {
      for (std::size_t j = i + 1; j < scores.columns; ++j)
      {
        if (!std::isnan(scores(i, j)))
        {
          values.push_back(scores(i, j));
        }
      }
    }
  }
  return values;
}
} // namespace

ReplicateReproducibility
ScoreReplicateReproducibility(MatrixView                   profiles,
                              std::span<const LabelColumn> replicateBy,
                              double                       quantile,
                              ProfileCorrelation           kind,
                              unsigned                     threads)
{
  if (!(quantile > 0 && quantile <= 1))
  {
    throw ProfileError("a threshold at quantile " + std::to_string(quantile) +
                       " of the other pairs was asked for; expected a quantile in (0, 1]");
  }
  const std::vector<RowGroup> groups = GroupRows(replicateBy);
  const std::vector<int>      groupOf = GroupNumbers(groups, profiles.rows);
  const PairCorrelations      correlations(profiles, kind);
  ReplicateReproducibility    result;
  const double                fractions[] = { quantile };
  result.threshold = PairQuantiles(
    correlations,
    [&groupOf](std::size_t i, std::size_t j) { return groupOf[i] != groupOf[j]; },
    1,
    fractions,
    threads,
    result.n_other_pairs)[0];
  std::size_t above = 0;
  for (const RowGroup & group : groups)
  {
    if (group.rows.size() < 2)
    {
      continue;
    }
    const std::vector<double> values = CorrelationsAmong(correlations, group.rows);
    const std::size_t         better =
      std::count_if(values.begin(), values.end(), [&](double value) { return value > result.threshold; });
    result.groups.push_back({ group.key, values.size(), Median(values), better });
    result.n_replicate_pairs += values.size();
    above += better;
  }
  if (result.n_replicate_pairs == 0)
  {
    throw ProfileError("none of " + std::to_string(profiles.rows) +
                       " profiles has a replicate with a defined correlation; replicate reproducibility needs pairs of "
                       "rows that agree in the columns of replicates");
  }
  result.value = result.n_other_pairs == 0 ? std::numeric_limits<double>::quiet_NaN()
                                           : static_cast<double>(above) / static_cast<double>(result.n_replicate_pairs);
  return result;
}
} // namespace pheno
