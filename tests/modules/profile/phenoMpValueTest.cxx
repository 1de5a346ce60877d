#include "phenoProfileTest.h"

#include "phenoMpValue.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("on a line the distance is (difference of means)^2 / variance of the controls")
{
  const Matrix      profiles = MakeMatrix({ { 10 }, { 12 }, { 0 }, { 1 }, { 2 } });
  const LabelColumn names = { "far", "far", "D", "D", "D" };
  const auto        values = ScoreMpValues(profiles, names, { "D" });
  REQUIRE(values.size() == 2);
  CHECK(values[1].perturbation == "far");
  CHECK(values[1].n_components == 1);
  CHECK(values[1].distance == doctest::Approx(100 / (2.0 / 3)));
  CHECK(values[1].n == 10);
  CHECK(values[1].exact);
  CHECK(values[1].p == doctest::Approx(0.1)); // no other choice of two rows is as far
  CHECK(values[0].distance == doctest::Approx(0));
}

TEST_CASE("weights of components cancel where controls vary in all of them")
{
  Matrix         profiles = RandomMatrix(14, 3, 3);
  LabelColumn    names(14, "D");
  MpValueOptions options;
  for (std::size_t row = 0; row < 4; ++row)
  {
    names[row] = "p";
    profiles(row, 1) += 1;
  }
  const MpValue weighted = ScoreMpValues(profiles, names, { "D" }, options)[1];
  options.rescale = false;
  const MpValue plain = ScoreMpValues(profiles, names, { "D" }, options)[1];
  CHECK(weighted.distance == doctest::Approx(plain.distance));
  CHECK(weighted.p == plain.p);
  CHECK(plain.n == 1001);
  options.permutations.exact_limit = 10;
  options.permutations.draws = 5000;
  const MpValue drawn = ScoreMpValues(profiles, names, { "D" }, options, 2)[1];
  CHECK_FALSE(drawn.exact);
  CHECK(drawn.p == doctest::Approx(plain.p).epsilon(0.15));
}

TEST_CASE("equal rows, one control, missing values")
{
  const Matrix      same(5, 2, 1.0);
  const LabelColumn names = { "p", "p", "D", "D", "D" };
  CHECK(ScoreMpValues(same, names, { "D" })[1].distance == 0);
  CHECK(ScoreMpValues(same, names, { "D" })[1].p == 1);
  CHECK_THROWS_AS(ScoreMpValues(same, { "p", "q", "r", "s", "D" }, { "D" }), ProfileError);
  CHECK_THROWS_AS(ScoreMpValues(same, { "p" }, { "D" }), ProfileError);
  Matrix missing = same;
  missing(1, 1) = kNaN;
  CHECK_THROWS_AS(ScoreMpValues(missing, names, { "D" }), ProfileError);
}
