#include "phenoGoldenImages.h"

#include "phenoRegularIllumination.h"

#include <map>
#include <string>

namespace pheno::golden
{
namespace
{
RegularSettings
SettingsOf(const Json & inputs)
{
  static const std::map<std::string, RegularSmoothing>   smoothings = { { "none", RegularSmoothing::None },
                                                                        { "average", RegularSmoothing::Mean },
                                                                        { "median", RegularSmoothing::Median },
                                                                        { "gaussian", RegularSmoothing::Gaussian },
                                                                        { "polynomial", RegularSmoothing::Polynomial } };
  static const std::map<std::string, FieldNormalisation> scales = { { "yes", FieldNormalisation::RobustMinimum },
                                                                    { "median", FieldNormalisation::MedianOne },
                                                                    { "no", FieldNormalisation::None } };
  RegularSettings                                        settings;
  settings.source = inputs.at("intensity") == "background" ? RegularSource::BlockMinimum : RegularSource::Pixels;
  settings.block_px = inputs.value("block", settings.block_px);
  settings.dilation_px = inputs.value("dilate", 0.0);
  settings.smoothing = smoothings.at(inputs.at("smoothing"));
  settings.width_px = inputs.at("width").is_null() ? 0.0 : inputs.at("width").get<double>();
  settings.normalisation = scales.at(inputs.at("rescale"));
  return settings;
}
} // namespace

Json
RunCellprofilerIllumination(const Case & golden)
{
  RegularIllumination regular(SettingsOf(golden.inputs));
  for (const Json & k : golden.inputs.at("ks"))
  {
    Json spec = golden.inputs;
    spec["k"] = k;
    regular.Add(MakeFormulaImage(spec).Picture(0));
  }
  const RegularIllumination::Stages stages = regular.Estimate();
  return { { "average", ToRows(stages.average) },
           { "dilated", ToRows(stages.dilated) },
           { "smoothed", ToRows(stages.smoothed) },
           { "illum", ToRows(stages.illumination) } };
}
} // namespace pheno::golden
