#include "phenoAggregate.h"
#include "phenoProfileError.h"
#include "phenoSampleStatistics.h"

#include <algorithm>
#include <cmath>

namespace pheno
{
Center
CenterFromName(const std::string & name)
{
  if (name == "mean")
  {
    return Center::Mean;
  }
  if (name == "median")
  {
    return Center::Median;
  }
  throw ProfileError("unknown way to aggregate '" + name + "'; expected mean or median");
}

namespace
{
/** One number of the group's values of each feature. */
template <typename TMeasure>
std::vector<double>
MeasureRows(MatrixView matrix, std::span<const std::size_t> rows, TMeasure measure)
{
  std::vector<double> result(matrix.columns);
  std::vector<double> column(rows.size());
  for (std::size_t feature = 0; feature < matrix.columns; ++feature)
  {
    for (std::size_t i = 0; i < rows.size(); ++i)
    {
      column[i] = matrix(rows[i], feature);
    }
    result[feature] = measure(column);
  }
  return result;
}

template <typename TMeasure>
Matrix
MeasureGroups(MatrixView matrix, std::span<const RowGroup> groups, TMeasure measure)
{
  Matrix measured(groups.size(), matrix.columns);
  for (std::size_t group = 0; group < groups.size(); ++group)
  {
    const std::vector<double> row = MeasureRows(matrix, groups[group].rows, measure);
    std::copy(row.begin(), row.end(), measured.Row(group).begin());
  }
  return measured;
}

auto
MeasureOf(Center center)
{
  return [center](std::span<const double> values) { return center == Center::Mean ? Mean(values) : Median(values); };
}
} // namespace

std::vector<double>
CenterOfRows(MatrixView matrix, std::span<const std::size_t> rows, Center center)
{
  return MeasureRows(matrix, rows, MeasureOf(center));
}

Matrix
AggregateRows(MatrixView matrix, std::span<const RowGroup> groups, Center center)
{
  return MeasureGroups(matrix, groups, MeasureOf(center));
}

Matrix
AggregateRowsTrimmed(MatrixView matrix, std::span<const RowGroup> groups, double share)
{
  return MeasureGroups(matrix, groups, [share](std::span<const double> values) { return TrimmedMean(values, share); });
}

Matrix
CountValues(MatrixView matrix, std::span<const RowGroup> groups)
{
  return MeasureGroups(matrix, groups, [](std::span<const double> values) {
    return static_cast<double>(
      std::count_if(values.begin(), values.end(), [](double value) { return !std::isnan(value); }));
  });
}
} // namespace pheno
