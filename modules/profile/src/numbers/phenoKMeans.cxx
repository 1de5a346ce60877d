#include "phenoKMeans.h"
#include "phenoRandomSubsets.h"
#include "phenoTiledMultiply.h"

#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace pheno
{
namespace
{
constexpr int kIterations = 25;

/** Sum of squares of every row. */
std::vector<double>
SquaresOf(MatrixView rows)
{
  std::vector<double> squares(rows.rows);
  for (std::size_t row = 0; row < rows.rows; ++row)
  {
    const auto values = rows.Row(row);
    squares[row] = std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
  }
  return squares;
}

/** Squared distances of all rows to all centers, N x k. */
Matrix
SquaredDistances(MatrixView rows, const std::vector<double> & squares, const Matrix & centers, unsigned threads)
{
  Matrix distances(rows.rows, centers.rows);
  MultiplyTiles(rows, PackedMatrix(Transposed(centers)), threads, distances.values.data());
  const std::vector<double> own = SquaresOf(centers);
  for (std::size_t row = 0; row < rows.rows; ++row)
  {
    for (std::size_t center = 0; center < centers.rows; ++center)
    {
      distances(row, center) = std::max(0.0, squares[row] + own[center] - 2 * distances(row, center));
    }
  }
  return distances;
}

/** A row drawn in proportion to its weight; any row when all weights are 0. */
std::size_t
DrawRow(const std::vector<double> & weights, SubsetStream & stream)
{
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  if (!(total > 0))
  {
    return stream.Below(weights.size());
  }
  constexpr std::size_t kSteps = std::size_t{ 1 } << 53;
  double                left = total * (static_cast<double>(stream.Below(kSteps)) / static_cast<double>(kSteps));
  std::size_t           last = 0;
  for (std::size_t row = 0; row < weights.size(); ++row)
  {
    if (weights[row] > 0)
    {
      last = row;
      left -= weights[row];
      if (left < 0)
      {
        break;
      }
    }
  }
  return last;
}

Matrix
DrawCentroids(MatrixView                  rows,
              const std::vector<double> & squares,
              std::size_t                 k,
              SubsetStream &              stream,
              unsigned                    threads)
{
  const std::size_t        trials = 2 + static_cast<std::size_t>(std::log(static_cast<double>(k)));
  std::vector<std::size_t> chosen;
  std::vector<double>      nearest(rows.rows, std::numeric_limits<double>::infinity());
  while (chosen.size() < k)
  {
    std::vector<std::size_t> candidates;
    for (std::size_t trial = 0; trial < (chosen.empty() ? 1 : trials); ++trial)
    {
      candidates.push_back(chosen.empty() ? stream.Below(rows.rows) : DrawRow(nearest, stream));
    }
    const Matrix        distances = SquaredDistances(rows, squares, SelectRows(rows, candidates), threads);
    std::vector<double> sums(candidates.size(), 0.0);
    for (std::size_t row = 0; row < rows.rows; ++row)
    {
      for (std::size_t trial = 0; trial < candidates.size(); ++trial)
      {
        sums[trial] += std::min(nearest[row], distances(row, trial));
      }
    }
    const std::size_t best = static_cast<std::size_t>(std::min_element(sums.begin(), sums.end()) - sums.begin());
    for (std::size_t row = 0; row < rows.rows; ++row)
    {
      nearest[row] = std::min(nearest[row], distances(row, best));
    }
    chosen.push_back(candidates[best]);
  }
  return SelectRows(rows, chosen);
}

/** Moves centroids to the means of the rows that are nearest to them. */
void
MoveCentroids(MatrixView rows, const std::vector<std::size_t> & nearest, Matrix & centroids)
{
  Matrix                   sums(centroids.rows, centroids.columns);
  std::vector<std::size_t> counts(centroids.rows, 0);
  for (std::size_t row = 0; row < rows.rows; ++row)
  {
    ++counts[nearest[row]];
    const auto values = rows.Row(row);
    const auto sum = sums.Row(nearest[row]);
    std::transform(values.begin(), values.end(), sum.begin(), sum.begin(), std::plus<>());
  }
  for (std::size_t center = 0; center < centroids.rows; ++center)
  {
    for (std::size_t feature = 0; feature < centroids.columns && counts[center] > 0; ++feature)
    {
      centroids(center, feature) = sums(center, feature) / static_cast<double>(counts[center]);
    }
  }
}
} // namespace

Matrix
FindCentroids(MatrixView rows, std::size_t k, std::uint64_t seed, unsigned threads)
{
  SubsetStream              stream(MixSeeds({ seed }));
  const std::vector<double> squares = SquaresOf(rows);
  Matrix                    centroids = DrawCentroids(rows, squares, k, stream, threads);
  std::vector<std::size_t>  nearest;
  for (int iteration = 0; iteration < kIterations; ++iteration)
  {
    const Matrix             distances = SquaredDistances(rows, squares, centroids, threads);
    std::vector<std::size_t> now(rows.rows);
    for (std::size_t row = 0; row < rows.rows; ++row)
    {
      const auto own = distances.Row(row);
      now[row] = static_cast<std::size_t>(std::min_element(own.begin(), own.end()) - own.begin());
    }
    if (now == nearest)
    {
      break;
    }
    nearest = std::move(now);
    MoveCentroids(rows, nearest, centroids);
  }
  return centroids;
}
} // namespace pheno
