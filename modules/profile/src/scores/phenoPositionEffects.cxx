#include "phenoPositionEffects.h"
#include "phenoColumnBlocks.h"
#include "phenoLabelCodes.h"
#include "phenoRequireLength.h"
#include "phenoRowGroups.h"
#include "phenoSampleStatistics.h"

#include <cmath>

namespace pheno
{
PositionEffects
FitPositionEffects(MatrixView matrix, const LabelColumn & positions)
{
  RequireLength(positions.size(), matrix.rows, "column of well positions");
  const std::vector<RowGroup> groups = GroupRows(positions);
  PositionEffects             effects{ {}, Matrix(groups.size(), matrix.columns) };
  for (std::size_t group = 0; group < groups.size(); ++group)
  {
    effects.positions.push_back(groups[group].key.front());
    ForEachColumn(
      matrix,
      groups[group].rows,
      Everything(matrix.columns),
      1,
      [&](std::size_t feature, std::span<const double> values) { effects.means(group, feature) = Mean(values); });
  }
  return effects;
}

void
ApplyPositionEffects(const PositionEffects & effects, const LabelColumn & positions, Matrix & matrix)
{
  RequireLength(positions.size(), matrix.rows, "column of well positions");
  if (effects.means.columns != matrix.columns)
  {
    throw ProfileError("the effects of well positions were fitted on " + std::to_string(effects.means.columns) +
                       " features, the matrix has " + std::to_string(matrix.columns));
  }
  for (std::size_t row = 0; row < matrix.rows; ++row)
  {
    const std::size_t position = static_cast<std::size_t>(CodeOf(positions[row], effects.positions));
    if (position == effects.positions.size() || effects.positions[position] != positions[row])
    {
      throw ProfileError("row " + std::to_string(row) + " is of well position '" + positions[row] +
                         "', which was not among the " + std::to_string(effects.positions.size()) +
                         " positions of the fit");
    }
    const std::span<double> values = matrix.Row(row);
    for (std::size_t feature = 0; feature < values.size(); ++feature)
    {
      values[feature] -= effects.means(position, feature);
    }
  }
}

std::vector<std::size_t>
CompleteRows(MatrixView matrix, std::size_t most)
{
  std::vector<std::size_t> complete;
  for (std::size_t row = 0; row < matrix.rows; ++row)
  {
    const auto values = matrix.Row(row);
    if (std::none_of(values.begin(), values.end(), [](double value) { return std::isnan(value); }))
    {
      complete.push_back(row);
    }
  }
  return matrix.rows - complete.size() < most ? complete : Everything(matrix.rows);
}
} // namespace pheno
