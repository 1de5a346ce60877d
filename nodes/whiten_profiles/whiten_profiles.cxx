#include "phenoControlWells.h"
#include "phenoCorrectionModel.h"
#include "phenoCovariateColumns.h"
#include "phenoFiniteProfiles.h"
#include "phenoFittedOn.h"
#include "phenoForeseenProfiles.h"
#include "phenoGatherProfiles.h"
#include "phenoHarmony.h"
#include "phenoWhiteningFit.h"

#include "warnings.h"

namespace
{
using namespace pheno;
using namespace pheno::whitening;

/** Whitens well profiles on the controls, and aligns batches. */
class WhitenProfiles : public Node
{
public:
  explicit WhitenProfiles(const Json & params)
    : m_Params(params)
    , m_Method(params.at("method"))
  {}

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    const ForeseenProfiles profiles(in, "profiles", problems);
    const std::string      batchColumn = m_Params.at("batch_column");
    if (this->HasBatches())
    {
      profiles.NeedColumn("batch_column", batchColumn);
      CheckBatches(profiles, batchColumn);
    }
    if (m_Method == "combat")
    {
      profiles.NeedColumns("categorical_covariates", m_Params.at("categorical_covariates"));
      for (const std::string name : m_Params.at("continuous_covariates"))
      {
        profiles.NeedNumbers("continuous_covariates", name);
      }
    }
    else if (m_Method != "harmony")
    {
      const std::size_t least = m_Method == "efaar_tvn" ? 2 : 1;
      const std::string column = m_Params.at("control_column");
      profiles.NeedControlsIn(this->HasBatches() ? batchColumn : "", column, m_Params.at("control_value"), least);
    }
  }

  Outlines
  Foresee(const Inputs & in) const override
  {
    return this->HasAxes() ? ForeseeFitted(in, "profiles", std::nullopt) : ForeseeFitted(in, "profiles");
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    Profiles        all = GatherProfiles(in, "profiles");
    CorrectionModel model = this->Describe(all);
    MarkFitted(all.metadata, this->Seen(all.metadata), kWhiteningFit);
    if (all.Rows() > 0)
    {
      RequireFiniteProfiles(all, "whiten_profiles");
      Matrix corrected = this->Correct(all, model, context);
      if (corrected.columns != all.Columns() || this->HasAxes())
      {
        all.features.clear();
        for (std::size_t axis = 1; axis <= corrected.columns; ++axis)
        {
          all.features.push_back("PC" + std::to_string(axis));
        }
      }
      all.values = std::move(corrected.values);
    }
    model.outputs = all.features;
    out.Set("profiles", std::move(all));
    if (out.Wanted("model"))
    {
      out.Set("model", SaveCorrection(model, out.Folder("model")));
    }
  }

private:
  /** What needs several batches and has one is an error: it could only give back what it got. A reference that is no
   * batch is one too. */
  void
  CheckBatches(const ForeseenProfiles & profiles, const std::string & column) const
  {
    const Table::Text batches = profiles.Texts(column);
    if (batches.empty())
    {
      return;
    }
    const std::string reference = m_Method == "combat" ? m_Params.at("reference_batch") : Json("");
    if (!reference.empty() && std::find(batches.begin(), batches.end(), reference) == batches.end())
    {
      profiles.Say("reference_batch",
                   "'" + reference + "' is not among the " + std::to_string(profiles.CountValues(column)) +
                     " values of " + column + ": " + CommonestValues(batches) + DidYouMean(reference, batches));
    }
    profiles.Say("batch_column",
                 OneBatch(batches, column),
                 this->Is({ "harmony", "combat", "coral" }) ? Diagnostic::Severity::Error
                                                            : Diagnostic::Severity::Warning);
  }

  /** The rows that the fit sees: all where wells of all treatments are moved together, otherwise the controls. */
  RowMask
  Seen(const Table & metadata) const
  {
    return this->Is({ "harmony", "combat" }) || metadata.Rows() == 0
             ? RowMask(metadata.Rows(), 1)
             : ControlWells(metadata, m_Params.at("control_column"), m_Params.at("control_value"));
  }

  bool
  Is(const std::vector<std::string> & methods) const
  {
    return std::find(methods.begin(), methods.end(), m_Method) != methods.end();
  }

  bool
  HasAxes() const
  {
    return this->Is({ "PCA", "PCA-cor", "pca_centerscale", "efaar_tvn", "kernel_pca" });
  }

  bool
  HasBatches() const
  {
    return !this->Is({ "whitening", "PCA", "ZCA", "PCA-cor", "ZCA-cor" });
  }

  CorrectionModel
  Describe(const Profiles & all) const
  {
    CorrectionModel model;
    model.node = "pheno.whiten_profiles";
    model.kind = m_Method; // until there is a fit
    model.method = m_Method;
    model.features = all.features;
    model.columns = { { "batch", this->HasBatches() ? m_Params.at("batch_column") : Json("") },
                      { "control", m_Params.at("control_column") },
                      { "control_value", m_Params.at("control_value") },
                      { "categorical_covariates", m_Params.at("categorical_covariates") },
                      { "continuous_covariates", m_Params.at("continuous_covariates") } };
    model.stored = "what was learnt from the controls of all batches";
    model.refitted = this->HasBatches()
                       ? "how a batch that is not among those of the fit is aligned, on its own controls"
                       : "nothing: all wells are moved alike";
    if (m_Method == "combat")
    {
      model.stored = "grand mean, pooled variance, covariates' coefficients, location and scale of every batch";
      model.refitted = "nothing: a batch that is not among those of the fit is an error";
    }
    if (m_Method == "harmony")
    {
      model.stored = "nothing";
      model.refitted = "nothing";
      model.never =
        "Harmony moves the wells that are there together, by clusters of these very wells, and gives nothing "
        "that could be applied to others; whiten them together with pheno.whiten_profiles";
    }
    if (all.Rows() == 0)
    {
      model.never = "it was fitted on no profiles";
    }
    return model;
  }

  /** Corrected values; the fit goes into the model. */
  Matrix
  Correct(const Profiles & all, CorrectionModel & model, Context & context) const
  {
    const std::string batchColumn = m_Params.at("batch_column");
    const LabelColumn batches = this->HasBatches() ? all.metadata.Texts(batchColumn) : LabelColumn();
    if (this->HasBatches())
    {
      WarnOfOneBatch(batches, batchColumn, context);
    }
    if (m_Method == "harmony")
    {
      return this->Mix(ViewOf(all), batches, context);
    }
    Covariates covariates;
    if (m_Method == "combat")
    {
      covariates = CovariatesOf(all.metadata, model.columns);
      WarnOfConfinedLevels(covariates, batches, context);
    }
    const WhiteningFit fit = m_Method == "combat" ? this->Combat(ViewOf(all), batches, covariates, context)
                                                  : this->FitOnControls(all, batches, context);
    model.kind = KindOf(fit);
    model.batches = BatchesOf(fit);
    model.fit = SaveWhitening(fit);
    return ApplyWhitening(fit, ViewOf(all), batches, covariates, context.Threads());
  }

  WhiteningFit
  FitOnControls(const Profiles & all, const LabelColumn & batches, Context & context) const
  {
    const MatrixView values = ViewOf(all);
    const RowMask    controls = ControlWells(all.metadata, m_Params.at("control_column"), m_Params.at("control_value"));
    if (m_Method == "kernel_pca")
    {
      return FitKernelVariation(values, controls, batches, this->Kernel(), context.Threads());
    }
    WarnOfFewControls(controls, all.Columns(), context);
    if (m_Method == "pca_centerscale")
    {
      return FitPcaCenterscale(values, controls, batches, context.Threads());
    }
    if (m_Method == "efaar_tvn")
    {
      return FitControlVariation(values, controls, batches, context.Threads());
    }
    if (this->Is({ "whitening", "coral", "tvn" }))
    {
      const TypicalVariationOptions options{ m_Method != "coral", m_Method != "whitening", m_Params.at("lambda") };
      const LabelColumn             known = batches.empty() ? LabelColumn(all.Rows()) : batches;
      return FitTypicalVariation(values, controls, known, options, context.Threads());
    }
    const auto fit = FitSpherizing(values, controls, SpherizeMethodFromName(m_Method), m_Params.at("epsilon"));
    WarnOfRank(fit.rank, controls, all.Columns(), context);
    return fit;
  }

  KernelOptions
  Kernel() const
  {
    KernelOptions options;
    options.kind = KernelKindFromName(m_Params.at("kernel"));
    options.gamma = m_Params.at("gamma");
    options.degree = m_Params.at("degree");
    options.offset = m_Params.at("offset");
    options.components = m_Params.at("components");
    return options;
  }

  Matrix
  Mix(MatrixView matrix, const LabelColumn & batches, Context & context) const
  {
    HarmonyOptions options;
    options.clusters = m_Params.at("clusters");
    options.theta = m_Params.at("theta");
    options.lambda = m_Params.at("ridge");
    options.sigma = m_Params.at("sigma");
    options.threads = context.Threads();
    Harmonised result = Harmonise(matrix, batches, context.Seed(), options);
    if (!result.converged)
    {
      context.Log(LogLevel::Warning,
                  "Harmony's objective still falls after " + std::to_string(result.rounds.size()) + " iterations");
    }
    return std::move(result.corrected);
  }

  ComBat
  Combat(MatrixView values, const LabelColumn & batches, const Covariates & covariates, Context & context) const
  {
    ComBatOptions options;
    options.empirical_bayes = m_Params.at("prior") != "none";
    options.parametric = m_Params.at("prior") == "parametric";
    options.mean_only = m_Params.at("mean_only");
    options.reference_batch = m_Params.at("reference_batch");
    options.threads = context.Threads();
    ComBat     fit = FitComBat(values, batches, covariates, options);
    const auto unchanged = std::count(fit.var_pooled.begin(), fit.var_pooled.end(), 0.0);
    if (unchanged > 0)
    {
      context.Log(LogLevel::Warning,
                  "ComBat: " + std::to_string(unchanged) + " of " + std::to_string(values.columns) +
                    " features do not vary and are left as they are");
    }
    return fit;
  }

  Json        m_Params;
  std::string m_Method;
};
} // namespace

PHENO_NODE(WhitenProfiles)
