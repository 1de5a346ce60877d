#include "phenoDistance.h"
#include "phenoProfileError.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace pheno
{
namespace
{
double
MeanOf(std::span<const double> values)
{
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/** a.b / (|a| |b|) after subtracting the centers; 0 for a zero vector. */
double
CosineSimilarity(std::span<const double> a, double aCenter, std::span<const double> b, double bCenter)
{
  double dot = 0;
  double aSquare = 0;
  double bSquare = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
  {
    dot += (a[i] - aCenter) * (b[i] - bCenter);
    aSquare += (a[i] - aCenter) * (a[i] - aCenter);
    bSquare += (b[i] - bCenter) * (b[i] - bCenter);
  }
  if (aSquare == 0 || bSquare == 0)
  {
    return std::isnan(dot) ? dot : 0;
  }
  return dot / (std::sqrt(aSquare) * std::sqrt(bSquare));
}

bool
IsConstant(std::span<const double> values)
{
  return std::all_of(values.begin(), values.end(), [values](double value) { return value == values.front(); });
}

double
CorrelationSimilarity(std::span<const double> a, std::span<const double> b)
{
  // Judged on the values: subtracting a rounded mean leaves noise, not zeros.
  const double aCenter = MeanOf(a);
  const double bCenter = MeanOf(b);
  if (IsConstant(a) || IsConstant(b))
  {
    return std::isnan(aCenter + bCenter) ? std::numeric_limits<double>::quiet_NaN() : 0;
  }
  return CosineSimilarity(a, aCenter, b, bCenter);
}

template <typename TReduce>
double
ReduceDifferences(std::span<const double> a, std::span<const double> b, TReduce reduce)
{
  double result = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
  {
    result = reduce(result, std::abs(a[i] - b[i]));
  }
  return result;
}
} // namespace

Distance
DistanceFromName(const std::string & name)
{
  static const std::pair<const char *, Distance> known[] = {
    { "cosine", Distance::Cosine },           { "abs_cosine", Distance::AbsCosine },
    { "correlation", Distance::Correlation }, { "euclidean", Distance::Euclidean },
    { "manhattan", Distance::Manhattan },     { "chebyshev", Distance::Chebyshev }
  };
  for (const auto & [knownName, distance] : known)
  {
    if (name == knownName)
    {
      return distance;
    }
  }
  throw ProfileError("unknown distance '" + name +
                     "'; expected cosine, abs_cosine, correlation, euclidean, manhattan or chebyshev");
}

double
PairDistance(std::span<const double> a, std::span<const double> b, Distance distance)
{
  if (a.size() != b.size())
  {
    throw ProfileError("a distance between profiles of " + std::to_string(a.size()) + " and " +
                       std::to_string(b.size()) + " features was asked for; expected equally many");
  }
  switch (distance)
  {
    case Distance::Cosine:
      return 1 - CosineSimilarity(a, 0, b, 0);
    case Distance::AbsCosine:
      return 1 - std::abs(CosineSimilarity(a, 0, b, 0));
    case Distance::Correlation:
      return 1 - CorrelationSimilarity(a, b);
    case Distance::Euclidean:
      return std::sqrt(ReduceDifferences(a, b, [](double sum, double step) { return sum + step * step; }));
    case Distance::Manhattan:
      return ReduceDifferences(a, b, [](double sum, double step) { return sum + step; });
    case Distance::Chebyshev:
      break;
  }
  return ReduceDifferences(a, b, [](double most, double step) { return step <= most ? most : step + 0 * most; });
}

std::vector<double>
DistancesTo(MatrixView matrix, std::span<const double> profile, Distance distance)
{
  std::vector<double> distances(matrix.rows);
  for (std::size_t row = 0; row < matrix.rows; ++row)
  {
    distances[row] = PairDistance(matrix.Row(row), profile, distance);
  }
  return distances;
}
} // namespace pheno
