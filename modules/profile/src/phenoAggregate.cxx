#include "phenoAggregate.h"
#include "phenoProfileError.h"
#include "phenoSampleStatistics.h"

#include <algorithm>

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

std::vector<double>
CenterOfRows(MatrixView matrix, std::span<const std::size_t> rows, Center center)
{
  std::vector<double> result(matrix.columns);
  std::vector<double> column(rows.size());
  for (std::size_t feature = 0; feature < matrix.columns; ++feature)
  {
    for (std::size_t i = 0; i < rows.size(); ++i)
    {
      column[i] = matrix(rows[i], feature);
    }
    result[feature] = center == Center::Mean ? Mean(column) : Median(column);
  }
  return result;
}

Matrix
AggregateRows(MatrixView matrix, std::span<const RowGroup> groups, Center center)
{
  Matrix aggregated(groups.size(), matrix.columns);
  for (std::size_t group = 0; group < groups.size(); ++group)
  {
    const std::vector<double> row = CenterOfRows(matrix, groups[group].rows, center);
    std::copy(row.begin(), row.end(), aggregated.Row(group).begin());
  }
  return aggregated;
}
} // namespace pheno
