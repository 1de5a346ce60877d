#include "phenoProfileTest.h"

#include "phenoCountRegression.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("what the count explains is taken out, the mean too")
{
  // y = 2 + 3 n + (1, -1, -1, 1): residuals are orthogonal to 1 and n
  const std::vector<double> counts = { 0, 1, 2, 3 };
  Matrix                    matrix = MakeMatrix({ { 3, 1 }, { 4, 1 }, { 7, 1 }, { 12, 2 } });
  const CountRegression     fit = FitCountRegression(matrix, counts, 2);
  CHECK(fit.intercept[0] == doctest::Approx(2));
  CHECK(fit.slope[0] == doctest::Approx(3));
  CHECK(std::isnan(fit.slope[1])); // two different values are not more than two
  ApplyCountRegression(fit, counts, matrix);
  CheckSame(matrix.values, { 1, 1, -1, 1, -1, 1, 1, 2 }, 1e-14);
  Matrix later = MakeMatrix({ { 32, 5 } });
  ApplyCountRegression(fit, std::vector<double>{ 10 }, later);
  CheckSame(later.values, { 0, 5 }, 1e-13);
}

TEST_CASE("an unknown count keeps the values and takes no part in the fit; so do missing values")
{
  const std::vector<double> counts = { 0, 1, kNaN, 2, 3 };
  Matrix                    matrix = MakeMatrix({ { 0 }, { 1 }, { 77 }, { 2 }, { kNaN } });
  ApplyCountRegression(FitCountRegression(matrix, counts, 1), counts, matrix);
  CheckSame(matrix.values, { 0, 0, 77, 0, kNaN }, 1e-15);
}

TEST_CASE("a constant count only centers; no known count changes nothing")
{
  const Matrix before = MakeMatrix({ { 1 }, { 2 }, { 6 } });
  Matrix       matrix = before;
  ApplyCountRegression(FitCountRegression(matrix, std::vector<double>(3, 0.1), 1), std::vector<double>(3, 0.1), matrix);
  CheckSame(matrix.values, { -2, -1, 3 }, 1e-14);
  const std::vector<double> unknown(3, kNaN);
  matrix = before;
  ApplyCountRegression(FitCountRegression(matrix, unknown, 1), unknown, matrix);
  CheckSame(matrix.values, before.values, 0);
  CHECK_THROWS_AS(FitCountRegression(matrix, std::vector<double>(2), 1), ProfileError);
}
