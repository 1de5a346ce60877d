#include "phenoGoldenMatrix.h"

#include "phenoFeatureSelection.h"

namespace pheno::golden
{
Json
RunFeatureSelect(const Case & golden)
{
  return Refusing([&golden]() -> Json {
    const Json &            inputs = golden.inputs;
    const Json &            parameters = inputs.at("parameters");
    FeatureSelectionOptions options;
    for (const std::string name : inputs.at("operations"))
    {
      options.operations.push_back(FeatureOperationFromName(name));
    }
    options.min_variance = parameters.value("min_variance", options.min_variance);
    options.freq_cut = parameters.value("freq_cut", options.freq_cut);
    options.unique_cut = parameters.value("unique_cut", options.unique_cut);
    options.corr_threshold = parameters.value("corr_threshold", options.corr_threshold);
    options.na_cutoff = parameters.value("na_cutoff", options.na_cutoff);
    options.outlier_cutoff = parameters.value("outlier_cutoff", options.outlier_cutoff);
    const LabelColumn features = ToLabels(inputs.at("features"));
    Json              kept = Json::array();
    for (const std::size_t feature : SelectFeatures(ToMatrix(inputs.at("X")), options).kept)
    {
      kept.push_back(features.at(feature));
    }
    return { { "kept", kept } };
  });
}
} // namespace pheno::golden
