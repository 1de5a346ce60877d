#include "phenoGoldenTreatments.h"

#include "phenoTypicalVariation.h"

namespace pheno::golden
{
namespace
{
Matrix
Product(MatrixView a, MatrixView b)
{
  Matrix product(a.rows, b.columns);
  for (std::size_t i = 0; i < a.rows; ++i)
  {
    for (std::size_t j = 0; j < b.columns; ++j)
    {
      for (std::size_t k = 0; k < a.columns; ++k)
      {
        product(i, j) += a(i, k) * b(k, j);
      }
    }
  }
  return product;
}

Json
RunWhitening(const Json & inputs)
{
  const Matrix controls = ToMatrix(inputs.at("X"));
  const bool   rotate = inputs.at("rotate");
  const Matrix whitening = WhiteningMatrix(controls, inputs.at("lambda"), rotate);
  return { { "W", rotate ? FromMatrix(whitening) : Unspecified() }, // the sign of PCA columns is arbitrary
           { "WWt", FromMatrix(Gram(whitening)) },
           { "gram", FromMatrix(Gram(Product(controls, whitening))) } };
}

Json
RunTypicalVariation(const Json & inputs)
{
  const LabelColumn       compound = ToLabels(inputs.at("compound"));
  const LabelColumn       concentration = ToLabels(inputs.at("concentration"));
  const LabelColumn       moa = ToLabels(inputs.at("moa"));
  const LabelColumn       week = WeeksOf(ToLabels(inputs.at("plate")));
  TypicalVariationOptions options;
  options.whitening = inputs.at("whitening");
  options.coral = inputs.at("coral");
  options.lambda = inputs.at("lambda");
  const Matrix out =
    NormaliseTypicalVariation(ToMatrix(inputs.at("profiles")), MaskOf(compound, "DMSO"), week, options);
  LabelColumn treatment(compound);
  for (std::size_t row = 0; row < treatment.size(); ++row)
  {
    treatment[row] += "_" + concentration[row] + "_" + moa[row];
  }
  Json got = ScoreTreatments(MedianTreatments(out, treatment, moa, compound, week, BatchOf::AllWells));
  got["profiles_out"] = options.whitening ? Unspecified() : FromMatrix(out);
  got["gram"] = FromMatrix(Gram(out));
  return got;
}
} // namespace

Json
RunWhiteningCoral(const Case & golden)
{
  return Refusing([&golden]() -> Json {
    return golden.inputs.at("kind") == "whiten" ? RunWhitening(golden.inputs) : RunTypicalVariation(golden.inputs);
  });
}
} // namespace pheno::golden
