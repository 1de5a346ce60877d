#include "phenoControlWells.h"
#include "phenoCorrectionModel.h"
#include "phenoCovariateColumns.h"
#include "phenoFilledProfiles.h"
#include "phenoFiniteProfiles.h"
#include "phenoGatherProfiles.h"
#include "phenoNormalisationFit.h"
#include "phenoRankNormal.h"
#include "phenoTakeFeatures.h"
#include "phenoWellGroups.h"
#include "phenoWhiteningFit.h"

#include <set>

namespace
{
using namespace pheno;

/** Applies a fit that was saved to profiles that come later. */
class ApplyCorrection : public Node
{
public:
  explicit ApplyCorrection(const Json &) {}

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const CorrectionModel model = LoadCorrection(*in.Get<Model>("model"));
    if (!model.never.empty())
    {
      throw Error("the model of " + model.node + " (" + model.method + ") cannot be applied: " + model.never);
    }
    Profiles          all = GatherProfiles(in, "profiles");
    const std::size_t had = all.Columns();
    all = TakeFeatures(std::move(all), model.features, "the model of " + model.node + " (" + model.method + ")");
    if (had > all.Columns() && model.kind != "selection")
    {
      context.Log(LogLevel::Warning,
                  std::to_string(had - all.Columns()) + " of " + std::to_string(had) +
                    " features are not among those of the fit and are left out");
    }
    if (all.Rows() > 0 && model.kind == "normalisation")
    {
      all = Normalise(std::move(all), model, context);
    }
    else if (all.Rows() > 0 && model.kind != "selection")
    {
      all = Whiten(std::move(all), model, context);
    }
    all.features = model.outputs;
    out.Set("profiles", std::move(all));
  }

private:
  static void
  ReportNew(const LabelColumn &              groups,
            const std::vector<std::string> & known,
            const std::string &              how,
            Context &                        context)
  {
    std::set<std::string>    all(groups.begin(), groups.end());
    std::vector<std::string> fresh;
    std::set_difference(all.begin(), all.end(), known.begin(), known.end(), std::back_inserter(fresh));
    if (!fresh.empty())
    {
      context.Log(LogLevel::Info,
                  std::to_string(fresh.size()) + " of " + std::to_string(all.size()) + " batches are not among the " +
                    std::to_string(known.size()) + " of the fit and are " + how + ": " + Join(fresh));
    }
  }

  /** Are there rows of groups that the fit does not know? */
  static bool
  HasNew(const LabelColumn & groups, const std::vector<std::string> & known)
  {
    return std::any_of(groups.begin(), groups.end(), [&known](const std::string & each) {
      return !std::binary_search(known.begin(), known.end(), each);
    });
  }

  static Profiles
  Normalise(Profiles all, const CorrectionModel & model, Context & context)
  {
    NormalisationFit  fit = LoadFit<NormalisationFit>(model.fit);
    const std::size_t infinite = ForgetInfinite(all);
    Matrix            matrix{ ViewOf(all) };
    if (fit.positions)
    {
      ApplyPositionEffects(*fit.positions, all.metadata.Texts(model.columns.at("position")), matrix);
    }
    if (fit.counts)
    {
      ApplyCountRegression(*fit.counts, all.metadata.Numbers(model.columns.at("count")), matrix);
    }
    const LabelColumn groups = GroupsOf(all.metadata, model.columns.at("group"));
    if (fit.groups)
    {
      AddNewGroups(*fit.groups, all.metadata, groups, matrix, model, context);
      ApplyGroupNormalisation(*fit.groups, groups, matrix, context.Threads());
    }
    else
    {
      RankNormalPerGroup(matrix, groups, kBlom, context.Threads());
    }
    all.values = std::move(matrix.values);
    all = TakeFeatures(std::move(all), model.outputs, "normalisation");
    const std::size_t filled = FillWithCenter(all);
    if (infinite + filled > 0)
    {
      context.Log(LogLevel::Warning,
                  std::to_string(infinite) + " infinite values taken as missing, " + std::to_string(filled) +
                    " missing values set to the controls' center");
    }
    return all;
  }

  static void
  AddNewGroups(GroupNormalisation &    fit,
               const Table &           metadata,
               const LabelColumn &     groups,
               const Matrix &          matrix,
               const CorrectionModel & model,
               Context &               context)
  {
    if (!HasNew(groups, fit.groups))
    {
      return;
    }
    const std::string column = model.columns.at("control");
    ReportNew(groups,
              fit.groups,
              column.empty() ? "normalised on all of their wells" : "normalised on their own controls",
              context);
    const RowMask reference =
      column.empty() ? RowMask(matrix.rows, 1) : ControlWells(metadata, column, model.columns.at("control_value"));
    AddGroups(fit,
              matrix,
              groups,
              reference,
              NormaliseMethodFromName(model.method),
              model.settings.at("epsilon"),
              context.Threads());
  }

  static Profiles
  Whiten(Profiles all, const CorrectionModel & model, Context & context)
  {
    RequireFiniteProfiles(all, "apply_correction of a whitening");
    WhiteningFit                   fit = LoadWhitening(model.kind, model.fit);
    const std::vector<std::string> known = BatchesOf(fit);
    const LabelColumn              batches = GroupsOf(all.metadata, model.columns.at("batch"));
    if (!known.empty() && HasNew(batches, known))
    {
      const bool    needsControls = !std::holds_alternative<ComBat>(fit);
      const RowMask controls =
        needsControls ? ControlWells(all.metadata, model.columns.at("control"), model.columns.at("control_value"))
                      : RowMask(all.Rows(), 0);
      AddBatches(fit, ViewOf(all), controls, batches, context.Threads());
      ReportNew(batches, known, "aligned on their own controls", context);
    }
    all.values =
      ApplyWhitening(fit, ViewOf(all), batches, CovariatesOf(all.metadata, model.columns), context.Threads()).values;
    return all;
  }
};
} // namespace

PHENO_NODE(ApplyCorrection)
