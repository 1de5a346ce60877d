#include "phenoNearestNeighbours.h"
#include "phenoFiniteValues.h"
#include "phenoNeighbourSearch.h"
#include "phenoSimilarity.h"

#include <algorithm>

namespace pheno
{
NearestNeighbours
FindNearestNeighbours(MatrixView rows, std::size_t k, Distance distance, unsigned threads)
{
  RequireFinite(rows, "a search for nearest neighbours");
  if (k == 0)
  {
    throw ProfileError("0 nearest neighbours were asked for; expected at least 1");
  }
  NearestNeighbours found;
  found.rows = rows.rows;
  found.k = std::min(k, rows.rows);
  found.index.resize(found.rows * found.k);
  found.distance.resize(found.rows * found.k);
  if (found.k == 0)
  {
    return found;
  }
  NeighbourSearch search(rows, distance, found.k - 1);
  if (found.k > 1)
  {
    search.Run(threads);
  }
  for (std::size_t row = 0; row < found.rows; ++row)
  {
    const std::size_t first = row * found.k;
    const auto        best = search.Of(row);
    found.index[first] = static_cast<std::uint32_t>(row);
    for (std::size_t i = 0; i < best.size(); ++i)
    {
      found.index[first + 1 + i] = best[i].row;
      found.distance[first + 1 + i] = DistanceOfScore(best[i].score, distance);
    }
  }
  return found;
}
} // namespace pheno
