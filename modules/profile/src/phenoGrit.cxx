#include "phenoGrit.h"
#include "phenoJoinedLabels.h"
#include "phenoPairTiles.h"
#include "phenoSampleStatistics.h"

#include <limits>
#include <set>

namespace pheno
{
namespace
{
void
Summarise(Grit & grit, std::vector<double> targets, const std::vector<double> & controls, Center summary)
{
  grit.n_targets = targets.size();
  grit.n_controls = controls.size();
  if (controls.size() < 2)
  {
    throw ProfileError("perturbation '" + grit.perturbation + "' has " + std::to_string(controls.size()) +
                       " defined correlations with control rows; grit needs at least two");
  }
  const double mean = Mean(controls);
  const double deviation = StandardDeviation(controls, 0);
  const bool   isConstant = deviation <= 1e-12; // correlations are rounded to 2^-40
  for (double & target : targets)
  {
    target = (target - mean) / (isConstant ? 1 : deviation);
  }
  grit.value = summary == Center::Mean ? Mean(targets) : Median(targets);
}
} // namespace

std::vector<Grit>
ScoreGrit(MatrixView                       profiles,
          const LabelColumn &              perturbations,
          const LabelColumn &              groups,
          const std::vector<std::string> & controls,
          Center                           summary,
          ProfileCorrelation               kind,
          unsigned                         threads)
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
    std::vector<double> ofTargets;
    VisitRows(correlations, all[i].rows, 0, [&](std::size_t row, std::size_t other, double value) {
      if (isControl[other])
      {
        ofControls.push_back(value);
      }
      if (groupOf[other] == groupOf[row] && perturbationOf[other] != perturbationOf[row])
      {
        ofTargets.push_back(value);
      }
    });
    grits[i].perturbation = all[i].key.front();
    grits[i].group = groups[all[i].rows.front()];
    Summarise(grits[i], std::move(ofTargets), ofControls, summary);
  });
  return grits;
}
} // namespace pheno
