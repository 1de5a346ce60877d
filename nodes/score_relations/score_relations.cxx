#include "phenoAggregate.h"
#include "phenoFalseDiscovery.h"
#include "phenoFittedOn.h"
#include "phenoForeseenProfiles.h"
#include "phenoGatherProfiles.h"
#include "phenoIntervals.h"
#include "phenoPairedNames.h"
#include "phenoPerturbationStrength.h"
#include "phenoRelationRecall.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace
{
using namespace pheno;
using scoring::kNone;
using scoring::Metrics;
using scoring::Seeded;
using scoring::WithEnds;

constexpr std::size_t kFewestPerturbations = 20;
constexpr auto        kControl = ""; // no perturbation is called so

/** Wells of perturbations and of controls. */
struct Perturbed
{
  Matrix                   profiles;
  LabelColumn              names; ///< kControl for negative controls
  std::vector<std::string> null;  ///< perturbations that should do nothing
  bool                     hasControls = false;
};

/** One number a perturbation, with p and q. */
struct Strengths
{
  explicit Strengths(const std::vector<PerturbationStrength> & all)
  {
    for (const PerturbationStrength & each : all)
    {
      values.push_back(each.value);
      p.push_back(each.P());
    }
    q = BenjaminiHochberg(p);
  }

  Table::Real values, p, q;
};

/** Scores relations between perturbations. */
class ScoreRelationsNode : public Node
{
public:
  explicit ScoreRelationsNode(const Json & params)
    : m_Scope(params.at("scope"))
    , m_PerturbationColumn("Metadata_" + params.at("perturbation_column").get<std::string>())
    , m_ControlColumn(params.at("control_column"))
    , m_NegativeValue(params.at("negative_value"))
    , m_NullColumn(params.at("null_column"))
    , m_NullValue(params.at("null_value"))
    , m_FirstColumn(params.at("first_column"))
    , m_SecondColumn(params.at("second_column"))
    , m_Thresholds{ params.at("left"), params.at("right") }
  {}

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    const ForeseenProfiles profiles(in, "profiles", problems);
    profiles.NeedColumn("perturbation_column", m_PerturbationColumn);
    profiles.NeedColumn("null_column", m_NullColumn.empty() ? "" : MetadataName(m_NullColumn));
    if (!m_ControlColumn.empty())
    {
      profiles.NeedControls(
        MetadataName(m_ControlColumn), m_NegativeValue, "negative_value", Diagnostic::Severity::Warning);
    }
    if (in.CanLoad("relations") && profiles.Has(m_PerturbationColumn))
    {
      const Ptr<Table>  relations = in.Get<Table>("relations");
      const PairedNames names = { relations->Texts(m_FirstColumn), relations->Texts(m_SecondColumn) };
      profiles.Say("perturbation_column",
                   LackOfPairs("relations",
                               names,
                               { profiles.Texts(m_PerturbationColumn), profiles.Texts(m_PerturbationColumn) }));
    }
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Profiles  profiles = GatherProfiles(in, "profiles");
    const Perturbed wells = this->Select(profiles);
    Metrics         metrics(m_Scope);
    metrics.AddToNotes(FittedOnWarning(profiles.metadata));
    this->AddRecall(wells, this->Relations(*in.Get<Table>("relations")), context, metrics);
    context.Progress(0.5);
    out.Set("perturbations", this->ScoreEach(wells, context, metrics));
    out.Set("metrics", metrics.ToTable());
  }

private:
  static LabelColumn
  Column(const Profiles & wells, const std::string & name)
  {
    return name.empty() || wells.Rows() == 0 ? LabelColumn(wells.Rows()) : wells.metadata.Texts("Metadata_" + name);
  }

  Perturbed
  Select(const Profiles & wells) const
  {
    const LabelColumn        names = wells.Rows() == 0 ? LabelColumn() : wells.metadata.Texts(m_PerturbationColumn);
    const LabelColumn        roles = Column(wells, m_ControlColumn);
    const LabelColumn        marks = Column(wells, m_NullColumn);
    std::set<std::string>    null;
    std::vector<std::size_t> rows;
    Perturbed                result;
    for (std::size_t row = 0; row < names.size(); ++row)
    {
      const bool isControl = !m_ControlColumn.empty() && roles[row] == m_NegativeValue;
      if (!isControl && names[row].empty())
      {
        continue;
      }
      rows.push_back(row);
      result.names.push_back(isControl ? kControl : names[row]);
      result.hasControls = result.hasControls || isControl;
      if (!isControl && !m_NullColumn.empty() && marks[row] == m_NullValue)
      {
        null.insert(names[row]);
      }
    }
    result.profiles = SelectRows(ViewOf(wells), rows);
    result.null.assign(null.begin(), null.end());
    return result;
  }

  std::vector<Relation>
  Relations(const Table & table) const
  {
    const Table::Text     first = table.Texts(m_FirstColumn);
    const Table::Text     second = table.Texts(m_SecondColumn);
    std::vector<Relation> relations;
    for (std::size_t row = 0; row < first.size(); ++row)
    {
      relations.push_back({ first[row], second[row] });
    }
    return relations;
  }

  void
  AddRecall(const Perturbed & wells, std::vector<Relation> relations, const Context & context, Metrics & metrics) const
  {
    std::vector<RowGroup> groups = GroupRows(wells.names);
    std::erase_if(groups, [](const RowGroup & group) { return group.key.front() == kControl; });
    if (groups.size() < kFewestPerturbations)
    {
      metrics.Add({ .metric = "relation_recall",
                    .n = 0,
                    .note = "left out: " + std::to_string(groups.size()) + " perturbations, needs at least " +
                            std::to_string(kFewestPerturbations) });
      return;
    }
    LabelColumn names;
    for (const RowGroup & group : groups)
    {
      names.push_back(group.key.front());
    }
    const std::vector<std::vector<Relation>> lists = { std::move(relations) };
    const RelationRecall                     found = ScoreRelations(AggregateRows(wells.profiles, groups, Center::Mean),
                                                names,
                                                lists,
                                                std::span(&m_Thresholds, 1),
                                                context.Threads())[0];
    const double                             n = static_cast<double>(found.n_relations);
    std::string                              note = "share of the relations among the " + std::to_string(found.n_null) +
                       " pairs' most opposite and most similar; left out: " + std::to_string(found.n_not_in_map) +
                       " with an end that has no profile, " + std::to_string(found.n_repeated) + " repeated, " +
                       std::to_string(found.n_self) + " of a perturbation with itself";
    metrics.Add(WithEnds({ .metric = "relation_recall", .value = found.recall[0], .n = n, .note = note },
                         BootstrapRecall(found, 0, Seeded(context.Seed())),
                         "perturbations, the null kept"));
    metrics.Add({ .metric = "relation_recall_chance",
                  .value = m_Thresholds.Chance(),
                  .n = n,
                  .note = "of relations that say nothing about profiles" });
  }

  Table
  ScoreEach(const Perturbed & wells, const Context & context, Metrics & metrics) const
  {
    const auto withoutControl = [](std::vector<PerturbationStrength> all) {
      std::erase_if(all, [](const PerturbationStrength & each) { return each.name == kControl; });
      return all;
    };
    const auto       consistency = withoutControl(ScoreConsistency(wells.profiles, wells.names, wells.null));
    MagnitudeOptions options;
    options.seed = context.Seed();
    options.threads = context.Threads();
    auto magnitude = consistency;
    if (wells.hasControls)
    {
      magnitude = withoutControl(ScoreMagnitude(wells.profiles, wells.names, kControl, wells.null, options));
    }
    else
    {
      for (PerturbationStrength & each : magnitude)
      {
        each.value = kNone;
      }
    }
    const Strengths   consistencies(consistency);
    const Strengths   magnitudes(magnitude);
    const std::string lack = "no perturbation is marked as one that should do nothing, or none has the wells for it";
    AddCount("consistent_perturbations",
             consistencies,
             "wells agree more than those of perturbations that should do nothing",
             lack,
             metrics);
    AddCount("strong_perturbations",
             magnitudes,
             "farther from the controls than perturbations that should do nothing",
             wells.hasControls ? lack : "there are no negative controls",
             metrics);
    Table::Text names;
    Table::Real counts;
    for (const PerturbationStrength & each : consistency)
    {
      names.push_back(each.name);
      counts.push_back(static_cast<double>(each.n_rows));
    }
    Table table;
    table.Add("perturbation", std::move(names));
    table.Add("wells", std::move(counts));
    table.Add("consistency", consistencies.values);
    table.Add("consistency_p", consistencies.p);
    table.Add("consistency_q", consistencies.q);
    table.Add("magnitude", magnitudes.values);
    table.Add("magnitude_p", magnitudes.p);
    table.Add("magnitude_q", magnitudes.q);
    return table;
  }

  static void
  AddCount(const std::string & metric,
           const Strengths &   strengths,
           const std::string & note,
           const std::string & lack,
           Metrics &           metrics)
  {
    const auto   isTested = [](double p) { return !std::isnan(p); };
    const double n = static_cast<double>(std::count_if(strengths.p.begin(), strengths.p.end(), isTested));
    const auto   below = std::count_if(strengths.q.begin(), strengths.q.end(), [](double q) { return q < 0.05; });
    metrics.Add({ .metric = metric,
                  .value = n > 0 ? static_cast<double>(below) : kNone,
                  .n = n,
                  .note = n > 0 ? note + ", q below 0.05" : "left out: " + lack });
  }

  std::string      m_Scope, m_PerturbationColumn, m_ControlColumn, m_NegativeValue, m_NullColumn, m_NullValue;
  std::string      m_FirstColumn, m_SecondColumn;
  RecallThresholds m_Thresholds;
};
} // namespace

PHENO_NODE(ScoreRelationsNode)
