#include "phenoGoldenMatrix.h"

#include "phenoComBat.h"

namespace pheno::golden
{
Json
RunCombat(const Case & golden)
{
  return Refusing([&golden]() -> Json {
    const Json &      inputs = golden.inputs;
    Matrix            matrix = ToMatrix(inputs.at("X"));
    const LabelColumn batches = ToLabels(inputs.at("batch"));
    Covariates        covariates;
    for (const auto & [name, values] : inputs.at("categorical").items())
    {
      covariates.categorical[name] = ToLabels(values);
    }
    for (const auto & [name, values] : inputs.at("continuous").items())
    {
      covariates.continuous[name] = ToNumbers(values);
    }
    ComBatOptions options;
    options.empirical_bayes = inputs.at("eb");
    options.parametric = inputs.at("parametric");
    options.mean_only = inputs.at("mean_only");
    options.reference_batch =
      inputs.at("ref_batch").is_null() ? "" : ToLabels(Json::array({ inputs.at("ref_batch") })).front();
    const ComBat fit = FitComBat(matrix, batches, covariates, options);
    ApplyComBat(fit, matrix, batches, covariates);
    return { { "out", FromMatrix(matrix) },
             { "gamma_star", FromMatrix(fit.gamma) },
             { "delta_star", FromMatrix(fit.delta) },
             { "var_pooled", FromNumbers(fit.var_pooled) },
             { "grand_mean", FromNumbers(fit.grand_mean) },
             // either convention will do: ours ends by the reference's rule, as `out` does
             { "converged_out", Unspecified() } };
  });
}
} // namespace pheno::golden
