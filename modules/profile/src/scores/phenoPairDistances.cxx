#include "phenoPairDistances.h"
#include "phenoParallelFor.h"
#include "phenoSimilarity.h"

#include <algorithm>
#include <numeric>

namespace pheno
{
namespace
{
constexpr std::size_t kRowsPerTile = 128;
} // namespace

std::vector<double>
PairDistances(MatrixView rows, Distance distance, unsigned threads)
{
  const std::size_t        n = rows.rows;
  std::vector<double>      distances(n < 2 ? 0 : n * (n - 1) / 2);
  const Similarity         similarity(rows, distance);
  const std::size_t        tiles = (n + kRowsPerTile - 1) / kRowsPerTile;
  std::vector<std::size_t> all(n);
  std::iota(all.begin(), all.end(), std::size_t{ 0 });
  const auto tileOf = [&](std::size_t tile) {
    const std::size_t first = tile * kRowsPerTile;
    return std::span<const std::size_t>(all).subspan(first, std::min(kRowsPerTile, n - first));
  };
  ParallelFor(tiles, threads, [&](std::size_t tile) {
    Similarity::Workspace workspace;
    const auto            queries = tileOf(tile);
    for (std::size_t other = tile; other < tiles; ++other)
    {
      const auto columns = tileOf(other);
      similarity.Score(queries, columns, workspace);
      for (std::size_t q = 0; q < queries.size(); ++q)
      {
        for (std::size_t c = other == tile ? q + 1 : 0; c < columns.size(); ++c)
        {
          distances[PairPlace(queries[q], columns[c], n)] = DistanceOfScore(workspace.scores(q, c), distance);
        }
      }
    }
  });
  return distances;
}
} // namespace pheno
