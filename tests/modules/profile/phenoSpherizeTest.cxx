#include "phenoProfileTest.h"

#include "phenoSpherize.h"

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Sample covariance of all rows in plain loops. */
Matrix
Covariance(const Matrix & matrix)
{
  Matrix covariance(matrix.columns, matrix.columns);
  for (std::size_t a = 0; a < matrix.columns; ++a)
  {
    for (std::size_t b = 0; b < matrix.columns; ++b)
    {
      double aMean = 0;
      double bMean = 0;
      for (std::size_t row = 0; row < matrix.rows; ++row)
      {
        aMean += matrix(row, a) / matrix.rows;
        bMean += matrix(row, b) / matrix.rows;
      }
      for (std::size_t row = 0; row < matrix.rows; ++row)
      {
        covariance(a, b) += (matrix(row, a) - aMean) * (matrix(row, b) - bMean) / (matrix.rows - 1);
      }
    }
  }
  return covariance;
}

Matrix
Mixed(std::size_t rows, unsigned seed)
{
  Matrix matrix = RandomMatrix(rows, 4, seed);
  for (std::size_t row = 0; row < rows; ++row)
  {
    matrix(row, 1) += 3 * matrix(row, 0) + 10;
    matrix(row, 3) = 0.01 * matrix(row, 3) - matrix(row, 2);
  }
  return matrix;
}
} // namespace

TEST_CASE("whitened reference rows have unit covariance, also where their mean is far from zero")
{
  for (const char * name : { "PCA", "ZCA", "PCA-cor", "ZCA-cor" })
  {
    CAPTURE(name);
    Matrix        matrix = Mixed(40, 11);
    const RowMask all(40, 1);
    ApplySpherizing(FitSpherizing(matrix, all, SpherizeMethodFromName(name), 1e-12), matrix);
    const Matrix covariance = Covariance(matrix);
    for (std::size_t a = 0; a < 4; ++a)
    {
      for (std::size_t b = 0; b < 4; ++b)
      {
        CHECK(covariance(a, b) == doctest::Approx(a == b ? 1 : 0).epsilon(1e-8));
      }
    }
  }
}

TEST_CASE("only reference rows are fitted, all rows are moved")
{
  const Matrix matrix = Mixed(30, 12);
  RowMask      half(30, 0);
  std::fill(half.begin(), half.begin() + 15, 1);
  std::vector<std::size_t> first(15);
  for (std::size_t i = 0; i < 15; ++i)
  {
    first[i] = i;
  }
  const Spherizing some = FitSpherizing(matrix, half, SpherizeMethod::Zca);
  const Spherizing alone = FitSpherizing(SelectRows(matrix, first), RowMask(15, 1), SpherizeMethod::Zca);
  CheckSame(some.transform.values, alone.transform.values, 0);
  CHECK(some.rank == 4);
}

TEST_CASE("a constant feature and fewer rows than features are no trouble")
{
  Matrix matrix = RandomMatrix(3, 5, 13);
  for (std::size_t row = 0; row < 3; ++row)
  {
    matrix(row, 2) = 7;
  }
  const Spherizing fit = FitSpherizing(matrix, RowMask(3, 1), SpherizeMethod::ZcaCor);
  CHECK(fit.rank == 2);
  ApplySpherizing(fit, matrix);
  for (const double value : matrix.values)
  {
    CHECK(std::isfinite(value));
  }
}

TEST_CASE("what cannot be whitened is refused by name")
{
  CHECK_THROWS_WITH_AS(FitSpherizing(Matrix(3, 2, 1.5), { 1, 1, 0 }, SpherizeMethod::Pca),
                       "all 2 reference (control) rows are equal; whitening needs rows that differ",
                       ProfileError);
  CHECK_THROWS_AS(FitSpherizing(Matrix(3, 2), { 1, 0, 0 }, SpherizeMethod::Pca), ProfileError);
  CHECK_THROWS_WITH_AS(FitSpherizing(MakeMatrix({ { 1, 2 }, { 3, kNaN } }), { 1, 1 }, SpherizeMethod::Pca),
                       "whitening on its reference rows needs finite values; row 1, feature 1 is not a number",
                       ProfileError);
  CHECK_THROWS_AS(SpherizeMethodFromName("pca"), ProfileError);
}
