#include "phenoDoseResponse.h"
#include "phenoFalseDiscovery.h"
#include "phenoMetrics.h"
#include "phenoNode.h"
#include "phenoRankStatistics.h"
#include "phenoRowGroups.h"
#include "phenoSampleStatistics.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>

namespace
{
using namespace pheno;
using scoring::kNone;
using scoring::Metrics;

/** What is known of one compound. */
struct Compound
{
  std::string  name;
  std::size_t  wells = 0;
  double       highestDose = kNone;
  double       lowestDose = kNone; ///< above 0
  DoseResponse curve;
  Correlation  trend;
  double       q = kNone;
  double       trendQ = kNone;
  std::string  status;
  std::string  note;
};

double
SixDigits(double value)
{
  char text[40];
  std::snprintf(text, sizeof(text), "%.6g", value);
  return std::strtod(text, nullptr);
}

template <typename Get>
Table::Real
Numbers(const std::vector<Compound> & compounds, Get get)
{
  Table::Real values;
  for (const Compound & compound : compounds)
  {
    values.push_back(SixDigits(get(compound)));
  }
  return values;
}

template <typename Get>
Table::Text
Texts(const std::vector<Compound> & compounds, Get get)
{
  Table::Text values;
  for (const Compound & compound : compounds)
  {
    values.push_back(get(compound));
  }
  return values;
}

bool
HasAc50(const Compound & compound)
{
  return compound.status == "curve" || compound.status == "extrapolated";
}

Table
CurveTable(const std::vector<Compound> & compounds)
{
  using C = const Compound &;
  const auto ifAc50 = [](C c, double value) { return HasAc50(c) ? value : kNone; };
  Table      table;
  table.Add("compound", Texts(compounds, [](C c) { return c.name; }));
  table.Add("wells", Numbers(compounds, [](C c) { return static_cast<double>(c.wells); }));
  table.Add("doses", Numbers(compounds, [](C c) { return static_cast<double>(c.curve.n_doses); }));
  table.Add("status", Texts(compounds, [](C c) { return c.status; }));
  table.Add("ac50", Numbers(compounds, [&](C c) { return ifAc50(c, c.curve.ac50); }));
  table.Add("ac50_low", Numbers(compounds, [&](C c) { return ifAc50(c, c.curve.ac50_ends[0]); }));
  table.Add("ac50_high", Numbers(compounds, [&](C c) { return ifAc50(c, c.curve.ac50_ends[1]); }));
  table.Add("slope", Numbers(compounds, [&](C c) { return ifAc50(c, c.curve.slope.value); }));
  table.Add("low", Numbers(compounds, [&](C c) { return ifAc50(c, c.curve.low.value); }));
  table.Add("high", Numbers(compounds, [&](C c) { return ifAc50(c, c.curve.high.value); }));
  table.Add("r2", Numbers(compounds, [](C c) { return c.curve.r2; }));
  table.Add("p", Numbers(compounds, [](C c) { return c.curve.p; }));
  table.Add("q", Numbers(compounds, [](C c) { return c.q; }));
  table.Add("spearman", Numbers(compounds, [](C c) { return c.trend.rho; }));
  table.Add("spearman_p", Numbers(compounds, [](C c) { return c.trend.p; }));
  table.Add("spearman_q", Numbers(compounds, [](C c) { return c.trendQ; }));
  table.Add("note", Texts(compounds, [](C c) { return c.note; }));
  return table;
}

/** Fits dose responses. */
class ScoreDoses : public Node
{
public:
  explicit ScoreDoses(const Json & params)
    : m_Scope(params.at("scope"))
    , m_CompoundColumn(params.at("compound_column"))
    , m_DoseColumn(params.at("dose_column"))
    , m_ValueColumn(params.at("value_column"))
    , m_ControlColumn(params.at("control_column"))
    , m_NegativeValue(params.at("negative_value"))
    , m_FixesLow(params.at("low_end") == "controls")
    , m_Significance(params.at("significance"))
  {}

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Ptr<Table>            wells = in.Get<Table>("doses");
    const RowMask               negative = this->Negatives(*wells);
    const std::optional<double> low = this->LowEnd(*wells, negative);
    std::vector<Compound>       compounds = this->Fit(*wells, negative, low);
    this->Judge(compounds);
    context.Progress(0.9);
    out.Set("curves", CurveTable(compounds));
    out.Set("metrics", this->Summarise(compounds));
  }

private:
  RowMask
  Negatives(const Table & wells) const
  {
    return wells.Has(m_ControlColumn) ? MaskOf(wells.Texts(m_ControlColumn), m_NegativeValue)
                                      : RowMask(wells.Rows(), 0);
  }

  std::optional<double>
  LowEnd(const Table & wells, const RowMask & negative) const
  {
    if (!m_FixesLow)
    {
      return std::nullopt;
    }
    const Table::Real   values = wells.Numbers(m_ValueColumn);
    std::vector<double> ofControls;
    for (std::size_t row = 0; row < values.size(); ++row)
    {
      if (negative[row] != 0)
      {
        ofControls.push_back(values[row]);
      }
    }
    const double mean = Mean(ofControls);
    if (std::isnan(mean))
    {
      throw Error("low_end 'controls' needs rows whose '" + m_ControlColumn + "' is '" + m_NegativeValue +
                  "'; the table of doses has none with a response");
    }
    return mean;
  }

  std::vector<Compound>
  Fit(const Table & wells, const RowMask & negative, const std::optional<double> & low) const
  {
    const Table::Text     names = wells.Texts(m_CompoundColumn);
    const Table::Real     doses = wells.Numbers(m_DoseColumn);
    const Table::Real     values = wells.Numbers(m_ValueColumn);
    std::vector<Compound> compounds;
    for (const RowGroup & group : GroupRows(names))
    {
      Compound            compound;
      std::vector<double> ownDoses, ownValues;
      for (const std::size_t row : group.rows)
      {
        if (negative[row] == 0 && !std::isnan(doses[row]) && !std::isnan(values[row]))
        {
          ownDoses.push_back(doses[row]);
          ownValues.push_back(values[row]);
          compound.highestDose = std::fmax(compound.highestDose, doses[row]);
          compound.lowestDose = doses[row] > 0 ? std::fmin(compound.lowestDose, doses[row]) : compound.lowestDose;
        }
      }
      if (!ownDoses.empty())
      {
        compound.name = group.key.front();
        compound.wells = ownDoses.size();
        compound.curve = FitDoseResponse(ownDoses, ownValues, low);
        compound.trend = Spearman(ownDoses, ownValues);
        compounds.push_back(std::move(compound));
      }
    }
    return compounds;
  }

  /** Corrects for the number of compounds and says what each curve is worth. */
  void
  Judge(std::vector<Compound> & compounds) const
  {
    std::vector<double> p, trendP;
    for (const Compound & compound : compounds)
    {
      p.push_back(compound.curve.p);
      trendP.push_back(compound.trend.p);
    }
    const std::vector<double> q = BenjaminiHochberg(p);
    const std::vector<double> trendQ = BenjaminiHochberg(trendP);
    for (std::size_t i = 0; i < compounds.size(); ++i)
    {
      Compound & compound = compounds[i];
      compound.q = q[i];
      compound.trendQ = trendQ[i];
      const double decides = m_FixesLow ? compound.trendQ : compound.q;
      if (!compound.curve.fitted)
      {
        compound.status = "not fitted";
        compound.note = m_FixesLow ? "needs four wells and two doses" : "needs five wells and two doses";
      }
      else if (!(decides < m_Significance))
      {
        compound.status = "no response";
        compound.note = "the response does not depend on the dose: no AC50";
      }
      else if (!compound.curve.identifiable)
      {
        compound.status = "not determined";
        compound.note = "responds, but the doses do not determine a curve: no AC50";
      }
      else if (compound.curve.ac50 < compound.lowestDose || compound.curve.ac50 > compound.highestDose)
      {
        compound.status = "extrapolated";
        compound.note = std::string("AC50 ") + (compound.curve.ac50 > compound.highestDose ? "above" : "below") +
                        " the tested doses" + (compound.curve.extrapolated ? " by more than a factor of ten" : "");
      }
      else
      {
        compound.status = "curve";
      }
    }
  }

  Table
  Summarise(const std::vector<Compound> & compounds) const
  {
    Metrics     metrics(m_Scope);
    std::size_t fitted = 0, responding = 0, inside = 0;
    for (const Compound & compound : compounds)
    {
      fitted += compound.curve.fitted;
      responding += compound.curve.fitted && compound.status != "no response";
      inside += compound.status == "curve";
    }
    const double n = static_cast<double>(fitted);
    metrics.Add({ .metric = "dose_responsive_compounds",
                  .value = fitted > 0 ? static_cast<double>(responding) : kNone,
                  .n = n,
                  .note = fitted > 0 ? std::string("of the fitted compounds; ") +
                                         (m_FixesLow ? "Spearman q" : "q of the F test against the flat line") +
                                         " below the significance"
                                     : "no compound has enough wells and doses for a curve" });
    metrics.Add({ .metric = "compounds_with_ac50",
                  .value = fitted > 0 ? static_cast<double>(inside) : kNone,
                  .n = n,
                  .note = "AC50 within the tested doses" });
    return metrics.ToTable();
  }

  std::string m_Scope, m_CompoundColumn, m_DoseColumn, m_ValueColumn, m_ControlColumn, m_NegativeValue;
  bool        m_FixesLow;
  double      m_Significance;
};
} // namespace

PHENO_NODE(ScoreDoses)
