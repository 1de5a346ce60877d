#include "phenoGoldenMatrix.h"

#include "phenoAssayQuality.h"
#include "phenoDoseWindow.h"
#include "phenoMedianPolish.h"

namespace pheno::golden
{
namespace
{
Json
RunControls(const Json & inputs)
{
  const AssayQuality q = ComputeAssayQuality(ToNumbers(inputs.at("pos")), ToNumbers(inputs.at("neg")));
  return { { "zprime", FromNumber(q.zprime) },
           { "zprime_pop", FromNumber(q.zprime_pop) },
           { "robust_zprime", FromNumber(q.robust_zprime) },
           { "ssmd", FromNumber(q.ssmd) },
           { "ssmd_robust", FromNumber(q.ssmd_robust) },
           { "ssmd_umvue", FromNumber(q.ssmd_umvue) },
           { "signal_window", FromNumber(q.signal_window) },
           { "signal_window_agm", FromNumber(q.signal_window_agm) },
           { "sb", FromNumber(q.sb) },
           { "sn", FromNumber(q.sn) },
           { "cohen_d", FromNumber(q.cohen_d) },
           { "hedges_g", FromNumber(q.hedges_g) },
           { "glass_delta", FromNumber(q.glass_delta) },
           { "welch_t", FromNumber(q.welch_t) },
           { "welch_p", FromNumber(q.welch_p) } };
}

Json
RunDoseWindow(const Json & inputs)
{
  const DoseWindow window = ComputeDoseWindow(ToNumbers(inputs.at("dose")), ToNumbers(inputs.at("y")));
  return { { "cellprofiler_v", FromNumber(window.v_factor) },
           { "v_sample", FromNumber(window.v_factor_sample) },
           { "cellprofiler_z", FromNumber(window.zprime) },
           { "cellprofiler_z_one_tailed", FromNumber(window.zprime_one_tailed) } };
}

Json
RunBScore(const Json & inputs)
{
  const MedianPolish polish = PolishMedians(ToMatrix(inputs.at("plate")));
  return { { "overall", FromNumber(polish.overall) },
           { "row", FromNumbers(polish.row_effects) },
           { "col", FromNumbers(polish.column_effects) },
           { "residuals", FromMatrix(polish.residuals) },
           { "bscore", FromMatrix(BScores(polish)) } };
}

Json
RunWells(const Json & inputs)
{
  const std::vector<double> positives = inputs.contains("pos") ? ToNumbers(inputs.at("pos")) : std::vector<double>();
  const WellScores          scores = ScoreWells(ToNumbers(inputs.at("x")), positives, ToNumbers(inputs.at("neg")));
  return { { "z", FromNumbers(scores.z) },
           { "robust_z", FromNumbers(scores.robust_z) },
           { "ssmd_star", FromNumbers(scores.ssmd_star) },
           { "ssmd_star_robust", FromNumbers(scores.ssmd_star_robust) },
           { "percent_of_control", FromNumbers(scores.percent_of_control) },
           { "npi", FromNumbers(scores.npi) } };
}

Json
RunPaired(const Json & inputs)
{
  const PairedQuality quality = ComputePairedQuality(ToNumbers(inputs.at("d")));
  return { { "ssmd_mm", FromNumber(quality.ssmd_mm) },
           { "ssmd_umvue", FromNumber(quality.ssmd_umvue) },
           { "t", FromNumber(quality.t) },
           { "p", FromNumber(quality.p) } };
}
} // namespace

Json
RunAssayQuality(const Case & golden)
{
  return Refusing([&golden]() -> Json {
    const std::string kind = golden.inputs.at("kind");
    return kind == "controls"      ? RunControls(golden.inputs)
           : kind == "vfactor"     ? RunDoseWindow(golden.inputs)
           : kind == "bscore"      ? RunBScore(golden.inputs)
           : kind == "single_well" ? RunWells(golden.inputs)
                                   : RunPaired(golden.inputs);
  });
}
} // namespace pheno::golden
