#include "phenoCountRegression.h"
#include "phenoGatherProfiles.h"
#include "phenoNormalise.h"
#include "phenoPositionEffects.h"
#include "phenoRankNormal.h"

#include <algorithm>
#include <cmath>

namespace
{
using namespace pheno;

/** Takes out what well positions and cell counts explain, then normalises profiles group by group. */
class NormaliseProfiles : public Node
{
public:
  explicit NormaliseProfiles(const Json & params)
    : m_IsRank(params.at("method") == "rank_inverse_normal")
    , m_Method(m_IsRank ? NormaliseMethod::Standardize : NormaliseMethodFromName(params.at("method")))
    , m_OnControls(params.at("reference") == "controls")
    , m_GroupBy(params.at("group_by"))
    , m_ControlColumn(params.at("control_column"))
    , m_ControlValue(params.at("control_value"))
    , m_Epsilon(params.at("epsilon"))
    , m_PositionColumn(params.at("position_column"))
    , m_CountColumn(params.at("count_column"))
    , m_MinUnique(params.at("min_unique"))
  {
    if (m_IsRank && m_OnControls)
    {
      throw Error("rank_inverse_normal ranks all wells of a group; set reference to \"all\"");
    }
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    Profiles all = GatherProfiles(in, "profiles");
    if (all.Rows() > 0)
    {
      Matrix matrix{ ViewOf(all) };
      this->Regress(all.metadata, matrix, context);
      this->Normalise(all.metadata, matrix, context.Threads());
      all.values = std::move(matrix.values);
      FillMissing(all, context);
    }
    out.Set("profiles", std::move(all));
  }

private:
  void
  Regress(const Table & metadata, Matrix & matrix, Context & context) const
  {
    if (!m_PositionColumn.empty())
    {
      const LabelColumn positions = metadata.Texts(m_PositionColumn);
      ApplyPositionEffects(FitPositionEffects(matrix, positions), positions, matrix);
    }
    if (!m_CountColumn.empty())
    {
      const Table::Real     counts = metadata.Numbers(m_CountColumn);
      const CountRegression fit = FitCountRegression(matrix, counts, m_MinUnique, context.Threads());
      ApplyCountRegression(fit, counts, matrix);
      const auto isNaN = [](double value) { return std::isnan(value); };
      const auto unknown = std::count_if(counts.begin(), counts.end(), isNaN);
      const auto left = std::count_if(fit.slope.begin(), fit.slope.end(), isNaN);
      if (unknown > 0 || left > 0)
      {
        context.Log(LogLevel::Warning,
                    std::to_string(unknown) + " of " + std::to_string(counts.size()) +
                      " wells have no count and keep their values; " + std::to_string(left) + " of " +
                      std::to_string(matrix.columns) + " features have at most " + std::to_string(m_MinUnique) +
                      " different values and are not regressed on it");
      }
    }
  }

  void
  Normalise(const Table & metadata, Matrix & matrix, unsigned threads) const
  {
    const LabelColumn groups = m_GroupBy.empty() ? LabelColumn(matrix.rows, "all") : metadata.Texts(m_GroupBy);
    if (m_IsRank)
    {
      RankNormalPerGroup(matrix, groups, 0.375, threads);
      return;
    }
    const RowMask reference =
      m_OnControls ? MaskOf(metadata.Texts(m_ControlColumn), m_ControlValue) : RowMask(matrix.rows, 1);
    NormalisePerGroup(matrix, groups, reference, m_Method, m_Epsilon, threads);
  }

  /** Drops features that are nowhere a number and sets single missing values to the center. */
  static void
  FillMissing(Profiles & profiles, Context & context)
  {
    const std::size_t        columns = profiles.Columns();
    std::vector<std::size_t> kept;
    std::size_t              filled = 0;
    for (std::size_t f = 0; f < columns; ++f)
    {
      std::size_t missing = 0;
      for (std::size_t row = 0; row < profiles.Rows(); ++row)
      {
        missing += std::isfinite(profiles.values[row * columns + f]) ? 0 : 1;
      }
      if (missing < profiles.Rows())
      {
        kept.push_back(f);
        filled += missing;
      }
    }
    std::vector<double>      values;
    std::vector<std::string> names;
    values.reserve(profiles.Rows() * kept.size());
    for (const std::size_t f : kept)
    {
      names.push_back(profiles.features[f]);
    }
    for (std::size_t row = 0; row < profiles.Rows(); ++row)
    {
      for (const std::size_t f : kept)
      {
        const double value = profiles.values[row * columns + f];
        values.push_back(std::isfinite(value) ? value : 0);
      }
    }
    if (filled > 0 || kept.size() < columns)
    {
      context.Log(LogLevel::Warning,
                  std::to_string(filled) + " missing values set to the controls' center, " +
                    std::to_string(columns - kept.size()) + " features without values dropped");
    }
    profiles.values = std::move(values);
    profiles.features = std::move(names);
  }

  bool            m_IsRank;
  NormaliseMethod m_Method;
  bool            m_OnControls;
  std::string     m_GroupBy;
  std::string     m_ControlColumn;
  std::string     m_ControlValue;
  double          m_Epsilon;
  std::string     m_PositionColumn;
  std::string     m_CountColumn;
  std::size_t     m_MinUnique;
};
} // namespace

PHENO_NODE(NormaliseProfiles)
