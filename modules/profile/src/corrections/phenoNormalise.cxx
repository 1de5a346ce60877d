#include "phenoNormalise.h"
#include "phenoColumnBlocks.h"
#include "phenoRequireLength.h"
#include "phenoSampleStatistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pheno
{
namespace
{
constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

const std::pair<const char *, NormaliseMethod> kMethods[] = { { "standardize", NormaliseMethod::Standardize },
                                                              { "robustize", NormaliseMethod::Robustize },
                                                              { "mad_robustize", NormaliseMethod::MadRobustize },
                                                              { "mad", NormaliseMethod::Mad } };

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
} // namespace

NormaliseMethod
NormaliseMethodFromName(const std::string & name)
{
  for (const auto & [known, method] : kMethods)
  {
    if (name == known)
    {
      return method;
    }
  }
  throw ProfileError("unknown normalisation '" + name + "'; expected standardize, robustize, mad_robustize or mad");
}

std::string
NameOf(NormaliseMethod method)
{
  const auto found = std::find_if(
    std::begin(kMethods), std::end(kMethods), [method](const auto & each) { return each.second == method; });
  return found->first;
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
ApplyNormalisation(const Normalisation & normalisation, Matrix & matrix)
{
  if (normalisation.center.size() != matrix.columns)
  {
    throw ProfileError("the normalisation was fitted on " + std::to_string(normalisation.center.size()) +
                       " features, the matrix has " + std::to_string(matrix.columns));
  }
  for (std::size_t row = 0; row < matrix.rows; ++row)
  {
    const std::span<double> values = matrix.Row(row);
    for (std::size_t feature = 0; feature < values.size(); ++feature)
    {
      values[feature] = (values[feature] - normalisation.center[feature]) / normalisation.scale[feature];
    }
  }
}
} // namespace pheno
