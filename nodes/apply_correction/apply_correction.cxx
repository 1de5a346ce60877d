#include "phenoControlWells.h"
#include "phenoCorrectionModel.h"
#include "phenoCovariateColumns.h"
#include "phenoFilledProfiles.h"
#include "phenoFiniteProfiles.h"
#include "phenoFittedOn.h"
#include "phenoForeseenProfiles.h"
#include "phenoGatherProfiles.h"
#include "phenoNormalisationFit.h"
#include "phenoRankNormal.h"
#include "phenoTakeFeatures.h"
#include "phenoWellGroups.h"
#include "phenoWhiteningFit.h"

#include <algorithm>
#include <optional>
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
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    if (!in.CanLoad("model"))
    {
      return;
    }
    std::optional<CorrectionModel> model;
    try
    {
      model = Applicable(in);
    }
    catch (const Error & error)
    {
      problems.Add("/in/model", error.what());
      return;
    }
    const ForeseenProfiles profiles(in, "profiles", problems);
    if (profiles.IsKnown() && profiles.Known().features)
    {
      const std::string lack = LackOfFeatures(*profiles.Known().features, model->features, NameOf(*model));
      if (!lack.empty())
      {
        problems.Add("/in/profiles", lack);
      }
    }
    CheckColumns(*model, in, problems);
  }

  Outlines
  Foresee(const Inputs & in) const override
  {
    return in.CanLoad("model") ? ForeseeFitted(in, "profiles", Applicable(in).outputs)
                               : ForeseeFitted(in, "profiles", std::nullopt);
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const CorrectionModel model = Applicable(in);
    Profiles              all = GatherProfiles(in, "profiles");
    const std::size_t     had = all.Columns();
    all = TakeFeatures(std::move(all), model.features, NameOf(model));
    if (had > all.Columns() && model.kind != "selection")
    {
      context.Log(LogLevel::Warning,
                  std::to_string(had - all.Columns()) + " of " + std::to_string(had) +
                    " features are not among those of the fit and are left out");
    }
    const char * const name = model.kind == "normalisation" ? kNormalisationFit
                              : model.kind == "selection"   ? kSelectionFit
                                                            : kWhiteningFit;
    MarkFitted(all.metadata, Refitted(all.metadata, model), name);
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
  static std::string
  NameOf(const CorrectionModel & model)
  {
    return "the model of " + model.node + " (" + model.method + ")";
  }

  /** Throws Error for what is no correction, and for one that fits no other profiles. */
  static CorrectionModel
  Applicable(const Inputs & in)
  {
    CorrectionModel model = LoadCorrection(*in.Get<Model>("model"));
    if (!model.never.empty())
    {
      throw Error(NameOf(model) + " cannot be applied: " + model.never);
    }
    return model;
  }

  /** The rows on which something is fitted anew: the reference rows of groups that the model does not know, and all
   * rows that are ranked. */
  static RowMask
  Refitted(const Table & metadata, const CorrectionModel & model)
  {
    RowMask refitted(metadata.Rows(), model.method == "rank_inverse_normal");
    if (metadata.Rows() == 0 || model.batches.empty() || model.kind == "combat")
    {
      return refitted;
    }
    const std::string group = model.columns.value("group", model.columns.value("batch", std::string()));
    const LabelColumn groups = GroupsOf(metadata, group);
    const std::string column = model.columns.at("control");
    if (HasNew(groups, model.batches))
    {
      const RowMask reference = column.empty() ? RowMask(metadata.Rows(), 1)
                                               : ControlWells(metadata, column, model.columns.at("control_value"));
      for (std::size_t row = 0; row < groups.size(); ++row)
      {
        const bool isNew = !std::binary_search(model.batches.begin(), model.batches.end(), groups[row]);
        refitted[row] = isNew && reference[row] != 0;
      }
    }
    return refitted;
  }

  /** The columns that the model reads; where it is a fit of groups, controls in those that it does not know. */
  static void
  CheckColumns(const CorrectionModel & model, const Inputs & in, Diagnostics & problems)
  {
    Diagnostics            found; // which have no parameter here
    const ForeseenProfiles profiles(in, "profiles", found);
    const auto             column = [&model](const char * name) { return model.columns.value(name, std::string()); };
    const std::string      group = column("group") + column("batch");
    for (const std::string & name : { group, column("position"), column("count") })
    {
      profiles.NeedColumn("", name);
    }
    profiles.NeedColumns("", model.columns.value("categorical_covariates", std::vector<std::string>()));
    profiles.NeedColumns("", model.columns.value("continuous_covariates", std::vector<std::string>()));
    const std::vector<std::string> & known = model.batches;
    const Table::Text                groups = profiles.Texts(group);
    if (!known.empty() && HasNew(groups, known))
    {
      if (model.kind == "combat")
      {
        profiles.Say("",
                     "some of " + std::to_string(profiles.CountValues(group)) + " values of " + group +
                       " are not among the " + std::to_string(known.size()) +
                       " batches of the fit: " + CommonestValues(groups));
      }
      else if (!column("control").empty())
      {
        profiles.NeedControls(column("control"), column("control_value"), "");
      }
    }
    for (const Diagnostic & each : found.Items())
    {
      problems.Add("/in/profiles", NameOf(model) + ": " + each.message, each.severity);
    }
  }

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
