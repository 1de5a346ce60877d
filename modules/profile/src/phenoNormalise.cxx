#include "phenoNormalise.h"
#include "phenoProfileError.h"
#include "phenoRowGroups.h"
#include "phenoSampleStatistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pheno
{
namespace
{
constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

struct CenterAndScale
{
  double center;
  double scale;
};

/** A standard deviation that is rounding noise of a constant column (scikit-learn's rule) becomes 1. */
CenterAndScale
StandardScale(std::span<const double> values)
{
  const double mean = Mean(values);
  const double sd = StandardDeviation(values, 0);
  const double count =
    static_cast<double>(std::count_if(values.begin(), values.end(), [](double value) { return !std::isnan(value); }));
  const double noise = count * mean * kEpsilon;
  return { mean, sd * sd <= count * kEpsilon * sd * sd + noise * noise ? 1.0 : sd };
}

CenterAndScale
RobustScale(std::span<const double> values)
{
  const double range = Quantile(values, 0.75) - Quantile(values, 0.25);
  return { Median(values), range < 10 * kEpsilon ? 1.0 : range };
}

CenterAndScale
MadScale(std::span<const double> values, double epsilon)
{
  return { Median(values), kMadFactor * MedianAbsoluteDeviation(values) + epsilon };
}

CenterAndScale
FitColumn(std::span<const double> values, NormaliseMethod method, double epsilon)
{
  switch (method)
  {
    case NormaliseMethod::Standardize:
      return StandardScale(values);
    case NormaliseMethod::Robustize:
      return RobustScale(values);
    case NormaliseMethod::MadRobustize:
      break;
  }
  return MadScale(values, epsilon);
}

Normalisation
FitRows(MatrixView matrix, std::span<const std::size_t> rows, NormaliseMethod method, double epsilon)
{
  Normalisation       fit{ std::vector<double>(matrix.columns), std::vector<double>(matrix.columns) };
  std::vector<double> column(rows.size());
  for (std::size_t feature = 0; feature < matrix.columns; ++feature)
  {
    std::transform(rows.begin(), rows.end(), column.begin(), [&](std::size_t row) { return matrix(row, feature); });
    const CenterAndScale fitted = FitColumn(column, method, epsilon);
    fit.center[feature] = fitted.center;
    fit.scale[feature] = fitted.scale;
  }
  return fit;
}

void
ApplyToRow(const Normalisation & fit, std::span<double> row)
{
  for (std::size_t feature = 0; feature < row.size(); ++feature)
  {
    row[feature] = (row[feature] - fit.center[feature]) / fit.scale[feature];
  }
}

void
CheckMask(std::size_t rows, const RowMask & reference)
{
  if (reference.size() != rows)
  {
    throw ProfileError("the reference mask has " + std::to_string(reference.size()) + " entries, the matrix has " +
                       std::to_string(rows) + " rows");
  }
}
} // namespace

NormaliseMethod
NormaliseMethodFromName(const std::string & name)
{
  if (name == "standardize")
  {
    return NormaliseMethod::Standardize;
  }
  if (name == "robustize")
  {
    return NormaliseMethod::Robustize;
  }
  if (name == "mad_robustize")
  {
    return NormaliseMethod::MadRobustize;
  }
  throw ProfileError("unknown normalisation '" + name + "'; expected standardize, robustize or mad_robustize");
}

Normalisation
FitNormalisation(MatrixView matrix, const RowMask & reference, NormaliseMethod method, double epsilon)
{
  CheckMask(matrix.rows, reference);
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < matrix.rows; ++row)
  {
    if (reference[row])
    {
      rows.push_back(row);
    }
  }
  if (rows.empty())
  {
    throw ProfileError("none of " + std::to_string(matrix.rows) +
                       " rows is marked as reference (control); a normalisation needs at least one");
  }
  return FitRows(matrix, rows, method, epsilon);
}

void
ApplyNormalisation(const Normalisation & normalisation, Matrix & matrix)
{
  if (normalisation.center.size() != matrix.columns)
  {
    throw ProfileError("the normalisation was fitted on " + std::to_string(normalisation.center.size()) +
                       " features, the matrix has " + std::to_string(matrix.columns));
  }
  for (std::size_t row = 0; row < matrix.rows; ++row)
  {
    ApplyToRow(normalisation, matrix.Row(row));
  }
}

void
NormalisePerGroup(Matrix &            matrix,
                  const LabelColumn & groups,
                  const RowMask &     reference,
                  NormaliseMethod     method,
                  double              epsilon)
{
  CheckMask(matrix.rows, reference);
  if (groups.size() != matrix.rows)
  {
    throw ProfileError("the column of groups has " + std::to_string(groups.size()) + " entries, the matrix has " +
                       std::to_string(matrix.rows) + " rows");
  }
  const std::vector<RowGroup>           grouped = GroupRows(groups);
  std::vector<std::vector<std::size_t>> references;
  std::size_t                           withoutReference = 0;
  std::string                           first;
  for (const RowGroup & group : grouped)
  {
    references.push_back(Marked(group.rows, reference));
    if (references.back().empty() && withoutReference++ == 0)
    {
      first = "'" + group.key.front() + "' has " + std::to_string(group.rows.size()) + " rows and none of them";
    }
  }
  if (withoutReference > 0)
  {
    throw ProfileError("group " + first + " is marked as reference (control); " + std::to_string(withoutReference) +
                       " of " + std::to_string(grouped.size()) + " groups have no reference rows");
  }
  for (std::size_t group = 0; group < grouped.size(); ++group)
  {
    const Normalisation fit = FitRows(matrix, references[group], method, epsilon);
    for (const std::size_t row : grouped[group].rows)
    {
      ApplyToRow(fit, matrix.Row(row));
    }
  }
}
} // namespace pheno
