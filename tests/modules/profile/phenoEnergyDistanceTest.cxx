#include "phenoProfileTest.h"

#include "phenoEnergyDistance.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("energy distance of two rows on a line, by hand")
{
  // a = {0, 2}, b = {1}: 2 x 1 - (0 + 2 + 2 + 0) / 4 - 0 = 1; without pairs of a row with itself 2 - 2.
  const Matrix         a = MakeMatrix({ { 0, 0 }, { 2, 0 } });
  const Matrix         b = MakeMatrix({ { 1, 0 }, { 1, 0 } });
  const EnergyDistance energy = ComputeEnergyDistance(a, b);
  CHECK(energy.v == 1);
  CHECK(energy.u == 0);
  CHECK(ComputeEnergyDistance(a, a).v == 0);
}

TEST_CASE("the sorted form of numbers agrees with all pairs, weights with repeated values")
{
  const std::vector<double> a = { 0.3, -1, 2.5, 2.5, 7 };
  const std::vector<double> b = { 2.5, 0, -4 };
  Matrix                    rowsA(5, 1);
  Matrix                    rowsB(3, 1);
  rowsA.values = a;
  rowsB.values = b;
  CHECK(EnergyDistance1d(a, b) == doctest::Approx(ComputeEnergyDistance(rowsA, rowsB).v).epsilon(1e-14));
  const std::vector<double> distinct = { 7, 2.5, -1, 0.3 };
  const std::vector<double> weights = { 1, 2, 1, 1 };
  CHECK(EnergyDistance1d(distinct, b, weights) == doctest::Approx(EnergyDistance1d(a, b)).epsilon(1e-14));
  CHECK(EnergyDistance1d(a, a) == 0);
}

TEST_CASE("nothing, one row, missing values, wrong shapes")
{
  const Matrix one = MakeMatrix({ { 1, 2 } });
  const Matrix two = MakeMatrix({ { 1, 2 }, { 4, 6 } });
  CHECK(ComputeEnergyDistance(one, two).v == 2 * 2.5 - 2.5);
  CHECK(std::isnan(ComputeEnergyDistance(one, two).u));
  CHECK(std::isnan(ComputeEnergyDistance(Matrix(0, 2), two).v));
  CHECK(std::isnan(ComputeEnergyDistance(MakeMatrix({ { kNaN, 0 } }), two).v));
  CHECK_THROWS_AS(ComputeEnergyDistance(Matrix(1, 3), two), ProfileError);
  const std::vector<double> value = { 1 };
  CHECK(std::isnan(EnergyDistance1d({}, value)));
  CHECK(std::isnan(EnergyDistance1d(std::vector<double>{ kNaN }, value)));
  CHECK_THROWS_AS(EnergyDistance1d(value, value, std::vector<double>{ 1, 1 }), ProfileError);
  CHECK_THROWS_AS(EnergyDistance1d(value, value, std::vector<double>{ -1 }), ProfileError);
  CHECK_THROWS_AS(EnergyDistance1d(value, value, std::vector<double>{ 0 }), ProfileError);
}
