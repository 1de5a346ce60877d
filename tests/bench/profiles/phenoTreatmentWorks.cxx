#include "phenoTreatmentWorks.h"

#include "phenoAggregate.h"
#include "phenoLandmarkChoice.h"
#include "phenoLandmarkDistances.h"
#include "phenoLandmarkScores.h"
#include "phenoNearestMatch.h"
#include "phenoTreatmentMeasures.h"

#include <array>

namespace pheno
{
namespace
{
/** The treatments that are no controls. */
std::vector<RowGroup>
Treated(const Screen & screen)
{
  std::vector<RowGroup> groups = GroupRows(screen.treatment);
  std::erase_if(groups, [&screen](const RowGroup & group) { return screen.controls[group.rows.front()] != 0; });
  return groups;
}
} // namespace

double
AggregateMedians(Screen & screen)
{
  return Sum(AggregateRows(screen.values, GroupRows(screen.treatment), Center::Median));
}

double
Landmarks(Screen & screen)
{
  const std::array        wells{ screen.plate, screen.well };
  const TreatmentMeasures measures =
    MeasureTreatments(screen.values, Treated(screen), wells, screen.controls, screen.threads);
  std::vector<double> mad;
  for (const ReplicateDispersion & each : measures.dispersion)
  {
    mad.push_back(each.mad);
  }
  const LandmarkChoice    choice = ChooseLandmarks(mad, measures.control_distance, { 0.05, measures.controls.At(99) });
  const LandmarkDistances found = DistancesToLandmarks(measures.centroids, choice.landmarks, screen.threads);
  std::vector<double>     closest;
  for (const auto & three : found.nearest)
  {
    closest.push_back(three[0].distance);
  }
  const LandmarkScores scores = ScoreByLandmarks(measures.control_distance, closest, mad);
  return scores.all_three.empty() ? 0 : scores.all_three.front();
}

double
NearestMechanism(Screen & screen)
{
  const std::vector<RowGroup> groups = Treated(screen);
  LabelColumn                 mechanisms, treatments;
  for (const RowGroup & group : groups)
  {
    mechanisms.push_back(screen.mechanism[group.rows.front()]);
    treatments.push_back(group.key.front());
  }
  NearestMatchOptions options;
  options.threads = screen.threads;
  return MatchNearest(
           AggregateRows(screen.values, groups, Center::Mean), mechanisms, std::span(&treatments, 1), options)
    .accuracy;
}
} // namespace pheno
