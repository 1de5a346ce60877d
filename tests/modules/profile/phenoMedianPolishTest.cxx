#include "phenoProfileTest.h"

#include "phenoMedianPolish.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("overall, rows, columns and residuals add up to the plate; medians are gone")
{
  const Matrix       plate = RandomMatrix(8, 12, 3);
  const MedianPolish polish = PolishMedians(plate);
  for (std::size_t row = 0; row < 8; ++row)
  {
    for (std::size_t column = 0; column < 12; ++column)
    {
      CHECK(polish.overall + polish.row_effects[row] + polish.column_effects[column] + polish.residuals(row, column) ==
            doctest::Approx(plate(row, column)).epsilon(1e-12));
    }
  }
}

TEST_CASE("a single outlier stays in its residual")
{
  Matrix plate(4, 5);
  for (std::size_t row = 0; row < 4; ++row)
  {
    for (std::size_t column = 0; column < 5; ++column)
    {
      plate(row, column) = 10.0 * row + column;
    }
  }
  plate(2, 3) += 100;
  const MedianPolish polish = PolishMedians(plate);
  CHECK(polish.residuals(2, 3) == doctest::Approx(100));
  CHECK(polish.residuals(2, 2) == doctest::Approx(0));
  for (const double score : BScores(polish).values)
  {
    CHECK(std::isnan(score)); // the other residuals are 0, so there is no spread to measure by
  }
}

TEST_CASE("absent wells are left out; a plate without any well is all missing")
{
  const Matrix       plate = MakeMatrix({ { 1, kNaN, 3 }, { 4, 5, 7 }, { kNaN, kNaN, kNaN } });
  const MedianPolish polish = PolishMedians(plate);
  CHECK(std::isnan(polish.residuals(0, 1)));
  CHECK(std::isfinite(polish.residuals(0, 0)));
  CHECK(std::isnan(polish.row_effects[2]));
  CHECK(PolishMedians(Matrix(2, 2, kNaN)).overall == 0);
  CHECK(PolishMedians(Matrix()).residuals.values.empty());
}
