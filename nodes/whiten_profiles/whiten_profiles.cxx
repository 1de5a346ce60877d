#include "phenoComBat.h"
#include "phenoControlVariation.h"
#include "phenoGatherProfiles.h"
#include "phenoHarmony.h"
#include "phenoSpherize.h"
#include "phenoTypicalVariation.h"

#include <algorithm>

namespace
{
using namespace pheno;

/** Whitens well profiles on the controls, and aligns batches. */
class WhitenProfiles : public Node
{
public:
  explicit WhitenProfiles(const Json & params)
    : m_Params(params)
    , m_Method(params.at("method"))
  {}

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    Profiles all = GatherProfiles(in, "profiles");
    if (all.Rows() > 0)
    {
      Matrix corrected = this->Correct(all, context);
      if (corrected.columns != all.Columns() || HasAxes())
      {
        all.features.clear();
        for (std::size_t axis = 1; axis <= corrected.columns; ++axis)
        {
          all.features.push_back("PC" + std::to_string(axis));
        }
      }
      all.values = std::move(corrected.values);
    }
    out.Set("profiles", std::move(all));
  }

private:
  bool
  HasAxes() const
  {
    return m_Method == "PCA" || m_Method == "PCA-cor" || m_Method == "pca_centerscale" || m_Method == "efaar_tvn";
  }

  Matrix
  Correct(const Profiles & all, Context & context) const
  {
    const std::string batchColumn = m_Params.at("batch_column");
    if (m_Method == "harmony")
    {
      return this->Mix(ViewOf(all), all.metadata.Texts(batchColumn), context);
    }
    if (m_Method == "combat")
    {
      return this->Combat(ViewOf(all), all.metadata, all.metadata.Texts(batchColumn), context);
    }
    const RowMask controls = MaskOf(all.metadata.Texts(m_Params.at("control_column")), m_Params.at("control_value"));
    WarnOfFewControls(controls, all.Columns(), context);
    if (m_Method == "pca_centerscale")
    {
      const LabelColumn batches = all.metadata.Texts(batchColumn);
      const auto        fit = FitPcaCenterscale(ViewOf(all), controls, batches, context.Threads());
      return ApplyPcaCenterscale(fit, ViewOf(all), batches, context.Threads());
    }
    if (m_Method == "efaar_tvn")
    {
      const LabelColumn batches = all.metadata.Texts(batchColumn);
      const auto        fit = FitControlVariation(ViewOf(all), controls, batches, context.Threads());
      return ApplyControlVariation(fit, ViewOf(all), batches, context.Threads());
    }
    if (m_Method == "whitening" || m_Method == "coral" || m_Method == "tvn")
    {
      const TypicalVariationOptions options{ m_Method != "coral", m_Method != "whitening", m_Params.at("lambda") };
      return NormaliseTypicalVariation(ViewOf(all), controls, all.metadata.Texts(batchColumn), options);
    }
    Matrix     matrix{ ViewOf(all) };
    const auto fit = FitSpherizing(matrix, controls, SpherizeMethodFromName(m_Method), m_Params.at("epsilon"));
    ApplySpherizing(fit, matrix, context.Threads());
    return matrix;
  }

  static void
  WarnOfFewControls(const RowMask & controls, std::size_t features, Context & context)
  {
    const std::size_t count = static_cast<std::size_t>(std::count(controls.begin(), controls.end(), 1));
    if (count <= features)
    {
      context.Log(LogLevel::Warning,
                  std::to_string(count) + " control wells for " + std::to_string(features) +
                    " features: their covariance is singular, and directions in which they do not differ are scaled by "
                    "what the method assumes");
    }
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

  Matrix
  Combat(MatrixView values, const Table & metadata, const LabelColumn & batches, Context & context) const
  {
    Covariates covariates;
    for (const std::string name : m_Params.at("categorical_covariates"))
    {
      covariates.categorical[name] = metadata.Texts(name);
    }
    for (const std::string name : m_Params.at("continuous_covariates"))
    {
      covariates.continuous[name] = metadata.Numbers(name);
    }
    ComBatOptions options;
    options.empirical_bayes = m_Params.at("prior") != "none";
    options.parametric = m_Params.at("prior") == "parametric";
    options.mean_only = m_Params.at("mean_only");
    options.reference_batch = m_Params.at("reference_batch");
    options.threads = context.Threads();
    const ComBat fit = FitComBat(values, batches, covariates, options);
    const auto   unchanged = std::count(fit.var_pooled.begin(), fit.var_pooled.end(), 0.0);
    if (unchanged > 0 || fit.batches.size() == 1)
    {
      context.Log(LogLevel::Warning,
                  "ComBat of " + std::to_string(fit.batches.size()) + " batches: " + std::to_string(unchanged) +
                    " of " + std::to_string(values.columns) + " features do not vary and are left as they are");
    }
    Matrix matrix(values);
    ApplyComBat(fit, matrix, batches, covariates, context.Threads());
    return matrix;
  }

  Json        m_Params;
  std::string m_Method;
};
} // namespace

PHENO_NODE(WhitenProfiles)
