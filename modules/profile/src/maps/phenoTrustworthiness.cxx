#include "phenoTrustworthiness.h"
#include "phenoFiniteValues.h"
#include "phenoNearestNeighbours.h"
#include "phenoParallelFor.h"
#include "phenoSimilarity.h"

#include <algorithm>
#include <numeric>

namespace pheno
{
namespace
{
constexpr std::size_t kRowsPerTile = 64;

/** The rank of row `other` among the profiles nearest to `row`, from its scores. */
std::size_t
RankOf(std::span<const double> scores, std::size_t row, std::size_t other)
{
  std::size_t rank = 1;
  for (std::size_t j = 0; j < scores.size(); ++j)
  {
    const bool nearer = scores[j] > scores[other] || (scores[j] == scores[other] && j < other);
    rank += nearer && j != row ? 1 : 0;
  }
  return rank;
}
} // namespace

double
Trustworthiness(MatrixView profiles, MatrixView map, std::size_t k, Distance distance, unsigned threads)
{
  const std::size_t n = profiles.rows;
  if (map.rows != n || k == 0 || 2 * k >= n)
  {
    throw ProfileError("the trustworthiness of a map of " + std::to_string(map.rows) + " of " + std::to_string(n) +
                       " rows with " + std::to_string(k) +
                       " neighbours was asked for; expected equally many rows and " +
                       "fewer neighbours than half of them");
  }
  RequireFinite(profiles, "a trustworthiness");
  const NearestNeighbours  neighbours = FindNearestNeighbours(map, k + 1, Distance::Euclidean, threads);
  const Similarity         similarity(profiles, distance);
  std::vector<std::size_t> all(n);
  std::iota(all.begin(), all.end(), std::size_t{ 0 });
  const std::size_t   tiles = (n + kRowsPerTile - 1) / kRowsPerTile;
  std::vector<double> excess(tiles, 0.0); // whole numbers: their sum has no order
  ParallelFor(tiles, threads, [&](std::size_t tile) {
    Similarity::Workspace workspace;
    const std::size_t     first = tile * kRowsPerTile;
    const std::size_t     count = std::min(kRowsPerTile, n - first);
    similarity.Score(std::span(all).subspan(first, count), all, workspace);
    for (std::size_t i = 0; i < count; ++i)
    {
      const auto scores = std::span<const double>(workspace.scores.Row(i)).first(n);
      for (std::size_t j = 1; j <= k; ++j)
      {
        const std::size_t rank = RankOf(scores, first + i, neighbours.index[(first + i) * (k + 1) + j]);
        excess[tile] += rank > k ? static_cast<double>(rank - k) : 0;
      }
    }
  });
  const double sum = std::accumulate(excess.begin(), excess.end(), 0.0);
  const double size = static_cast<double>(n);
  const double count = static_cast<double>(k);
  return 1 - 2 / (size * count * (2 * size - 3 * count - 1)) * sum;
}
} // namespace pheno
