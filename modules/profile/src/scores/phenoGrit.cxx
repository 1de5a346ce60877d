#include "phenoGrit.h"
#include "phenoJoinedLabels.h"
#include "phenoPairTiles.h"
#include "phenoSampleStatistics.h"

#include <map>
#include <numeric>
#include <set>

namespace pheno
{
namespace
{
/** The z of one row's correlations, or the correlations themselves. */
using RowValues = std::map<std::size_t, std::vector<double>>;

std::vector<double>
Pooled(const std::vector<std::vector<double>> & rows, std::span<const std::size_t> drawn)
{
  std::vector<double> all;
  for (const std::size_t row : drawn)
  {
    all.insert(all.end(), rows[row].begin(), rows[row].end());
  }
  return all;
}

void
Summarise(Grit &                                  grit,
          RowValues                               targets,
          const std::vector<double> &             controls,
          Center                                  summary,
          const std::optional<BootstrapOptions> & bootstrap)
{
  grit.n_controls = controls.size();
  if (controls.size() < 2)
  {
    throw ProfileError("perturbation '" + grit.perturbation + "' has " + std::to_string(controls.size()) +
                       " defined correlations with control rows; grit needs at least two");
  }
  const double                     mean = Mean(controls);
  const double                     deviation = StandardDeviation(controls, 0);
  const bool                       isConstant = deviation <= 1e-12; // correlations are rounded to 2^-40
  std::vector<std::vector<double>> rows;
  for (auto & [row, values] : targets)
  {
    grit.n_targets += values.size();
    for (double & value : values)
    {
      value = (value - mean) / (isConstant ? 1 : deviation);
    }
    rows.push_back(std::move(values));
  }
  grit.n_rows = rows.size();
  const auto gritOf = [&](std::span<const std::size_t> drawn) {
    const std::vector<double> all = Pooled(rows, drawn);
    return summary == Center::Mean ? Mean(all) : Median(all);
  };
  if (bootstrap && rows.size() > 1)
  {
    const Interval interval = Bootstrap(rows.size(), gritOf, *bootstrap);
    grit.value = interval.estimate;
    grit.low = interval.low;
    grit.high = interval.high;
    return;
  }
  std::vector<std::size_t> every(rows.size());
  std::iota(every.begin(), every.end(), std::size_t{ 0 });
  grit.value = gritOf(every);
}
} // namespace

std::vector<Grit>
ScoreGrit(MatrixView                       profiles,
          const LabelColumn &              perturbations,
          const LabelColumn &              groups,
          const std::vector<std::string> & controls,
          Center                           summary,
          ProfileCorrelation               kind,
          unsigned                         threads,
          std::optional<BootstrapOptions>  bootstrap)
{
  const std::vector<RowGroup> all = GroupRows(perturbations);
  const std::vector<int>      perturbationOf = GroupNumbers(all, profiles.rows);
  const std::vector<int>      groupOf = GroupNumbers(GroupRows(groups), profiles.rows);
  const std::set<std::string> controlNames(controls.begin(), controls.end());
  RowMask                     isControl;
  for (const std::string & name : perturbations)
  {
    isControl.push_back(controlNames.count(name) > 0);
  }
  for (const RowGroup & each : all)
  {
    for (const std::size_t row : each.rows)
    {
      if (groupOf[row] != groupOf[each.rows.front()])
      {
        throw ProfileError("perturbation '" + each.key.front() + "' is in the groups '" + groups[each.rows.front()] +
                           "' and '" + groups[row] + "'; grit needs one group a perturbation");
      }
    }
  }
  const PairCorrelations correlations(profiles, kind);
  std::vector<Grit>      grits(all.size());
  ParallelFor(all.size(), threads, [&](std::size_t i) {
    std::vector<double> ofControls;
    RowValues           ofTargets;
    VisitRows(correlations, all[i].rows, 0, [&](std::size_t row, std::size_t other, double value) {
      if (isControl[other])
      {
        ofControls.push_back(value);
      }
      if (groupOf[other] == groupOf[row] && perturbationOf[other] != perturbationOf[row])
      {
        ofTargets[row].push_back(value);
      }
    });
    grits[i].perturbation = all[i].key.front();
    grits[i].group = groups[all[i].rows.front()];
    Summarise(grits[i], std::move(ofTargets), ofControls, summary, bootstrap);
  });
  return grits;
}
} // namespace pheno
