#include "phenoNormalise.h"
#include "phenoColumnBlocks.h"
#include "phenoRequireLength.h"
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
MadScale(std::span<const double> values, double factor, double epsilon)
{
  const MedianAndDeviation found = MedianWithDeviation(values);
  return { found.median, factor * found.deviation + epsilon };
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
      return MadScale(values, kMadFactor, epsilon);
    case NormaliseMethod::Mad:
      break;
  }
  return MadScale(values, 1, epsilon);
}

Normalisation
FitRows(MatrixView matrix, std::span<const std::size_t> rows, NormaliseMethod method, double epsilon, unsigned threads)
{
  Normalisation fit{ std::vector<double>(matrix.columns), std::vector<double>(matrix.columns) };
  ForEachColumn(
    matrix, rows, Everything(matrix.columns), threads, [&](std::size_t feature, std::span<const double> values) {
      const CenterAndScale fitted = FitColumn(values, method, epsilon);
      fit.center[feature] = fitted.center;
      fit.scale[feature] = fitted.scale;
    });
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
  if (name == "mad")
  {
    return NormaliseMethod::Mad;
  }
  throw ProfileError("unknown normalisation '" + name + "'; expected standardize, robustize, mad_robustize or mad");
}

Normalisation
FitNormalisation(MatrixView matrix, const RowMask & reference, NormaliseMethod method, double epsilon, unsigned threads)
{
  RequireLength(reference.size(), matrix.rows, "reference mask");
  const std::vector<std::size_t> rows = Marked(Everything(matrix.rows), reference);
  if (rows.empty())
  {
    throw ProfileError("none of " + std::to_string(matrix.rows) +
                       " rows is marked as reference (control); a normalisation needs at least one");
  }
  return FitRows(matrix, rows, method, epsilon, threads);
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
                  double              epsilon,
                  unsigned            threads)
{
  RequireLength(reference.size(), matrix.rows, "reference mask");
  RequireLength(groups.size(), matrix.rows, "column of groups");
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
  ParallelFor(grouped.size(), threads, [&](std::size_t group) {
    const Normalisation fit = FitRows(matrix, references[group], method, epsilon, 1);
    for (const std::size_t row : grouped[group].rows)
    {
      ApplyToRow(fit, matrix.Row(row));
    }
  });
}
} // namespace pheno
