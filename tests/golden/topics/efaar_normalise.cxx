#include "phenoGoldenMatrix.h"

#include "phenoControlVariation.h"

namespace pheno::golden
{
namespace
{
/** `out` is left open where it comes of a principal component analysis: the sign of its columns is arbitrary. */
Json
Fields(const Matrix & out, bool hasArbitrarySigns)
{
  return { { "out", hasArbitrarySigns ? Unspecified() : FromMatrix(out) },
           { "abs_out", FromMatrix(Magnitudes(out)) },
           { "gram", FromMatrix(Gram(out)) } };
}
} // namespace

Json
RunEfaarNormalise(const Case & golden)
{
  return Refusing([&golden]() -> Json {
    const Json &      inputs = golden.inputs;
    const std::string method = inputs.at("method");
    Matrix            matrix = ToMatrix(inputs.at("X"));
    const RowMask     controls = MaskOf(ToLabels(inputs.at("pert")), inputs.at("control"));
    const bool        hasBatches = !inputs.at("batch").is_null();
    const LabelColumn batches = hasBatches ? ToLabels(inputs.at("batch")) : LabelColumn(matrix.rows, "all");
    if (method == "pca_centerscale")
    {
      return Fields(ApplyPcaCenterscale(FitPcaCenterscale(matrix, controls, batches), matrix, batches), true);
    }
    if (method == "tvn")
    {
      const LabelColumn aligned = hasBatches ? batches : LabelColumn();
      return Fields(ApplyControlVariation(FitControlVariation(matrix, controls, aligned), matrix, aligned), true);
    }
    const RowMask reference = method == "centerscale" ? controls : RowMask(matrix.rows, 1);
    NormalisePerGroup(matrix, batches, reference, NormaliseMethod::Standardize);
    return Fields(matrix, false);
  });
}
} // namespace pheno::golden
