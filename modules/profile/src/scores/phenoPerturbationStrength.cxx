#include "phenoPerturbationStrength.h"
#include "phenoEnergyDistance.h"
#include "phenoL2Normalise.h"
#include "phenoParallelFor.h"
#include "phenoProfileError.h"
#include "phenoRandomSubsets.h"
#include "phenoRowGroups.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace pheno
{
namespace
{
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void
CheckLabels(MatrixView features, const LabelColumn & perturbations)
{
  if (perturbations.size() != features.rows)
  {
    throw ProfileError("perturbation strengths of " + std::to_string(features.rows) + " profiles got " +
                       std::to_string(perturbations.size()) + " labels; expected equally many");
  }
}

/** Sets the null perturbations apart and compares the others with them. */
template <typename TIsAsStrong>
std::vector<PerturbationStrength>
CompareWithNull(std::vector<PerturbationStrength> all,
                const std::vector<std::string> &  nullNames,
                const TIsAsStrong &               isAsStrong)
{
  const std::set<std::string>       names(nullNames.begin(), nullNames.end());
  std::vector<double>               null;
  std::vector<PerturbationStrength> results;
  for (PerturbationStrength & each : all)
  {
    if (names.count(each.name) == 0)
    {
      results.push_back(std::move(each));
    }
    else if (!std::isnan(each.value))
    {
      null.push_back(each.value);
    }
  }
  for (PerturbationStrength & each : results)
  {
    each.n_null = null.size();
    each.n_null_as_strong =
      std::count_if(null.begin(), null.end(), [&](double value) { return isAsStrong(value, each.value); });
  }
  return results;
}
} // namespace

double
PerturbationStrength::NullShare() const
{
  return std::isnan(value) || n_null == 0 ? kNaN : static_cast<double>(n_null_as_strong) / static_cast<double>(n_null);
}

double
PerturbationStrength::P() const
{
  return std::isnan(value) || n_null == 0 ? kNaN
                                          : static_cast<double>(1 + n_null_as_strong) / static_cast<double>(1 + n_null);
}

double
MeanPairwiseCosine(MatrixView rows)
{
  if (rows.rows < 2)
  {
    return kNaN;
  }
  Matrix unit(rows);
  L2NormaliseRows(unit);
  // |sum of u|^2 counts each pair twice and each row's own square once.
  double squareOfSum = 0;
  double ownSquares = 0;
  for (std::size_t feature = 0; feature < unit.columns; ++feature)
  {
    double sum = 0;
    for (std::size_t row = 0; row < unit.rows; ++row)
    {
      sum += unit(row, feature);
      ownSquares += unit(row, feature) * unit(row, feature);
    }
    squareOfSum += sum * sum;
  }
  const double count = static_cast<double>(rows.rows);
  return (squareOfSum - ownSquares) / (count * (count - 1));
}

std::vector<PerturbationStrength>
ScoreConsistency(MatrixView features, const LabelColumn & perturbations, const std::vector<std::string> & null)
{
  CheckLabels(features, perturbations);
  std::vector<PerturbationStrength> all;
  for (const RowGroup & group : GroupRows(perturbations))
  {
    const double value = MeanPairwiseCosine(SelectRows(features, group.rows));
    all.push_back({ group.key.front(), group.rows.size(), value, 0, 0 });
  }
  return CompareWithNull(std::move(all), null, [](double ofNull, double value) { return ofNull >= value; });
}

std::vector<PerturbationStrength>
ScoreMagnitude(MatrixView                       features,
               const LabelColumn &              perturbations,
               const std::string &              control,
               const std::vector<std::string> & null,
               const MagnitudeOptions &         options)
{
  CheckLabels(features, perturbations);
  const std::vector<RowGroup> groups = GroupRows(perturbations);
  const auto                  ofControl = std::find_if(
    groups.begin(), groups.end(), [&control](const RowGroup & group) { return group.key.front() == control; });
  if (ofControl == groups.end())
  {
    throw ProfileError("none of " + std::to_string(features.rows) + " profiles is the control '" + control +
                       "'; magnitudes are distances to control rows");
  }
  std::vector<std::size_t> controlRows = ofControl->rows;
  if (controlRows.size() > options.most_controls)
  {
    std::vector<std::size_t> chosen;
    SubsetStream(MixSeeds({ options.seed, controlRows.size() }))
      .Subset(options.most_controls, controlRows.size(), chosen);
    std::transform(chosen.begin(), chosen.end(), chosen.begin(), [&](std::size_t i) { return controlRows[i]; });
    controlRows = std::move(chosen);
  }
  const Matrix                      controls = SelectRows(features, controlRows);
  const double                      withinControls = MeanDistance(controls, controls);
  std::vector<PerturbationStrength> all(groups.size());
  ParallelFor(groups.size(), options.threads, [&](std::size_t i) {
    const Matrix rows = SelectRows(features, groups[i].rows);
    const bool   enough = rows.rows >= options.fewest_rows;
    const double value = enough ? 2 * MeanDistance(rows, controls) - MeanDistance(rows, rows) - withinControls : kNaN;
    all[i] = { groups[i].key.front(), rows.rows, value, 0, 0 };
  });
  return CompareWithNull(std::move(all), null, [](double ofNull, double value) { return ofNull > value; });
}
} // namespace pheno
