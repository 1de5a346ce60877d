#include "phenoPermutationTest.h"
#include "phenoEnergyDistance.h"
#include "phenoProfileError.h"
#include "phenoSplits.h"
#include "phenoWithoutNaN.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace pheno
{
namespace
{
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

PermutationTest
Nothing()
{
  return { kNaN, kNaN, kNaN, 0, true };
}

double
LargestMagnitude(const std::vector<double> & values)
{
  double largest = 0;
  for (const double value : values)
  {
    largest = std::max(largest, std::abs(value));
  }
  return largest;
}

/** Distances of all pairs of pooled rows. */
Matrix
AllDistances(MatrixView rows)
{
  Matrix distances(rows.rows, rows.rows);
  for (std::size_t i = 0; i < rows.rows; ++i)
  {
    for (std::size_t j = 0; j < i; ++j)
    {
      const double distance =
        MeanDistance({ rows.Row(i).data(), 1, rows.columns }, { rows.Row(j).data(), 1, rows.columns });
      distances(i, j) = distance;
      distances(j, i) = distance;
    }
  }
  return distances;
}
} // namespace

PermutationTest
TestMeanDifference(std::span<const double> a, std::span<const double> b, const PermutationOptions & options)
{
  std::vector<double> pooled = WithoutNaN(a);
  const std::size_t   first = pooled.size();
  for (const double value : WithoutNaN(b))
  {
    pooled.push_back(value);
  }
  if (first == 0 || first == pooled.size())
  {
    return Nothing();
  }
  const double total = std::accumulate(pooled.begin(), pooled.end(), 0.0);
  const double ofFirst = static_cast<double>(first);
  const double ofRest = static_cast<double>(pooled.size() - first);
  return TrySplits(
    first, pooled.size(), LargestMagnitude(pooled), options, [&](const std::vector<std::size_t> & members) {
      double sum = 0;
      for (const std::size_t member : members)
      {
        sum += pooled[member];
      }
      return sum / ofFirst - (total - sum) / ofRest;
    });
}

PermutationTest
TestEnergyDistance(MatrixView a, MatrixView b, const PermutationOptions & options)
{
  if (a.columns != b.columns)
  {
    throw ProfileError("an energy test of rows of " + std::to_string(a.columns) + " and of " +
                       std::to_string(b.columns) + " features was asked for");
  }
  Matrix pooled(a);
  pooled.values.insert(pooled.values.end(), b.values, b.values + b.rows * b.columns);
  pooled.rows += b.rows;
  const bool isNumber =
    std::none_of(pooled.values.begin(), pooled.values.end(), [](double value) { return std::isnan(value); });
  if (a.rows == 0 || b.rows == 0 || !isNumber)
  {
    return Nothing();
  }
  const Matrix        distances = AllDistances(pooled);
  const double        ofFirst = static_cast<double>(a.rows);
  const double        ofRest = static_cast<double>(b.rows);
  std::vector<double> rowSums;
  for (std::size_t row = 0; row < distances.rows; ++row)
  {
    rowSums.push_back(std::accumulate(distances.Row(row).begin(), distances.Row(row).end(), 0.0));
  }
  const double total = std::accumulate(rowSums.begin(), rowSums.end(), 0.0);
  return TrySplits(
    a.rows, pooled.rows, LargestMagnitude(distances.values), options, [&](const std::vector<std::size_t> & members) {
      double within = 0;
      double touching = 0; // pairs with one end at least among the members, those within twice
      for (const std::size_t row : members)
      {
        touching += rowSums[row];
        for (const std::size_t column : members)
        {
          within += distances(row, column);
        }
      }
      const double between = touching - within;
      return 2 * between / (ofFirst * ofRest) - within / (ofFirst * ofFirst) -
             (total - 2 * touching + within) / (ofRest * ofRest);
    });
}

PermutationTest
TestSignFlips(std::span<const double> differences, const PermutationOptions & options)
{
  const std::vector<double> kept = WithoutNaN(differences);
  if (kept.empty())
  {
    return Nothing();
  }
  const double count = static_cast<double>(kept.size());
  const bool   exact = kept.size() < 64 && (std::uint64_t{ 1 } << kept.size()) <= options.exact_limit;
  Tally        tally(std::accumulate(kept.begin(), kept.end(), 0.0) / count, LargestMagnitude(kept));
  SubsetStream random(MixSeeds({ options.seed, kept.size() }));
  const auto   tries = exact ? std::uint64_t{ 1 } << kept.size() : options.draws;
  for (std::uint64_t turn = 0; turn < tries; ++turn)
  {
    double sum = 0;
    for (std::size_t i = 0; i < kept.size(); ++i)
    {
      const bool flipped = exact ? turn >> i & 1 : random.Below(2) != 0;
      sum += flipped ? -kept[i] : kept[i];
    }
    tally.Add(sum / count);
  }
  return tally.Result(exact);
}
} // namespace pheno
