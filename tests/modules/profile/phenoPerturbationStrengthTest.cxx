#include "phenoProfileTest.h"

#include "phenoEnergyDistance.h"
#include "phenoPerturbationStrength.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("mean pairwise cosine by hand; zero rows count as unrelated")
{
  CHECK(MeanPairwiseCosine(MakeMatrix({ { 1, 0 }, { 0, 2 }, { 3, 3 } })) == doctest::Approx(2 * std::sqrt(0.5) / 3));
  CHECK(MeanPairwiseCosine(MakeMatrix({ { 1, 0 }, { 0, 0 } })) == 0);
  CHECK(std::isnan(MeanPairwiseCosine(RandomMatrix(1, 3, 1))));
  CHECK(std::isnan(MeanPairwiseCosine(MakeMatrix({ { 1, kNaN }, { 1, 0 } }))));
}

TEST_CASE("consistency is compared with that of null perturbations")
{
  const Matrix features =
    MakeMatrix({ { 1, 0 }, { 2, 0 }, { 1, 0 }, { 0, 1 }, { 1, 0 }, { -1, 0 }, { 5, 5 }, { 1, 1 } });
  const LabelColumn names = { "same", "same", "right", "right", "opposite", "opposite", "single", "lone_null" };
  const auto        all = ScoreConsistency(features, names, { "right", "opposite", "lone_null" });
  REQUIRE(all.size() == 2);
  CHECK(all[0].name == "same");
  CHECK(all[0].value == doctest::Approx(1));
  CHECK(all[0].n_null == 2); // a single null row has no pair
  CHECK(all[0].NullShare() == 0);
  CHECK(all[0].P() == doctest::Approx(1.0 / 3));
  CHECK(std::isnan(all[1].value));
  CHECK(std::isnan(all[1].NullShare()));
  CHECK(std::isnan(ScoreConsistency(features, names, {})[2].P()));
  CHECK_THROWS_AS(ScoreConsistency(features, { "a" }, {}), ProfileError);
}

TEST_CASE("magnitude is the energy distance to the controls, for any number of threads")
{
  Matrix      features = RandomMatrix(36, 3, 4);
  LabelColumn names;
  for (std::size_t row = 0; row < 36; ++row)
  {
    names.push_back(row < 12 ? "control" : row < 18 ? "null1" : row < 24 ? "null2" : row < 33 ? "strong" : "few");
    features(row, 0) += names.back() == "strong" ? 3 : 0;
  }
  MagnitudeOptions options;
  const auto       all = ScoreMagnitude(features, names, "control", { "null1", "null2" }, options);
  REQUIRE(all.size() == 3);
  CHECK(all[0].name == "control");
  CHECK(all[0].value == doctest::Approx(0));
  CHECK(std::isnan(all[1].value)); // three rows
  const MatrixView strong = { features.Row(24).data(), 9, 3 };
  const MatrixView control = { features.Row(0).data(), 12, 3 };
  CHECK(all[2].value == doctest::Approx(ComputeEnergyDistance(strong, control).v));
  CHECK(all[2].n_null_as_strong == 0);
  CHECK(all[2].P() == doctest::Approx(1.0 / 3));
  options.threads = 3;
  CHECK(ScoreMagnitude(features, names, "control", {}, options)[4].value == all[2].value);
  options.most_controls = 5;
  const double sampled = ScoreMagnitude(features, names, "control", {}, options)[4].value;
  CHECK(sampled != all[2].value);
  CHECK(ScoreMagnitude(features, names, "control", {}, options)[4].value == sampled);
  CHECK_THROWS_AS(ScoreMagnitude(features, names, "nobody", {}), ProfileError);
}
