#include "phenoGoldenMatrix.h"

#include "phenoNormalise.h"
#include "phenoSpherize.h"

#include <cmath>

namespace pheno::golden
{
namespace
{
/** Sample covariance of the marked rows. */
Matrix
Covariance(MatrixView matrix, const RowMask & mask)
{
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < matrix.rows; ++row)
  {
    if (mask[row])
    {
      rows.push_back(row);
    }
  }
  Matrix deviations(matrix.columns, rows.size()); // one row a feature
  for (std::size_t feature = 0; feature < matrix.columns; ++feature)
  {
    double mean = 0;
    for (const std::size_t row : rows)
    {
      mean += matrix(row, feature) / static_cast<double>(rows.size());
    }
    for (std::size_t i = 0; i < rows.size(); ++i)
    {
      deviations(feature, i) = (matrix(rows[i], feature) - mean) / std::sqrt(static_cast<double>(rows.size() - 1));
    }
  }
  return Gram(deviations);
}

Json
Spherize(const Json & inputs, Matrix & matrix, const RowMask & control)
{
  const std::string name = inputs.at("spherize_method");
  ApplySpherizing(FitSpherizing(matrix, control, SpherizeMethodFromName(name), inputs.at("epsilon")), matrix);
  const bool isPca = name.rfind("PCA", 0) == 0;
  return { { "out", isPca ? Unspecified() : FromMatrix(matrix) }, // the sign of PCA columns is arbitrary
           { "abs_out", FromMatrix(Magnitudes(matrix)) },
           { "gram", FromMatrix(Gram(matrix)) },
           { "control_cov", FromMatrix(Covariance(matrix, control)) } };
}
} // namespace

Json
RunPycytominerNormalise(const Case & golden)
{
  return Refusing([&golden]() -> Json {
    const Json &      inputs = golden.inputs;
    Matrix            matrix = ToMatrix(inputs.at("X"));
    const RowMask     control = ToMask(inputs.at("control"));
    const std::string method = inputs.at("method");
    if (method == "spherize")
    {
      return Spherize(inputs, matrix, control);
    }
    const double epsilon = inputs.value("epsilon", kMadEpsilon);
    ApplyNormalisation(FitNormalisation(matrix, control, NormaliseMethodFromName(method), epsilon), matrix);
    return { { "out", FromMatrix(matrix) } };
  });
}
} // namespace pheno::golden
