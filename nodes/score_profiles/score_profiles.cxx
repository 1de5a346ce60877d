#include "scored_wells.h"

#include "phenoColumnOf.h"
#include "phenoFittedOn.h"
#include "phenoForeseenProfiles.h"
#include "phenoGatherProfiles.h"

namespace
{
using namespace pheno;
using namespace pheno::scoring;

Table
HitTable(const std::vector<HitRow> & hits)
{
  Table table;
  table.Add("rank", ColumnOf(hits, [](const HitRow & h) { return h.rank; }));
  table.Add("treatment", ColumnOf(hits, [](const HitRow & h) { return h.treatment; }));
  table.Add("compound", ColumnOf(hits, [](const HitRow & h) { return h.compound; }));
  table.Add("dose", ColumnOf(hits, [](const HitRow & h) { return h.dose; }));
  table.Add("mechanism", ColumnOf(hits, [](const HitRow & h) { return h.mechanism; }));
  table.Add("wells", ColumnOf(hits, [](const HitRow & h) { return static_cast<std::int64_t>(h.wells); }));
  table.Add("distance", ColumnOf(hits, [](const HitRow & h) { return h.distance; }));
  table.Add("p", ColumnOf(hits, [](const HitRow & h) { return h.p; }));
  table.Add("q", ColumnOf(hits, [](const HitRow & h) { return h.q; }));
  table.Add("map", ColumnOf(hits, [](const HitRow & h) { return h.map; }));
  table.Add("map_p", ColumnOf(hits, [](const HitRow & h) { return h.mapP; }));
  table.Add("map_q", ColumnOf(hits, [](const HitRow & h) { return h.mapQ; }));
  table.Add("nearest_treatment", ColumnOf(hits, [](const HitRow & h) { return h.nearestTreatment; }));
  table.Add("nearest_mechanism", ColumnOf(hits, [](const HitRow & h) { return h.nearestMechanism; }));
  return table;
}

Table
WellTable(const ScoredWells & wells, const std::vector<double> & ap)
{
  Table table = wells.profiles.metadata;
  table.Set("distance", wells.distance);
  table.Set("ap", ap);
  table.Set("treatment", wells.treatment);
  return table;
}

Table
DoseTable(const ScoredWells & wells)
{
  Table::Text compound, mechanism, plate, well, role;
  Table::Real dose, value;
  for (std::size_t i = 0; i < wells.Count(); ++i)
  {
    if (!std::isnan(wells.dose[i]))
    {
      compound.push_back(wells.compound[i]);
      mechanism.push_back(wells.mechanism[i]);
      plate.push_back(wells.plate[i]);
      well.push_back(wells.well[i]);
      role.push_back(wells.role[i]);
      dose.push_back(wells.dose[i]);
      value.push_back(wells.distance[i]);
    }
  }
  Table table;
  table.Add("compound", std::move(compound));
  table.Add("mechanism", std::move(mechanism));
  table.Add("plate", std::move(plate));
  table.Add("well", std::move(well));
  table.Add("role", std::move(role));
  table.Add("dose", std::move(dose));
  table.Add("value", std::move(value));
  return table;
}

/** Scores well profiles. */
class ScoreProfiles : public Node
{
public:
  explicit ScoreProfiles(const Json & params)
    : m_Settings(params)
  {}

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    const ForeseenProfiles profiles(in, "profiles", problems);
    for (const std::string & name : m_Settings.treatmentBy)
    {
      profiles.NeedColumn("treatment_by", MetadataName(name));
    }
    profiles.NeedControls(MetadataName(m_Settings.controlColumn),
                          m_Settings.negativeValue,
                          "negative_value",
                          Diagnostic::Severity::Warning);
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    Settings settings = m_Settings;
    settings.seed = context.Seed();
    settings.threads = context.Threads();
    const ScoredWells   wells(GatherProfiles(in, "profiles"), GatherProfiles(in, "uncentered"), settings);
    Metrics             metrics(settings.scope);
    std::vector<HitRow> hits;
    metrics.AddToNotes(FittedOnWarning(wells.profiles.metadata));
    const std::vector<double> ap = ScoreActivity(wells, settings, metrics, hits);
    context.Progress(0.5);
    ScoreReplicates(wells, settings, metrics);
    ScoreMechanism(wells, settings, metrics, hits);
    out.Set("metrics", metrics.ToTable());
    out.Set("wells", WellTable(wells, ap));
    out.Set("hits", HitTable(hits));
    out.Set("doses", DoseTable(wells));
  }

private:
  Settings m_Settings;
};
} // namespace

PHENO_NODE(ScoreProfiles)
