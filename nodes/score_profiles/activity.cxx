#include "scored_wells.h"

#include "phenoAssayQuality.h"
#include "phenoDoseTrend.h"
#include "phenoHitRanking.h"
#include "phenoIntervals.h"
#include "phenoMeanAveragePrecision.h"
#include "phenoProfileView.h"
#include "phenoRankStatistics.h"

#include <algorithm>
#include <limits>
#include <map>

namespace pheno::scoring
{
namespace
{
constexpr double kSignificant = 0.05;

/** Values of the wells that a predicate picks, NaN left out. */
template <typename Pick>
std::vector<double>
Distances(const ScoredWells & wells, Pick pick)
{
  std::vector<double> values;
  for (std::size_t i = 0; i < wells.Count(); ++i)
  {
    if (pick(i) && !std::isnan(wells.distance[i]))
    {
      values.push_back(wells.distance[i]);
    }
  }
  return values;
}

bool
HasAny(const RowMask & mask)
{
  return std::any_of(mask.begin(), mask.end(), [](char flag) { return flag != 0; });
}

/** AP of every well against the negative controls of its plate; controls' own APs stand apart under their treatment. */
AveragePrecisions
ReplicatePrecision(const ScoredWells & wells, const Settings & settings)
{
  LabelColumn control(wells.Count());
  for (std::size_t i = 0; i < wells.Count(); ++i)
  {
    control[i] = wells.negative[i] != 0 ? "yes" : "no";
  }
  const MetadataColumns   metadata = { { "treatment", wells.treatment },
                                       { "plate", wells.plate },
                                       { "control", control } };
  const PairRules         rules = { { "treatment" }, {}, { "plate" }, { "control" } };
  AveragePrecisionOptions options;
  options.distance = settings.distance;
  options.threads = settings.threads;
  return AveragePrecision(ViewOf(wells.profiles), metadata, rules, options);
}

void
AddMap(const std::map<std::string, MapGroup> & groups, std::uint64_t seed, Metrics & metrics)
{
  std::vector<double> maps;
  double              chance = 0;
  double              active = 0;
  for (const auto & [treatment, group] : groups)
  {
    if (!std::isnan(group.map))
    {
      maps.push_back(group.map);
      chance += group.chance;
      active += group.q < kSignificant;
    }
  }
  if (maps.empty())
  {
    metrics.Add({ .metric = "replicate_map", .n = 0, .note = "no treatment has two wells" });
    return;
  }
  const double n = static_cast<double>(maps.size());
  metrics.Add(WithInterval({ .metric = "replicate_map",
                             .note = "mean over treatments, replicates against the negative controls of their plate" },
                           BootstrapMean(maps, Seeded(seed)),
                           "treatments"));
  metrics.Add(
    { .metric = "replicate_map_chance", .value = chance / n, .n = n, .note = "expected for random rankings" });
  metrics.Add({ .metric = "active_treatments", .value = active, .n = n, .note = "replicate mAP with q below 0.05" });
}

void
AddSeparation(const ScoredWells & wells, std::uint64_t seed, Metrics & metrics)
{
  if (!HasAny(wells.positive) || !HasAny(wells.negative))
  {
    metrics.Add({ .metric = "auroc", .n = 0, .note = "the screen has no positive or no negative controls" });
    return;
  }
  using Values = std::vector<double>;
  const Values negatives = Distances(wells, [&](std::size_t i) { return wells.negative[i] != 0; });
  const Values positives = Distances(wells, [&](std::size_t i) { return wells.positive[i] != 0; });
  const auto   add = [&](const std::string & metric, const std::string & note, const auto & statistic) {
    metrics.Add(WithInterval(
      { .metric = metric, .note = note }, BootstrapTwoGroups(positives, negatives, seed, statistic), "wells"));
  };
  const std::string what = "distance to the negative centroid, positive against negative controls";
  add("auroc", what, [](const Values & p, const Values & n) { return Auroc(p, n); });
  add("zprime", what, [](const Values & p, const Values & n) { return ComputeAssayQuality(p, n).zprime; });
  add("robust_zprime", "with medians and MADs", [](const Values & p, const Values & n) {
    return ComputeAssayQuality(p, n).robust_zprime;
  });
}

/** Distances of a compound's wells at its highest dose. */
struct TopDose
{
  double              dose = -std::numeric_limits<double>::infinity();
  std::vector<double> distances;
};

std::map<std::string, TopDose>
TopDoses(const ScoredWells & wells)
{
  std::map<std::string, TopDose> tops;
  for (std::size_t i = 0; i < wells.Count(); ++i)
  {
    if (wells.negative[i] != 0 || std::isnan(wells.dose[i]))
    {
      continue;
    }
    TopDose & top = tops[wells.compound[i]];
    if (wells.dose[i] > top.dose)
    {
      top = { wells.dose[i], {} };
    }
    if (wells.dose[i] == top.dose && !std::isnan(wells.distance[i]))
    {
      top.distances.push_back(wells.distance[i]);
    }
  }
  return tops;
}

/** Z' of each compound's highest dose against the negative controls: how wide its window is. */
void
AddTopDoseWindows(const ScoredWells & wells, Metrics & metrics)
{
  const auto negatives = MeasureSpread(Distances(wells, [&](std::size_t i) { return wells.negative[i] != 0; }));
  for (const auto & [compound, top] : TopDoses(wells))
  {
    metrics.Add({ .metric = "zprime_top_dose",
                  .group = compound,
                  .value = ZPrime(MeasureSpread(top.distances), negatives),
                  .n = static_cast<double>(top.distances.size()),
                  .note = top.distances.size() < 2 ? "needs two wells of the highest dose" : "" });
  }
}

void
AddDoseTrends(const ScoredWells & wells, std::uint64_t seed, Metrics & metrics)
{
  LabelColumn         compounds;
  std::vector<double> doses, responses;
  for (std::size_t i = 0; i < wells.Count(); ++i)
  {
    if (wells.negative[i] == 0)
    {
      compounds.push_back(wells.compound[i]);
      doses.push_back(wells.dose[i]);
      responses.push_back(wells.distance[i]);
    }
  }
  const std::vector<DoseTrend> trends = DoseTrends(compounds, doses, responses);
  std::vector<double>          rhos;
  for (const DoseTrend & trend : trends)
  {
    if (trend.n_doses > 1)
    {
      rhos.push_back(trend.spearman.rho);
      metrics.Add({ .metric = "dose_spearman",
                    .group = trend.compound,
                    .value = trend.spearman.rho,
                    .n = static_cast<double>(trend.spearman.n),
                    .p = trend.spearman.p });
    }
  }
  metrics.Add(WithInterval(
    { .metric = "mean_dose_spearman", .note = rhos.empty() ? "no compound has two doses" : "mean over compounds" },
    BootstrapMean(rhos, Seeded(seed)),
    "compounds"));
}

std::vector<HitRow>
HitList(const ScoredWells & wells, const Settings & settings)
{
  HitOptions options;
  options.distance = settings.controlDistance;
  options.null_size = settings.nullSize;
  options.seed = settings.seed;
  std::map<std::string, std::size_t> firstWell;
  for (std::size_t i = 0; i < wells.Count(); ++i)
  {
    firstWell.emplace(wells.treatment[i], i);
  }
  std::vector<HitRow> rows;
  for (const Hit & hit : RankHits(ViewOf(wells.forDistance), wells.treatment, wells.negative, options))
  {
    const std::size_t well = firstWell.at(hit.treatment);
    HitRow            row;
    row.treatment = hit.treatment;
    row.compound = wells.compound[well];
    row.mechanism = wells.mechanism[well];
    row.dose = wells.dose[well];
    row.wells = hit.n_wells;
    row.rank = static_cast<double>(hit.rank);
    row.distance = hit.distance;
    row.p = hit.p;
    row.q = hit.q;
    rows.push_back(row);
  }
  return rows;
}
} // namespace

std::vector<double>
ScoreActivity(const ScoredWells & wells, const Settings & settings, Metrics & metrics, std::vector<HitRow> & hits)
{
  if (wells.Count() == 0 || !HasAny(wells.negative))
  {
    metrics.Add({ .metric = "replicate_map", .n = 0, .note = "there are no negative controls" });
    return std::vector<double>(wells.Count(), kNone);
  }
  const AveragePrecisions precision = ReplicatePrecision(wells, settings);
  MapOptions              options;
  options.null_size = settings.nullSize;
  options.seed = settings.seed;
  AveragePrecisions treated = precision;
  for (std::size_t i = 0; i < wells.Count(); ++i)
  {
    treated.ap[i] = wells.negative[i] != 0 ? kNone : precision.ap[i];
  }
  std::map<std::string, MapGroup> groups;
  const std::vector<LabelColumn>  by = { wells.treatment };
  for (const MapGroup & group : MeanAveragePrecision(treated, by, options))
  {
    groups[group.key.front()] = group;
  }
  AddMap(groups, settings.seed, metrics);
  AddSeparation(wells, settings.seed, metrics);
  AddTopDoseWindows(wells, metrics);
  AddDoseTrends(wells, settings.seed, metrics);
  hits = HitList(wells, settings);
  for (HitRow & hit : hits)
  {
    const auto found = groups.find(hit.treatment);
    if (found != groups.end())
    {
      hit.map = found->second.map;
      hit.mapP = found->second.p;
      hit.mapQ = found->second.q;
    }
  }
  return treated.ap;
}
} // namespace pheno::scoring
