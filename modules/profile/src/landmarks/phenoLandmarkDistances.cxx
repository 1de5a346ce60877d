#include "phenoLandmarkDistances.h"
#include "phenoParallelFor.h"
#include "phenoProfileError.h"
#include "phenoSimilarity.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace pheno
{
namespace
{
constexpr std::size_t kRowsPerTile = 64;

/** Moves a landmark to its place among the nearest; of equal distances the earlier stays before. */
void
Insert(std::array<NearestLandmark, 3> & nearest, NearestLandmark candidate)
{
  for (NearestLandmark & place : nearest)
  {
    if (place.landmark == NearestLandmark::kNone || candidate.distance < place.distance)
    {
      std::swap(place, candidate);
    }
  }
}
} // namespace

LandmarkDistances
DistancesToLandmarks(MatrixView centroids, std::span<const std::size_t> landmarks, unsigned threads)
{
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  for (const std::size_t row : landmarks)
  {
    if (row >= centroids.rows)
    {
      throw ProfileError("row " + std::to_string(row) + " was named a landmark, there are " +
                         std::to_string(centroids.rows) + " treatments");
    }
  }
  LandmarkDistances result;
  result.distances = Matrix(centroids.rows, landmarks.size());
  result.nearest.assign(
    centroids.rows,
    { { { NearestLandmark::kNone, kNaN }, { NearestLandmark::kNone, kNaN }, { NearestLandmark::kNone, kNaN } } });
  const Similarity         similarity(centroids, Distance::Cosine);
  std::vector<std::size_t> all(centroids.rows);
  std::iota(all.begin(), all.end(), std::size_t{ 0 });
  ParallelFor((all.size() + kRowsPerTile - 1) / kRowsPerTile, threads, [&](std::size_t tile) {
    Similarity::Workspace workspace;
    const std::size_t     first = tile * kRowsPerTile;
    const std::size_t     count = std::min(kRowsPerTile, all.size() - first);
    similarity.Score(std::span(all).subspan(first, count), landmarks, workspace);
    for (std::size_t i = 0; i < count; ++i)
    {
      for (std::size_t l = 0; l < landmarks.size(); ++l)
      {
        const double distance =
          landmarks[l] == first + i ? kNaN : DistanceOfScore(workspace.scores(i, l), Distance::Cosine);
        result.distances(first + i, l) = distance;
        if (!std::isnan(distance))
        {
          Insert(result.nearest[first + i], { static_cast<std::ptrdiff_t>(l), distance });
        }
      }
    }
  });
  return result;
}
} // namespace pheno
