#include "phenoColumnOf.h"
#include "phenoFittedOn.h"
#include "phenoForeseenProfiles.h"
#include "phenoGatherProfiles.h"
#include "phenoIntervals.h"
#include "phenoRandomRanking.h"
#include "ranked_profiles.h"

#include <algorithm>

namespace
{
using namespace pheno;
using scoring::kNone;
using scoring::Metrics;
using scoring::Seeded;
using scoring::WithInterval;

Table::Integer
Counts(const std::vector<std::size_t> & counts)
{
  return { counts.begin(), counts.end() };
}

Table
PrecisionTable(const RankedProfiles & ranked)
{
  const AveragePrecisions & precision = ranked.precision;
  Table::Real               normalised;
  for (std::size_t i = 0; i < precision.ap.size(); ++i)
  {
    normalised.push_back(NormalisedAveragePrecision(precision.ap[i], precision.n_pos[i], precision.n_total[i]));
  }
  Table table = ranked.about;
  table.Set("average_precision", precision.ap);
  table.Set("normalized_average_precision", std::move(normalised));
  table.Set("n_pos_pairs", Counts(precision.n_pos));
  table.Set("n_total_pairs", Counts(precision.n_total));
  return table;
}

/** Ranks profiles by rules on their metadata. */
class AveragePrecisionNode : public Node
{
public:
  explicit AveragePrecisionNode(const Json & params)
    : m_Scope(params.at("scope"))
    , m_Settings(params)
    , m_Threshold(params.at("threshold"))
  {}

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    const ForeseenProfiles profiles(in, "profiles", problems);
    profiles.NeedColumns("pos_sameby", m_Settings.rules.pos_sameby);
    profiles.NeedColumns("pos_diffby", m_Settings.rules.pos_diffby);
    profiles.NeedColumns("neg_sameby", m_Settings.rules.neg_sameby);
    profiles.NeedColumns("neg_diffby", m_Settings.rules.neg_diffby);
    if (m_Settings.groupBy != m_Settings.rules.pos_sameby)
    {
      profiles.NeedColumns("group_by", m_Settings.groupBy);
    }
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    RankingSettings settings = m_Settings;
    settings.ranking.threads = context.Threads();
    settings.means.seed = context.Seed();
    const Profiles       profiles = GatherProfiles(in, "profiles");
    const RankedProfiles ranked(profiles, settings);
    context.Progress(0.8);
    const RankedGroups groups(ranked, settings);
    if (!ranked.lack.empty())
    {
      context.Log(LogLevel::Warning, ranked.lack);
    }
    Metrics metrics(m_Scope);
    this->Summarise(ranked, groups, context.Seed(), metrics);
    for (std::size_t i = 0; i < groups.groups.size(); ++i)
    {
      this->AddGroup(groups.groups[i], groups.members[i], context.Seed(), metrics);
    }
    metrics.AddToNotes(FittedOnWarning(profiles.metadata));
    out.Set("ap", PrecisionTable(ranked));
    out.Set("map", this->GroupTable(groups.groups));
    out.Set("metrics", metrics.ToTable());
  }

private:
  Table
  GroupTable(const std::vector<MapGroup> & groups) const
  {
    using G = const MapGroup &;
    const auto below = [this](double p) { return std::string(p < m_Threshold ? "True" : "False"); };
    Table      table;
    for (std::size_t i = 0; i < m_Settings.groupBy.size(); ++i)
    {
      table.Add(m_Settings.groupBy[i], ColumnOf(groups, [i](G g) { return g.key[i]; }));
    }
    table.Add("mean_average_precision", ColumnOf(groups, [](G g) { return g.map; }));
    table.Add("mean_normalized_average_precision", ColumnOf(groups, [](G g) { return g.normalised_map; }));
    table.Add("expected_average_precision", ColumnOf(groups, [](G g) { return g.chance; }));
    table.Add("n_profiles", ColumnOf(groups, [](G g) { return static_cast<std::int64_t>(g.n_members); }));
    table.Add("p_value", ColumnOf(groups, [](G g) { return g.p; }));
    table.Add("p_exact", ColumnOf(groups, [](G g) { return std::int64_t{ g.exact }; }));
    table.Add("corrected_p_value", ColumnOf(groups, [](G g) { return g.q; }));
    table.Add("below_p", ColumnOf(groups, [&below](G g) { return below(g.p); }));
    table.Add("below_corrected_p", ColumnOf(groups, [&below](G g) { return below(g.q); }));
    return table;
  }

  void
  Summarise(const RankedProfiles & ranked, const RankedGroups & groups, std::uint64_t seed, Metrics & metrics) const
  {
    std::vector<double> maps;
    double              chance = 0;
    double              below = 0;
    for (const MapGroup & group : groups.groups)
    {
      if (group.n_members > 0)
      {
        maps.push_back(group.map);
        chance += group.chance;
        below += group.q < m_Threshold;
      }
    }
    const std::vector<std::size_t> & positives = ranked.precision.n_pos;
    const auto                       alone = std::count(positives.begin(), positives.end(), std::size_t{ 0 });
    const std::string                lack = ranked.lack.empty() ? "" : "nothing to test: " + ranked.lack + "; ";
    const std::string                note = lack + std::to_string(alone) + " of " + std::to_string(positives.size()) +
                             " average precisions undefined for want of a positive; " + std::to_string(ranked.leftOut) +
                             " profiles with an empty cell in a rule left out, " + std::to_string(groups.leftOut) +
                             " average precisions in no group";
    const double n = static_cast<double>(maps.size());
    metrics.Add(WithInterval({ .metric = "mean_average_precision", .note = "mean over groups; " + note },
                             BootstrapMean(maps, Seeded(seed)),
                             "groups"));
    metrics.Add({ .metric = "expected_average_precision",
                  .value = maps.empty() ? kNone : chance / n,
                  .n = n,
                  .note = "of random rankings" });
    metrics.Add({ .metric = "groups_below_corrected_p",
                  .value = maps.empty() ? kNone : below,
                  .n = n,
                  .note = "Benjamini-Hochberg over the groups" });
  }

  void
  AddGroup(const MapGroup & group, const std::vector<double> & members, std::uint64_t seed, Metrics & metrics) const
  {
    Metrics::Row row = { .metric = "group_mean_average_precision", .group = Join(group.key, "|") };
    if (group.n_members == 0)
    {
      row.note = "none of " + std::to_string(members.size()) + " profiles has a positive";
    }
    else
    {
      row.p = group.p;
      row.q = group.q;
      row.note = group.exact ? "exact p, all random rankings enumerated"
                             : "p of " + std::to_string(m_Settings.means.null_size) + " random rankings";
    }
    metrics.Add(WithInterval(std::move(row), BootstrapMean(members, Seeded(seed)), "profiles"));
  }

  std::string     m_Scope;
  RankingSettings m_Settings;
  double          m_Threshold;
};
} // namespace

PHENO_NODE(AveragePrecisionNode)
