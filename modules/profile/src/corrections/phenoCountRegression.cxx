#include "phenoCountRegression.h"
#include "phenoColumnBlocks.h"
#include "phenoRequireLength.h"

#include <cmath>
#include <limits>
#include <set>

namespace pheno
{
namespace
{
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/** Stops counting beyond `enough`. */
bool
HasMoreDistinctThan(std::span<const double> values, std::size_t enough)
{
  std::set<double> distinct;
  for (const double value : values)
  {
    if (!std::isnan(value) && distinct.insert(value).second && distinct.size() > enough)
    {
      return true;
    }
  }
  return false;
}

struct Line
{
  double intercept = kNaN;
  double slope = kNaN;
};

Line
FitLine(std::span<const double> values, std::span<const double> counts)
{
  double n = 0;
  double meanCount = 0;
  double meanValue = 0;
  for (std::size_t row = 0; row < values.size(); ++row)
  {
    if (!std::isnan(values[row]) && !std::isnan(counts[row]))
    {
      n += 1;
      meanCount += (counts[row] - meanCount) / n;
      meanValue += (values[row] - meanValue) / n;
    }
  }
  if (n == 0)
  {
    return {};
  }
  double product = 0;
  double squares = 0;
  for (std::size_t row = 0; row < values.size(); ++row)
  {
    if (!std::isnan(values[row]) && !std::isnan(counts[row]))
    {
      product += (counts[row] - meanCount) * (values[row] - meanValue);
      squares += (counts[row] - meanCount) * (counts[row] - meanCount);
    }
  }
  const double noise = n * meanCount * std::numeric_limits<double>::epsilon();
  const double slope = squares > n * noise * noise ? product / squares : 0;
  return { meanValue - slope * meanCount, slope };
}
} // namespace

CountRegression
FitCountRegression(MatrixView matrix, std::span<const double> counts, std::size_t minDistinct, unsigned threads)
{
  RequireLength(counts.size(), matrix.rows, "column of counts");
  CountRegression regression{ std::vector<double>(matrix.columns, kNaN), std::vector<double>(matrix.columns, kNaN) };
  ForEachColumn(matrix,
                Everything(matrix.rows),
                Everything(matrix.columns),
                threads,
                [&](std::size_t feature, std::span<const double> values) {
                  if (HasMoreDistinctThan(values, minDistinct))
                  {
                    const Line line = FitLine(values, counts);
                    regression.intercept[feature] = line.intercept;
                    regression.slope[feature] = line.slope;
                  }
                });
  return regression;
}

void
ApplyCountRegression(const CountRegression & regression, std::span<const double> counts, Matrix & matrix)
{
  RequireLength(counts.size(), matrix.rows, "column of counts");
  if (regression.slope.size() != matrix.columns)
  {
    throw ProfileError("the regression on counts was fitted on " + std::to_string(regression.slope.size()) +
                       " features, the matrix has " + std::to_string(matrix.columns));
  }
  for (std::size_t row = 0; row < matrix.rows; ++row)
  {
    const std::span<double> values = matrix.Row(row);
    for (std::size_t feature = 0; feature < values.size() && !std::isnan(counts[row]); ++feature)
    {
      if (!std::isnan(regression.slope[feature]))
      {
        values[feature] -= regression.intercept[feature] + regression.slope[feature] * counts[row];
      }
    }
  }
}
} // namespace pheno
