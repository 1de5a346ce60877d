#ifndef phenoPairTiles_h
#define phenoPairTiles_h

#include "phenoPairCorrelations.h"
#include "phenoParallelFor.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace pheno
{
inline constexpr std::size_t kPairQueries = 128;
inline constexpr std::size_t kPairColumns = 512;

inline std::vector<std::size_t>
RowRange(std::size_t first, std::size_t last)
{
  std::vector<std::size_t> rows(last - first);
  std::iota(rows.begin(), rows.end(), first);
  return rows;
}

/** Calls visit(i, j, correlation) for every defined pair of the queries and all rows j from `firstColumn` on, j != i.
 */
template <typename TVisit>
void
VisitRows(const PairCorrelations &     correlations,
          std::span<const std::size_t> rows,
          std::size_t                  firstColumn,
          const TVisit &               visit)
{
  Matrix scores;
  for (std::size_t begin = 0; begin < rows.size(); begin += kPairQueries)
  {
    const auto queries = rows.subspan(begin, std::min(kPairQueries, rows.size() - begin));
    for (std::size_t first = firstColumn; first < correlations.Rows(); first += kPairColumns)
    {
      const std::vector<std::size_t> columns = RowRange(first, std::min(first + kPairColumns, correlations.Rows()));
      correlations.Score(queries, columns, scores);
      for (std::size_t query = 0; query < queries.size(); ++query)
      {
        for (std::size_t column = 0; column < columns.size(); ++column)
        {
          if (columns[column] != queries[query] && !std::isnan(scores(query, column)))
          {
            visit(queries[query], columns[column], scores(query, column));
          }
        }
      }
    }
  }
}

/** Visits every defined pair i < j, shared out over workers: makeWorker() gives each its own state, a callable of
 * (i, j, correlation); afterwards merge(worker) is called for one after the other, in any order. */
template <typename TMake, typename TMerge>
void
VisitPairs(const PairCorrelations & correlations, unsigned threads, const TMake & makeWorker, const TMerge & merge)
{
  const std::size_t tiles = (correlations.Rows() + kPairQueries - 1) / kPairQueries;
  const std::size_t workers = std::min<std::size_t>(std::max(1u, threads), tiles);
  std::mutex        merging;
  ParallelFor(workers, threads, [&](std::size_t first) {
    auto worker = makeWorker();
    for (std::size_t tile = first; tile < tiles; tile += workers)
    {
      const std::size_t begin = tile * kPairQueries;
      VisitRows(correlations,
                RowRange(begin, std::min(begin + kPairQueries, correlations.Rows())),
                begin,
                [&worker](std::size_t i, std::size_t j, double value) {
                  if (i < j)
                  {
                    worker(i, j, value);
                  }
                });
    }
    const std::lock_guard<std::mutex> lock(merging);
    merge(worker);
  });
}
} // namespace pheno

#endif
