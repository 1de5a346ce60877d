#include "scored_wells.h"

#include "phenoAggregate.h"
#include "phenoIntervals.h"
#include "phenoNearestMatch.h"
#include "phenoProfileView.h"

#include <map>
#include <set>

namespace pheno::scoring
{
namespace
{
/** Treatments with a known mechanism: the median of their wells. */
struct Treatments
{
  Matrix      profiles;
  LabelColumn name, compound, mechanism, batch;
};

Treatments
MedianTreatments(const ScoredWells & wells)
{
  std::vector<std::size_t> rows;
  LabelColumn              names;
  for (std::size_t i = 0; i < wells.Count(); ++i)
  {
    if (wells.negative[i] == 0 && !wells.mechanism[i].empty())
    {
      rows.push_back(i);
      names.push_back(wells.treatment[i]);
    }
  }
  const Matrix                some = SelectRows(ViewOf(wells.profiles), rows);
  const std::vector<RowGroup> groups = GroupRows(names);
  Treatments                  treatments;
  treatments.profiles = AggregateRows(some, groups, Center::Median);
  for (const RowGroup & group : groups)
  {
    std::set<std::string> batches;
    for (const std::size_t member : group.rows)
    {
      batches.insert(wells.batch[rows[member]]);
    }
    const std::size_t first = rows[group.rows.front()];
    treatments.name.push_back(group.key.front());
    treatments.compound.push_back(wells.compound[first]);
    treatments.mechanism.push_back(wells.mechanism[first]);
    std::string batch;
    for (const std::string & part : batches)
    {
      batch += (batch.empty() ? "" : ",") + part;
    }
    treatments.batch.push_back(batch);
  }
  return treatments;
}

void
AddMatch(const std::string &         metric,
         const NearestMatch &        match,
         const NearestMatchOptions & options,
         const std::string &         note,
         const std::string &         units,
         std::uint64_t               seed,
         Metrics &                   metrics)
{
  const bool  any = match.n_evaluated > 0;
  std::string full = note;
  if (match.n_without_candidate > 0)
  {
    full += "; " + std::to_string(match.n_without_candidate) + " without a candidate, not scored";
  }
  if (match.n_impossible > 0)
  {
    full += "; " + std::to_string(match.n_impossible) + " without a candidate of their mechanism" +
            (options.skip_impossible ? ", left out" : "");
  }
  metrics.Add(WithInterval({ .metric = metric, .note = any ? full : "nothing to score: " + full },
                           BootstrapMean(match.correct, Seeded(seed)),
                           units));
  metrics.Add(
    { .metric = metric + "_chance", .value = any ? match.chance : kNone, .n = static_cast<double>(match.n_evaluated) });
}

void
NameNeighbours(const Treatments & treatments, const NearestMatch & match, std::vector<HitRow> & hits)
{
  std::map<std::string, std::size_t> place;
  for (std::size_t i = 0; i < treatments.name.size(); ++i)
  {
    place[treatments.name[i]] = i;
  }
  for (HitRow & hit : hits)
  {
    const auto found = place.find(hit.treatment);
    if (found != place.end() && match.nearest[found->second] != NearestMatch::kNone)
    {
      const std::size_t nearest = static_cast<std::size_t>(match.nearest[found->second]);
      hit.nearestTreatment = treatments.name[nearest];
      hit.nearestMechanism = treatments.mechanism[nearest];
    }
  }
}

/** Do a treated well's nearest wells of other compounds share its mechanism? */
void
AddWellMatching(const ScoredWells & wells, const NearestMatchOptions & options, std::uint64_t seed, Metrics & metrics)
{
  std::vector<std::size_t> rows;
  LabelColumn              mechanism, compound;
  for (std::size_t i = 0; i < wells.Count(); ++i)
  {
    if (wells.negative[i] == 0 && !wells.mechanism[i].empty())
    {
      rows.push_back(i);
      mechanism.push_back(wells.mechanism[i]);
      compound.push_back(wells.compound[i]);
    }
  }
  const Matrix                   some = SelectRows(ViewOf(wells.profiles), rows);
  const std::vector<LabelColumn> excluded = { compound };
  AddMatch("cross_compound_matching",
           MatchNearest(some, mechanism, excluded, options),
           options,
           "nearest well of another compound has the mechanism",
           "wells",
           seed,
           metrics);
}

/** Without mechanisms: positive controls of several compounds should be nearer to each other than to the negative ones.
 * A negative control has no admissible well of its kind (they share a compound), so only the positive ones are scored.
 */
void
AddControlMatching(const ScoredWells & wells, NearestMatchOptions options, std::uint64_t seed, Metrics & metrics)
{
  std::vector<std::size_t> rows;
  LabelColumn              role, compound;
  for (std::size_t i = 0; i < wells.Count(); ++i)
  {
    if (wells.negative[i] != 0 || wells.positive[i] != 0)
    {
      rows.push_back(i);
      role.push_back(wells.role[i]);
      compound.push_back(wells.compound[i]);
    }
  }
  options.skip_impossible = true;
  const Matrix                   some = SelectRows(ViewOf(wells.profiles), rows);
  const std::vector<LabelColumn> excluded = { compound };
  NearestMatch                   match = MatchNearest(some, role, excluded, options);
  match.n_impossible = 0;
  AddMatch("cross_compound_matching",
           match,
           options,
           "positive controls whose nearest control well of another compound is positive",
           "wells",
           seed,
           metrics);
}
} // namespace

void
ScoreMechanism(const ScoredWells & wells, const Settings & settings, Metrics & metrics, std::vector<HitRow> & hits)
{
  const Treatments      treatments = MedianTreatments(wells);
  std::set<std::string> mechanisms(treatments.mechanism.begin(), treatments.mechanism.end());
  NearestMatchOptions   options;
  options.distance = settings.distance;
  options.threads = settings.threads;
  if (mechanisms.size() < 2)
  {
    metrics.Add({ .metric = "nsc", .n = 0, .note = "fewer than two mechanisms are known" });
    AddControlMatching(wells, options, settings.seed, metrics);
    return;
  }
  const std::vector<LabelColumn> notCompound = { treatments.compound };
  const NearestMatch             nsc = MatchNearest(treatments.profiles, treatments.mechanism, notCompound, options);
  AddMatch("nsc",
           nsc,
           options,
           "nearest treatment of another compound has the mechanism",
           "treatments",
           settings.seed,
           metrics);
  NameNeighbours(treatments, nsc, hits);
  if (!settings.batchColumn.empty())
  {
    options.skip_impossible = true; // a mechanism imaged in one batch could never be right
    const std::vector<LabelColumn> notCompoundOrBatch = { treatments.compound, treatments.batch };
    AddMatch("nscb",
             MatchNearest(treatments.profiles, treatments.mechanism, notCompoundOrBatch, options),
             options,
             "nearest treatment of another compound in another set of batches has the mechanism",
             "treatments",
             settings.seed,
             metrics);
    options.skip_impossible = false;
  }
  AddWellMatching(wells, options, settings.seed, metrics);
}
} // namespace pheno::scoring
