#include "phenoGoldenMatrix.h"

#include "phenoDoseResponse.h"
#include "phenoRankStatistics.h"

#include <limits>

namespace pheno::golden
{
namespace
{
constexpr double kMost = std::numeric_limits<double>::max();

Json
RunSpearman(const Json & inputs)
{
  const std::vector<double> x = ToNumbers(inputs.at("x"));
  const std::vector<double> y = ToNumbers(inputs.at("y"));
  const Correlation         result = Spearman(x, y);
  return { { "rho", FromNumber(result.rho) },
           { "p", FromNumber(result.p) },
           { "p_exact", x.size() <= 8 ? FromNumber(SpearmanExactP(x, y)) : Json(nullptr) } };
}

/** What is left to test where the data do not determine the curve: a smaller sum of squares than the reference's is as
 * good. */
void
AllowBetterFit(Json & got, const DoseResponse & curve)
{
  got["sse"] = Within(curve.sse - 1e-9 * curve.sst, kMost);
  got["r2"] = Within(-kMost, curve.r2 + 1e-9);
  got["F"] = Within(-kMost, curve.f * (1 + 2e-5));
  got["p_F"] = Within(curve.p * (1 - 1e-4), 1);
}

Json
RunCurve(const Json & inputs)
{
  const bool                  isFixed = inputs.at("kind") == "3pl_fixed";
  const std::optional<double> low = isFixed ? std::optional<double>(inputs.at("fixed_c").get<double>()) : std::nullopt;
  const DoseResponse          curve = FitDoseResponse(ToNumbers(inputs.at("dose")), ToNumbers(inputs.at("y")), low);
  Json                        got = { { "sse", FromNumber(curve.sse) },
                                      { "sst", FromNumber(curve.sst) },
                                      { "r2", FromNumber(curve.r2) },
                                      { "F", FromNumber(curve.f) },
                                      { "p_F", FromNumber(curve.p) },
                                      { "c", FromNumber(curve.low.value) },
                                      { "d", FromNumber(curve.high.value) },
                                      { "h", FromNumber(curve.slope.value) },
                                      { "L", FromNumber(curve.log_ac50.value) },
                                      { "ac50", FromNumber(curve.ac50) },
                                      { "s2", FromNumber(curve.s2) },
                                      { "ci_L", FromNumbers(curve.log_ac50_ends) },
                                      { "ci_ac50", FromNumbers(curve.ac50_ends) },
                                      { "se_ac50_delta", FromNumber(curve.ac50_error) },
                                      { "se_c", FromNumber(curve.low.error) },
                                      { "se_d", FromNumber(curve.high.error) },
                                      { "se_h", FromNumber(curve.slope.error) },
                                      { "se_L", FromNumber(curve.log_ac50.error) } };
  if (!inputs.value("identifiable", true))
  {
    AllowBetterFit(got, curve);
  }
  return got;
}
} // namespace

Json
RunDoseResponse(const Case & golden)
{
  return Refusing([&golden]() -> Json {
    return golden.inputs.at("kind") == "spearman" ? RunSpearman(golden.inputs) : RunCurve(golden.inputs);
  });
}
} // namespace pheno::golden
