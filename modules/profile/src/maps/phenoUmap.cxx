#include "phenoUmap.h"
#include "phenoFuzzyGraph.h"
#include "phenoPrincipalComponents.h"
#include "phenoProfileError.h"
#include "phenoRandomSubsets.h"
#include "phenoSimilarity.h"
#include "phenoUmapCurve.h"
#include "phenoUmapLayout.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace pheno
{
namespace
{
constexpr double      kStartExtent = 10;
constexpr double      kStartNoise = 1e-3;
constexpr std::size_t kManyRows = 10000;

/** Uniform in [-1, 1). */
double
Noise(std::uint64_t seed, std::size_t place)
{
  return static_cast<double>(MixSeeds({ seed, place }) >> 11) / 4503599627370496.0 - 1;
}

/** The first two principal components of what the distance compares, blown up, and noise. */
Matrix
StartMap(const Matrix & prepared, std::uint64_t seed)
{
  const std::size_t         k = std::min<std::size_t>(2, prepared.columns);
  const PrincipalComponents pca = ComputePrincipalComponents(prepared, k);
  double                    extent = 0;
  for (const double score : pca.scores.values)
  {
    extent = std::max(extent, std::abs(score));
  }
  Matrix map(prepared.rows, 2);
  for (std::size_t row = 0; row < map.rows; ++row)
  {
    for (std::size_t i = 0; i < 2; ++i)
    {
      const double score = i < k && extent > 0 ? pca.scores(row, i) / extent * kStartExtent : 0;
      map(row, i) = score + kStartNoise * Noise(seed, 2 * row + i);
    }
  }
  return map;
}

void
Centre(Matrix & map)
{
  for (std::size_t i = 0; i < map.columns; ++i)
  {
    double sum = 0;
    for (std::size_t row = 0; row < map.rows; ++row)
    {
      sum += map(row, i);
    }
    for (std::size_t row = 0; row < map.rows; ++row)
    {
      map(row, i) -= sum / static_cast<double>(map.rows);
    }
  }
}

void
CheckOptions(const UmapOptions & options)
{
  if (options.neighbours < 2)
  {
    throw ProfileError("UMAP got " + std::to_string(options.neighbours) +
                       " neighbours; expected at least 2, the row itself being one");
  }
  if (!(options.min_dist >= 0 && options.min_dist <= 1))
  {
    throw ProfileError("UMAP got a min_dist of " + std::to_string(options.min_dist) + "; expected 0 to 1");
  }
}
} // namespace

Matrix
ComputeUmap(MatrixView profiles, const UmapOptions & options)
{
  CheckOptions(options);
  const NearestNeighbours neighbours =
    FindNearestNeighbours(profiles, options.neighbours, options.distance, options.threads);
  Matrix map = StartMap(Similarity(profiles, options.distance).Prepared(), options.seed);
  if (profiles.rows >= 3)
  {
    const std::size_t   epochs = options.epochs > 0 ? options.epochs : profiles.rows <= kManyRows ? 500 : 200;
    const WeightedGraph graph = PruneEdges(BuildFuzzyGraph(neighbours), 1 / static_cast<double>(epochs));
    LayOutGraph(graph, FitUmapCurve(options.min_dist), epochs, options.seed, map);
  }
  Centre(map);
  return map;
}
} // namespace pheno
