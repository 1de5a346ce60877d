#include "scored_wells.h"

#include "phenoIntervals.h"
#include "phenoPercentReplicating.h"
#include "phenoProfileView.h"

#include <set>

namespace pheno::scoring
{
namespace
{
constexpr std::size_t kNullSize = 1000;

/** The wells that a label is known of, negative controls left out. */
struct Labelled
{
  Labelled(const ScoredWells & wells, const LabelColumn & all)
  {
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < wells.Count(); ++i)
    {
      if (wells.negative[i] == 0 && !all[i].empty())
      {
        rows.push_back(i);
        labels.push_back(all[i]);
        compounds.push_back(wells.compound[i]);
      }
    }
    profiles = SelectRows(ViewOf(wells.profiles), rows);
  }

  Matrix      profiles;
  LabelColumn labels, compounds;
};

void
AddShare(const std::string &        metric,
         const PercentReplicating & result,
         const std::string &        what,
         const std::string &        lack,
         const std::string &        units,
         std::uint64_t              seed,
         Metrics &                  metrics)
{
  std::vector<double> above;
  for (const ReplicatingGroup & group : result.groups)
  {
    if (!std::isnan(group.median) && !std::isnan(group.threshold))
    {
      above.push_back(group.median > group.threshold);
    }
  }
  std::string note = what;
  if (result.n_without_pairs > 0)
  {
    note += "; " + std::to_string(result.n_without_pairs) + " " + lack + ", not scored";
  }
  if (result.n_without_null > 0)
  {
    note +=
      "; " + std::to_string(result.n_without_null) + " with more members than there are others to draw, not scored";
  }
  metrics.Add(WithInterval({ .metric = metric, .note = result.n_scored > 0 ? note : "nothing to score: " + note },
                           BootstrapMean(above, Seeded(seed)),
                           units));
}
} // namespace

void
ScoreReplicates(const ScoredWells & wells, const Settings & settings, Metrics & metrics)
{
  PercentReplicatingOptions options;
  options.null_size = kNullSize;
  options.seed = settings.seed;
  options.threads = settings.threads;
  const Labelled treated(wells, wells.treatment);
  AddShare(
    "percent_replicating",
    ScorePercentReplicating(treated.profiles, treated.labels, {}, options),
    "share of treatments whose wells correlate (median over pairs) above the 95th percentile of as many wells of "
    "different treatments; 5 % by chance",
    "without a second well",
    "treatments",
    settings.seed,
    metrics);
  const Labelled              known(wells, wells.mechanism);
  const std::set<std::string> mechanisms(known.labels.begin(), known.labels.end());
  if (mechanisms.size() > 1)
  {
    AddShare("percent_matching",
             ScorePercentReplicating(known.profiles, known.labels, known.compounds, options),
             "share of mechanisms whose wells of different compounds correlate (median over pairs) above the 95th "
             "percentile of as many random compounds; 5 % by chance",
             "without a second compound",
             "mechanisms",
             settings.seed,
             metrics);
  }
}
} // namespace pheno::scoring
