#include "phenoProfileTest.h"

#include "phenoEnergyDistance.h"
#include "phenoPermutationTest.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("means of {3, 4} against {1, 2}: one split of six is as large")
{
  const PermutationTest test = TestMeanDifference(std::vector<double>{ 3, kNaN, 4 }, std::vector<double>{ 1, 2 });
  CHECK(test.observed == 2);
  CHECK(test.n == 6);
  CHECK(test.exact);
  CHECK(test.p_greater == doctest::Approx(1.0 / 6));
  CHECK(test.p_two_sided == doctest::Approx(2.0 / 6));
}

TEST_CASE("equal values differ by rounding at most: every split counts")
{
  const std::vector<double> same(4, 0.1);
  CHECK(TestMeanDifference(same, std::vector<double>(3, 0.1)).p_greater == 1);
  CHECK(TestSignFlips(std::vector<double>(5, 0.0)).p_two_sided == 1);
}

TEST_CASE("signs: only the observed choice reaches the mean of positive numbers")
{
  const PermutationTest test = TestSignFlips(std::vector<double>{ 1, 2, 3, kNaN });
  CHECK(test.observed == 2);
  CHECK(test.n == 8);
  CHECK(test.p_greater == 1.0 / 8);
  CHECK(test.p_two_sided == 2.0 / 8);
}

TEST_CASE("the energy of splits is that of their rows")
{
  const Matrix          a = RandomMatrix(3, 4, 1);
  const Matrix          b = RandomMatrix(4, 4, 2);
  const PermutationTest test = TestEnergyDistance(a, b);
  CHECK(test.observed == doctest::Approx(ComputeEnergyDistance(a, b).v).epsilon(1e-12));
  CHECK(test.n == 35);
  CHECK(test.p_greater == test.p_two_sided);
  const Matrix far = MakeMatrix({ { 9, 9, 9, 9 }, { 9, 9, 9, 8 }, { 9, 9, 8, 9 } });
  CHECK(TestEnergyDistance(far, b).p_greater == doctest::Approx(1.0 / 35));
}

TEST_CASE("random rearrangements are seeded, near the exact share, and never give p 0")
{
  std::vector<double> a;
  std::vector<double> b;
  for (int i = 0; i < 9; ++i)
  {
    a.push_back(i % 5 + 0.7);
    b.push_back(i % 4);
  }
  const PermutationTest exact = TestMeanDifference(a, b);
  PermutationOptions    options;
  options.exact_limit = 100;
  const PermutationTest drawn = TestMeanDifference(a, b, options);
  CHECK(exact.exact);
  CHECK(exact.n == 48620);
  CHECK_FALSE(drawn.exact);
  CHECK(drawn.p_greater == doctest::Approx(exact.p_greater).epsilon(0.1));
  CHECK(TestMeanDifference(a, b, options).p_greater == drawn.p_greater);
  options.seed = 1;
  CHECK(TestMeanDifference(a, b, options).p_greater != drawn.p_greater);
  options.draws = 99;
  for (double & value : a)
  {
    value += 1000;
  }
  CHECK(TestMeanDifference(a, b, options).p_greater == 1.0 / 100);
}

TEST_CASE("an empty side, missing features, other features")
{
  CHECK(std::isnan(TestMeanDifference({}, std::vector<double>{ 1 }).p_greater));
  CHECK(std::isnan(TestSignFlips(std::vector<double>{ kNaN }).p_greater));
  const Matrix rows = RandomMatrix(2, 2, 1);
  CHECK(std::isnan(TestEnergyDistance(Matrix(0, 2), rows).observed));
  CHECK(std::isnan(TestEnergyDistance(MakeMatrix({ { kNaN, 1 } }), rows).observed));
  CHECK_THROWS_AS(TestEnergyDistance(RandomMatrix(2, 3, 1), rows), ProfileError);
}
