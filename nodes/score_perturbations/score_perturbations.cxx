#include "phenoColumnOf.h"
#include "phenoFalseDiscovery.h"
#include "phenoFittedOn.h"
#include "phenoForeseenProfiles.h"
#include "phenoGatherProfiles.h"
#include "phenoGrit.h"
#include "phenoIntervals.h"
#include "phenoMetadataColumn.h"
#include "phenoMpValue.h"
#include "phenoRowGroups.h"
#include "phenoVaryingRows.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace
{
using namespace pheno;
using scoring::kNone;
using scoring::Metrics;
using scoring::Seeded;
using scoring::WithEnds;
using scoring::WithInterval;

constexpr double kSignificant = 0.05;
constexpr auto   kControl = ""; // no perturbation is called so

/** Wells of perturbations and of controls. */
struct Perturbed
{
  Matrix      profiles;
  Table       metadata;
  LabelColumn names; ///< kControl for negative controls
  LabelColumn groups;
  std::size_t n_controls = 0;
};

/** What is known of one perturbation. */
struct Scored
{
  std::string name, group;
  std::size_t wells = 0;
  Grit        grit;
  MpValue     mp;
  double      q = kNone;
};

Table
PerturbationTable(const std::vector<Scored> & all)
{
  using S = const Scored &;
  const auto count = [](std::size_t value) { return static_cast<std::int64_t>(value); };
  Table      table;
  table.Add("perturbation", ColumnOf(all, [](S s) { return s.name; }));
  table.Add("group", ColumnOf(all, [](S s) { return s.group; }));
  table.Add("wells", ColumnOf(all, [&](S s) { return count(s.wells); }));
  table.Add("grit", ColumnOf(all, [](S s) { return s.grit.value; }));
  table.Add("grit_pairs", ColumnOf(all, [&](S s) { return count(s.grit.n_targets); }));
  table.Add("mp_distance", ColumnOf(all, [](S s) { return s.mp.distance; }));
  table.Add("mp_components", ColumnOf(all, [&](S s) { return count(s.mp.n_components); }));
  table.Add("mp_p", ColumnOf(all, [](S s) { return s.mp.p; }));
  table.Add("mp_q", ColumnOf(all, [](S s) { return s.q; }));
  table.Add("mp_relabellings", ColumnOf(all, [&](S s) { return count(s.mp.n); }));
  table.Add("mp_exact", ColumnOf(all, [](S s) { return std::int64_t{ s.mp.exact }; }));
  return table;
}

/** Scores perturbations against controls. */
class ScorePerturbations : public Node
{
public:
  explicit ScorePerturbations(const Json & params)
    : m_Scope(params.at("scope"))
    , m_PerturbationColumn(params.at("perturbation_column"))
    , m_GroupColumn(params.at("group_column"))
    , m_ControlColumn(params.at("control_column"))
    , m_NegativeValue(params.at("negative_value"))
    , m_Summary(CenterFromName(params.at("summary")))
    , m_Kind(ProfileCorrelationFromName(params.at("correlation")))
  {
    m_MpOptions.rescale = params.at("rescale");
    m_MpOptions.permutations.draws = params.at("null_size");
  }

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    const ForeseenProfiles profiles(in, "profiles", problems);
    profiles.NeedColumn("perturbation_column", MetadataName(m_PerturbationColumn));
    profiles.NeedColumn("group_column", m_GroupColumn.empty() ? "" : MetadataName(m_GroupColumn));
    profiles.NeedControls(
      MetadataName(m_ControlColumn), m_NegativeValue, "negative_value", Diagnostic::Severity::Warning);
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Perturbed     wells = this->Select(GatherProfiles(in, "profiles"));
    Metrics             metrics(m_Scope);
    std::vector<Scored> all = Perturbations(wells);
    metrics.AddToNotes(FittedOnWarning(wells.metadata));
    if (!m_GroupColumn.empty())
    {
      this->AddGrit(wells, context, all, metrics);
    }
    context.Progress(0.3);
    this->AddMpValues(wells, context, all, metrics);
    out.Set("perturbations", PerturbationTable(all));
    out.Set("metrics", metrics.ToTable());
  }

private:
  Perturbed
  Select(const Profiles & all) const
  {
    const LabelColumn names = MetadataColumn(all.metadata, "perturbation_column", m_PerturbationColumn);
    const LabelColumn roles = MetadataColumn(all.metadata, "control_column", m_ControlColumn);
    const LabelColumn groups =
      m_GroupColumn.empty() ? LabelColumn(all.Rows()) : MetadataColumn(all.metadata, "group_column", m_GroupColumn);
    std::vector<std::size_t> rows;
    Perturbed                wells;
    for (std::size_t row = 0; row < all.Rows(); ++row)
    {
      const bool isControl = roles[row] == m_NegativeValue;
      if (isControl || !names[row].empty())
      {
        rows.push_back(row);
        wells.names.push_back(isControl ? kControl : names[row]);
        wells.groups.push_back(isControl ? kControl : groups[row]);
        wells.n_controls += isControl;
      }
    }
    wells.profiles = SelectRows(ViewOf(all), rows);
    wells.metadata = all.metadata.Select(rows);
    return wells;
  }

  /** Sorted by name. */
  static std::vector<Scored>
  Perturbations(const Perturbed & wells)
  {
    std::vector<Scored> all;
    for (const RowGroup & group : GroupRows(wells.names))
    {
      if (group.key.front() != kControl)
      {
        Scored & each = all.emplace_back();
        each.name = group.key.front();
        each.group = wells.groups[group.rows.front()];
        each.wells = group.rows.size();
        each.grit.value = kNone;
        each.mp.distance = kNone;
        each.mp.p = kNone;
      }
    }
    return all;
  }

  static std::string
  ControlLack(std::size_t controls)
  {
    return "left out: " + std::to_string(controls) + " control profiles, needs at least 2";
  }

  void
  AddGrit(const Perturbed & wells, const Context & context, std::vector<Scored> & all, Metrics & metrics) const
  {
    const std::vector<std::size_t> rows = VaryingRows(wells.profiles);
    LabelColumn                    names, groups;
    for (const std::size_t row : rows)
    {
      names.push_back(wells.names[row]);
      // A perturbation without a group is in one of its own: it has nobody to resemble.
      groups.push_back(wells.groups[row].empty() ? "\n" + wells.names[row] : wells.groups[row]);
    }
    const auto controls = static_cast<std::size_t>(std::count(names.begin(), names.end(), kControl));
    if (controls < 2)
    {
      metrics.Add({ .metric = "mean_grit", .n = 0, .note = ControlLack(controls) });
      return;
    }
    const std::vector<std::string> controlNames = { kControl };
    std::map<std::string, Grit>    grits;
    for (Grit & grit : ScoreGrit(SelectRows(wells.profiles, rows),
                                 names,
                                 groups,
                                 controlNames,
                                 m_Summary,
                                 m_Kind,
                                 context.Threads(),
                                 Seeded(context.Seed())))
    {
      grits[grit.perturbation] = std::move(grit);
    }
    std::vector<double> values;
    for (Scored & each : all)
    {
      const auto found = grits.find(each.name);
      if (found != grits.end())
      {
        each.grit = found->second;
      }
      values.push_back(each.grit.value);
    }
    const std::string left =
      std::to_string(wells.names.size() - rows.size()) + " profiles without two different values left out; " +
      std::to_string(std::count_if(values.begin(), values.end(), [](double value) { return std::isnan(value); })) +
      " perturbations without another of their group, not scored";
    metrics.Add(WithInterval({ .metric = "mean_grit", .note = "mean over perturbations; " + left },
                             BootstrapMean(values, Seeded(context.Seed())),
                             "perturbations"));
    for (const Scored & each : all)
    {
      metrics.Add(
        WithEnds({ .metric = "grit",
                   .group = each.name,
                   .value = each.grit.value,
                   .n = static_cast<double>(each.grit.n_targets),
                   .note = each.grit.n_targets == 0 ? "no correlation with another perturbation of its group" : "" },
                 each.grit.low,
                 each.grit.high,
                 "the perturbation's wells, controls kept"));
    }
  }

  void
  AddMpValues(const Perturbed & wells, const Context & context, std::vector<Scored> & all, Metrics & metrics) const
  {
    if (wells.n_controls < 2)
    {
      metrics.Add({ .metric = "distinct_perturbations", .n = 0, .note = ControlLack(wells.n_controls) });
      return;
    }
    MpValueOptions options = m_MpOptions;
    options.permutations.seed = context.Seed();
    options.bootstrap = Seeded(context.Seed());
    std::vector<MpValue> values =
      ScoreMpValues(wells.profiles, wells.names, std::vector<std::string>{ kControl }, options, context.Threads());
    std::erase_if(values, [](const MpValue & value) { return value.perturbation == kControl; });
    std::vector<double> p;
    for (const MpValue & value : values)
    {
      p.push_back(value.p);
    }
    const std::vector<double> q = BenjaminiHochberg(p);
    std::vector<double>       isDistinct;
    for (std::size_t i = 0; i < all.size(); ++i)
    {
      all[i].mp = values[i];
      all[i].q = q[i];
      isDistinct.push_back(q[i] < kSignificant);
    }
    metrics.Add(WithInterval({ .metric = "distinct_perturbations",
                               .note = "share of perturbations that are another population than " +
                                       std::to_string(wells.n_controls) + " controls, q of the MP-value below 0.05" },
                             BootstrapMean(isDistinct, Seeded(context.Seed())),
                             "perturbations"));
    for (const Scored & each : all)
    {
      metrics.Add(WithEnds({ .metric = "mp_distance",
                             .group = each.name,
                             .value = each.mp.distance,
                             .n = static_cast<double>(each.wells),
                             .p = each.mp.p,
                             .q = each.q,
                             .note = (each.mp.exact ? "exact p, all " : "p of ") + std::to_string(each.mp.n) +
                                     (each.mp.exact ? " relabellings enumerated" : " random relabellings") },
                           each.mp.low,
                           each.mp.high,
                           "the perturbation's wells, components and controls kept"));
    }
  }

  std::string        m_Scope, m_PerturbationColumn, m_GroupColumn, m_ControlColumn, m_NegativeValue;
  Center             m_Summary;
  ProfileCorrelation m_Kind;
  MpValueOptions     m_MpOptions;
};
} // namespace

PHENO_NODE(ScorePerturbations)
