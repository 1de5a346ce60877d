#include "phenoControlWells.h"
#include "phenoCorrectionModel.h"
#include "phenoFilledProfiles.h"
#include "phenoFiniteProfiles.h"
#include "phenoFittedOn.h"
#include "phenoForeseenProfiles.h"
#include "phenoGatherProfiles.h"
#include "phenoNormalisationFit.h"
#include "phenoRankNormal.h"
#include "phenoTakeFeatures.h"
#include "phenoWellGroups.h"

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
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    const ForeseenProfiles profiles(in, "profiles", problems);
    profiles.NeedColumn("group_by", m_GroupBy);
    profiles.NeedColumn("position_column", m_PositionColumn);
    if (!m_CountColumn.empty())
    {
      profiles.NeedNumbers("count_column", m_CountColumn);
    }
    if (m_OnControls)
    {
      profiles.NeedControlsIn(m_GroupBy, m_ControlColumn, m_ControlValue);
    }
  }

  Outlines
  Foresee(const Inputs & in) const override
  {
    return ForeseeFitted(in, "profiles");
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    Profiles        all = GatherProfiles(in, "profiles");
    CorrectionModel model = this->Describe(all);
    const RowMask   seen = this->Seen(all.metadata);
    if (all.Rows() > 0)
    {
      const std::size_t infinite = ForgetInfinite(all);
      NormalisationFit  fit;
      Matrix            matrix{ ViewOf(all) };
      this->Regress(all.metadata, matrix, fit, context);
      this->Normalise(all.metadata, matrix, fit, context.Threads());
      all.values = std::move(matrix.values);
      model.outputs = FeaturesWithValues(all);
      all = TakeFeatures(std::move(all), model.outputs, "normalisation");
      Report(infinite, FillWithCenter(all), model.features.size() - all.Columns(), context);
      model.batches = fit.groups ? fit.groups->groups : std::vector<std::string>();
      model.fit = SaveFit(fit);
    }
    MarkFitted(all.metadata, seen, kNormalisationFit);
    out.Set("profiles", std::move(all));
    if (out.Wanted("model"))
    {
      out.Set("model", SaveCorrection(model, out.Folder("model")));
    }
  }

private:
  /** The rows that the fit sees: all for ranks, positions and counts, otherwise those of the reference. */
  RowMask
  Seen(const Table & metadata) const
  {
    const bool seesAll = !m_OnControls || !m_PositionColumn.empty() || !m_CountColumn.empty();
    return seesAll || metadata.Rows() == 0 ? RowMask(metadata.Rows(), 1)
                                           : ControlWells(metadata, m_ControlColumn, m_ControlValue);
  }

  CorrectionModel
  Describe(const Profiles & all) const
  {
    CorrectionModel model;
    model.node = "pheno.normalise_profiles";
    model.kind = "normalisation";
    model.method = m_IsRank ? "rank_inverse_normal" : NameOf(m_Method);
    model.features = all.features;
    model.columns = { { "group", m_GroupBy },
                      { "position", m_PositionColumn },
                      { "count", m_CountColumn },
                      { "control", m_OnControls ? m_ControlColumn : "" },
                      { "control_value", m_ControlValue } };
    model.settings = { { "epsilon", m_Epsilon } };
    const std::string own = m_OnControls ? "its own controls" : "all of its own wells";
    model.stored = m_IsRank ? "means of well positions and lines on the cell count, where they were asked for"
                            : "center and scale of every group of the fit; means of well positions and lines on the "
                              "cell count, where they were asked for";
    model.refitted = m_IsRank            ? "ranks, within every group of the profiles it is applied to"
                     : m_GroupBy.empty() ? "nothing: all wells have one center and one scale"
                                         : "center and scale of a group (" + m_GroupBy +
                                             ") that is not among those of the fit, on " + own;
    if (all.Rows() == 0)
    {
      model.never = "it was fitted on no profiles";
    }
    else if (m_IsRank && m_GroupBy.empty())
    {
      model.never = "rank_inverse_normal over all wells ranks the wells that are there together and gives nothing that "
                    "could be applied to others";
    }
    return model;
  }

  void
  Regress(const Table & metadata, Matrix & matrix, NormalisationFit & fit, Context & context) const
  {
    if (!m_PositionColumn.empty())
    {
      const LabelColumn positions = metadata.Texts(m_PositionColumn);
      fit.positions = FitPositionEffects(matrix, positions);
      ApplyPositionEffects(*fit.positions, positions, matrix);
    }
    if (!m_CountColumn.empty())
    {
      const Table::Real counts = metadata.Numbers(m_CountColumn);
      fit.counts = FitCountRegression(matrix, counts, m_MinUnique, context.Threads());
      ApplyCountRegression(*fit.counts, counts, matrix);
      const auto isNaN = [](double value) { return std::isnan(value); };
      const auto unknown = std::count_if(counts.begin(), counts.end(), isNaN);
      const auto left = std::count_if(fit.counts->slope.begin(), fit.counts->slope.end(), isNaN);
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
  Normalise(const Table & metadata, Matrix & matrix, NormalisationFit & fit, unsigned threads) const
  {
    const LabelColumn groups = GroupsOf(metadata, m_GroupBy);
    if (m_IsRank)
    {
      RankNormalPerGroup(matrix, groups, kBlom, threads);
      return;
    }
    const RowMask reference =
      m_OnControls ? ControlWells(metadata, m_ControlColumn, m_ControlValue) : RowMask(matrix.rows, 1);
    fit.groups = FitGroupNormalisation(matrix, groups, reference, m_Method, m_Epsilon, threads);
    ApplyGroupNormalisation(*fit.groups, groups, matrix, threads);
  }

  static void
  Report(std::size_t infinite, std::size_t filled, std::size_t dropped, Context & context)
  {
    if (infinite > 0)
    {
      context.Log(LogLevel::Warning, std::to_string(infinite) + " infinite values taken as missing");
    }
    if (filled > 0 || dropped > 0)
    {
      context.Log(LogLevel::Warning,
                  std::to_string(filled) + " missing values set to the controls' center, " + std::to_string(dropped) +
                    " features without values dropped");
    }
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
