#include "plate_effects.h"

#include "phenoAssayQuality.h"
#include "phenoDoseWindow.h"
#include "phenoFalseDiscovery.h"
#include "phenoFittedOn.h"
#include "phenoGatherProfiles.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace
{
using namespace pheno;
using scoring::BootstrapTwoGroups;
using scoring::kNone;
using scoring::Metrics;
using scoring::Seeded;
using scoring::WithEnds;
using scoring::WithInterval;

/** A number that says how well two groups of control wells separate. */
struct Separation
{
  const char * name;
  double AssayQuality::*value;
};
constexpr Separation kSeparations[] = { { "zprime", &AssayQuality::zprime },
                                        { "robust_zprime", &AssayQuality::robust_zprime },
                                        { "ssmd", &AssayQuality::ssmd },
                                        { "robust_ssmd", &AssayQuality::ssmd_robust },
                                        { "signal_window", &AssayQuality::signal_window } };

/** The values of the rows that a mask marks, NaN left out. */
std::vector<double>
ValuesOf(const PlateWells & wells, const std::vector<std::size_t> & rows, const RowMask & mask)
{
  std::vector<double> values;
  for (const std::size_t row : Marked(rows, mask))
  {
    if (!std::isnan(wells.value[row]))
    {
      values.push_back(wells.value[row]);
    }
  }
  return values;
}

/** Scores plates. */
class ScorePlates : public Node
{
public:
  explicit ScorePlates(const Json & params)
    : m_Scope(params.at("scope"))
    , m_Settings(params)
    , m_OnAll(params.at("effects_on") == "all")
  {}

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    CheckPlateWells(ForeseenProfiles(in, "profiles", problems), m_Settings);
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Profiles   profiles = GatherProfiles(in, "profiles");
    const PlateWells wells(profiles, m_Settings);
    Metrics          metrics(m_Scope);
    metrics.AddToNotes(FittedOnWarning(profiles.metadata));
    AddSeparations(wells, context.Seed(), metrics);
    context.Progress(0.4);
    AddDoseWindows(wells, context.Seed(), metrics);
    this->AddEffects(wells, context.Seed(), metrics);
    context.Progress(0.8);
    out.Set("wells", WellTable(wells, AddPolish(wells, context.Seed(), metrics)));
    out.Set("metrics", metrics.ToTable());
  }

private:
  static void
  AddSeparations(const PlateWells & wells, std::uint64_t seed, Metrics & metrics)
  {
    for (const Separation & separation : kSeparations)
    {
      std::vector<double>       perPlate;
      std::vector<Metrics::Row> rows;
      for (const RowGroup & plate : wells.plates)
      {
        const auto     positives = ValuesOf(wells, plate.rows, wells.positive);
        const auto     negatives = ValuesOf(wells, plate.rows, wells.negative);
        Metrics::Row & row = rows.emplace_back(Metrics::Row{ .metric = separation.name, .group = plate.key.front() });
        row.n = static_cast<double>(positives.size() + negatives.size());
        row.note = std::to_string(positives.size()) + " positive, " + std::to_string(negatives.size()) +
                   " negative control wells";
        if (positives.empty() || negatives.empty())
        {
          row.note = "left out: " + row.note;
          continue;
        }
        row = WithInterval(std::move(row),
                           BootstrapTwoGroups(positives,
                                              negatives,
                                              seed,
                                              [&](const std::vector<double> & a, const std::vector<double> & b) {
                                                return ComputeAssayQuality(a, b).*separation.value;
                                              }),
                           "wells");
        perPlate.push_back(std::isfinite(row.value) ? row.value : kNone);
      }
      metrics.Add(
        WithInterval({ .metric = separation.name,
                       .note = "mean over plates; " + std::to_string(wells.plates.size()) + " plates in all" },
                     BootstrapMean(perPlate, Seeded(seed)),
                     "plates"));
      for (Metrics::Row & row : rows)
      {
        metrics.Add(std::move(row));
      }
    }
  }

  /** The V factor of every compound with two doses on a plate. */
  static void
  AddDoseWindows(const PlateWells & wells, std::uint64_t seed, Metrics & metrics)
  {
    for (const RowGroup & plate : wells.plates)
    {
      std::map<std::string, std::pair<std::vector<double>, std::vector<double>>> series; // doses, values
      for (const std::size_t row : plate.rows)
      {
        if (wells.negative[row] == 0 && !std::isnan(wells.dose[row]) && !std::isnan(wells.value[row]))
        {
          series[wells.compound[row]].first.push_back(wells.dose[row]);
          series[wells.compound[row]].second.push_back(wells.value[row]);
        }
      }
      for (const auto & [compound, points] : series)
      {
        const std::size_t doses = std::set<double>(points.first.begin(), points.first.end()).size();
        if (doses > 1)
        {
          const double factor = ComputeDoseWindow(points.first, points.second).v_factor_sample;
          const auto   drawnFactor = [&points](std::span<const std::size_t> drawn) {
            std::vector<double> someDoses, values;
            for (const std::size_t well : drawn)
            {
              someDoses.push_back(points.first[well]);
              values.push_back(points.second[well]);
            }
            return ComputeDoseWindow(someDoses, values).v_factor_sample;
          };
          metrics.Add(WithEnds({ .metric = "v_factor",
                                 .group = plate.key.front() + "|" + compound,
                                 .value = factor,
                                 .n = static_cast<double>(points.first.size()),
                                 .note = std::to_string(doses) + " doses" +
                                         (std::isnan(factor) ? ", none with two wells or all with one mean" : "") },
                               std::isnan(factor) ? Interval{ kNone, kNone, kNone, 0 }
                                                  : Bootstrap(points.first.size(), drawnFactor, Seeded(seed)),
                               "wells"));
        }
      }
    }
  }

  /** Adds rows with q over those that have a p. */
  static void
  AddCorrected(std::vector<Metrics::Row> rows, Metrics & metrics)
  {
    std::vector<double> p;
    for (const Metrics::Row & row : rows)
    {
      p.push_back(row.p);
    }
    const std::vector<double> q = BenjaminiHochberg(p);
    for (std::size_t i = 0; i < rows.size(); ++i)
    {
      rows[i].q = q[i];
      metrics.Add(std::move(rows[i]));
    }
  }

  void
  AddEffects(const PlateWells & wells, std::uint64_t seed, Metrics & metrics) const
  {
    const RowMask             measured = m_OnAll ? RowMask(wells.value.size(), 1) : wells.negative;
    std::vector<Metrics::Row> edges, plates;
    for (const RowGroup & plate : wells.plates)
    {
      RowMask atEdge(measured.size(), 0);
      RowMask inside(measured.size(), 0);
      RowMask elsewhere = measured;
      for (const std::size_t row : plate.rows)
      {
        elsewhere[row] = 0;
        if (measured[row] != 0 && wells.place[row])
        {
          (wells.IsAtEdge(*wells.place[row]) ? atEdge : inside)[row] = 1;
        }
      }
      edges.push_back(MeanEffect({ .metric = "edge_effect", .group = plate.key.front() },
                                 ValuesOf(wells, plate.rows, atEdge),
                                 ValuesOf(wells, plate.rows, inside),
                                 "at the edge",
                                 "inside",
                                 seed));
      std::vector<double> others;
      for (std::size_t row = 0; row < elsewhere.size(); ++row)
      {
        if (elsewhere[row] != 0 && !std::isnan(wells.value[row]))
        {
          others.push_back(wells.value[row]);
        }
      }
      plates.push_back(MeanEffect({ .metric = "plate_effect", .group = plate.key.front() },
                                  ValuesOf(wells, plate.rows, measured),
                                  others,
                                  "on the plate",
                                  "on other plates",
                                  seed));
    }
    AddCorrected(std::move(edges), metrics);
    AddCorrected(std::move(plates), metrics);
  }

  /** Effects of rows and columns; returns the B-score of every well. */
  static std::vector<double>
  AddPolish(const PlateWells & wells, std::uint64_t seed, Metrics & metrics)
  {
    std::vector<double> scores(wells.value.size(), kNone);
    for (const RowGroup & plate : wells.plates)
    {
      const PolishedPlate polished(wells, plate, seed);
      for (std::size_t i = 0; i < plate.rows.size(); ++i)
      {
        scores[plate.rows[i]] = polished.b_scores[i];
      }
      const std::string note =
        std::isnan(polished.row_effect.estimate)
          ? "no value: the residuals of the median polish do not scatter"
          : "of " + std::to_string(polished.n_rows) + " rows and " + std::to_string(polished.n_columns) + " columns";
      const double n = static_cast<double>(polished.n_wells);
      const auto   add = [&](const std::string & metric, const Interval & effect) {
        metrics.Add(
          WithEnds({ .metric = metric, .group = plate.key.front(), .value = effect.estimate, .n = n, .note = note },
                   effect,
                   "wells' residuals"));
      };
      add("row_effect", polished.row_effect);
      add("column_effect", polished.column_effect);
    }
    return scores;
  }

  static Table
  WellTable(const PlateWells & wells, std::vector<double> bScores)
  {
    const std::size_t count = wells.value.size();
    Table::Real       edge(count, kNone), z(count), robust(count), ssmd(count), percent(count), npi(count);
    for (const RowGroup & plate : wells.plates)
    {
      std::vector<double> values;
      for (const std::size_t row : plate.rows)
      {
        values.push_back(wells.value[row]);
      }
      const WellScores scores =
        ScoreWells(values, ValuesOf(wells, plate.rows, wells.positive), ValuesOf(wells, plate.rows, wells.negative));
      for (std::size_t i = 0; i < plate.rows.size(); ++i)
      {
        const std::size_t row = plate.rows[i];
        z[row] = scores.z[i];
        robust[row] = scores.robust_z[i];
        ssmd[row] = scores.ssmd_star[i];
        percent[row] = scores.percent_of_control[i];
        npi[row] = scores.npi[i];
        edge[row] = wells.place[row] ? static_cast<double>(wells.IsAtEdge(*wells.place[row])) : kNone;
      }
    }
    Table table = wells.metadata;
    table.Set("value", wells.value);
    table.Set("edge", std::move(edge));
    table.Set("z", std::move(z));
    table.Set("robust_z", std::move(robust));
    table.Set("ssmd_star", std::move(ssmd));
    table.Set("percent_of_control", std::move(percent));
    table.Set("npi", std::move(npi));
    table.Set("b_score", std::move(bScores));
    return table;
  }

  std::string  m_Scope;
  WellSettings m_Settings;
  bool         m_OnAll;
};
} // namespace

PHENO_NODE(ScorePlates)
