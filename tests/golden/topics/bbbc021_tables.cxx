#include "phenoGoldenTable.h"
#include "phenoGoldenTreatments.h"

#include "phenoL2Normalise.h"
#include "phenoTypicalVariation.h"

namespace pheno::golden
{
Json
RunBbbc021Tables(const Case & golden)
{
  return Refusing([&golden]() -> Json {
    const Json &        inputs = golden.inputs;
    const ProfileTable  table = ReadProfileTable(golden.data, inputs.at("file"));
    const LabelColumn & compound = table.metadata.at("Compound");
    const LabelColumn   week = WeeksOf(table.metadata.at("Plate"));
    LabelColumn         treatment = compound;
    for (std::size_t row = 0; row < treatment.size(); ++row)
    {
      treatment[row] += "_" + table.metadata.at("Concentration")[row];
    }
    TypicalVariationOptions options;
    options.whitening = inputs.at("whitening");
    options.coral = inputs.at("coral");
    Matrix wells = NormaliseTypicalVariation(table.features, MaskOf(compound, "DMSO"), week, options);
    if (inputs.at("l2"))
    {
      L2NormaliseRows(wells);
    }
    const BatchOf batchOf = inputs.at("protocol") == "spc" ? BatchOf::FirstWell : BatchOf::AllWells;
    Json got = ScoreTreatments(MedianTreatments(wells, treatment, table.metadata.at("moa"), compound, week, batchOf));
    got["n_features"] = table.features.columns;
    return got;
  });
}
} // namespace pheno::golden
