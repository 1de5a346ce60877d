#include "phenoComBatDesign.h"
#include "phenoLabelCodes.h"
#include "phenoRequireLength.h"

#include <cmath>

namespace pheno
{
namespace
{
void
CheckContinuous(const std::string & name, const std::vector<double> & values, std::size_t rows)
{
  RequireLength(values.size(), rows, "covariate '" + name + "'");
  for (std::size_t row = 0; row < rows; ++row)
  {
    if (!std::isfinite(values[row]))
    {
      throw ProfileError("covariate '" + name + "' needs finite values; that of row " + std::to_string(row) +
                         " is missing or infinite");
    }
  }
}

std::size_t
LevelOf(const std::string & name, const std::string & value, const std::vector<std::string> & levels)
{
  const std::size_t level = static_cast<std::size_t>(CodeOf(value, levels));
  if (level == levels.size() || levels[level] != value)
  {
    throw ProfileError("covariate '" + name + "' has the value '" + value + "', which was not among the " +
                       std::to_string(levels.size()) + " levels of the fit");
  }
  return level;
}

template <typename TMap>
const typename TMap::mapped_type &
ColumnOf(const TMap & columns, const std::string & name)
{
  const auto found = columns.find(name);
  if (found == columns.end())
  {
    throw ProfileError("covariate '" + name + "' of the fit is missing");
  }
  return found->second;
}
} // namespace

void
DescribeCovariates(const Covariates & covariates, std::size_t rows, ComBat & fit)
{
  for (const auto & [name, values] : covariates.categorical)
  {
    RequireLength(values.size(), rows, "covariate '" + name + "'");
    fit.levels[name] = DistinctLabels(values);
  }
  for (const auto & [name, values] : covariates.continuous)
  {
    CheckContinuous(name, values, rows);
    fit.continuous.push_back(name);
  }
}

Matrix
DesignOf(const ComBat & fit, const Covariates & covariates, std::size_t rows)
{
  Matrix      design(rows, DesignNames(fit).size());
  std::size_t column = 0;
  for (const auto & [name, levels] : fit.levels)
  {
    const LabelColumn & values = ColumnOf(covariates.categorical, name);
    RequireLength(values.size(), rows, "covariate '" + name + "'");
    for (std::size_t row = 0; row < rows; ++row)
    {
      if (const std::size_t level = LevelOf(name, values[row], levels))
      {
        design(row, column + level - 1) = 1;
      }
    }
    column += levels.size() - 1;
  }
  for (const std::string & name : fit.continuous)
  {
    const std::vector<double> & values = ColumnOf(covariates.continuous, name);
    CheckContinuous(name, values, rows);
    for (std::size_t row = 0; row < rows; ++row)
    {
      design(row, column) = values[row];
    }
    ++column;
  }
  return design;
}

std::vector<std::string>
DesignNames(const ComBat & fit)
{
  std::vector<std::string> names;
  for (const auto & [name, levels] : fit.levels)
  {
    for (std::size_t level = 1; level < levels.size(); ++level)
    {
      names.push_back(name + " = " + levels[level]);
    }
  }
  names.insert(names.end(), fit.continuous.begin(), fit.continuous.end());
  return names;
}
} // namespace pheno
