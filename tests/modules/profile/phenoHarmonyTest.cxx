#include "phenoProfileTest.h"

#include "phenoHarmony.h"

#include <numeric>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Two kinds of rows far apart in two batches, the second batch shifted. */
struct TwoBatches
{
  Matrix      profiles = RandomMatrix(120, 3, 31);
  LabelColumn batches;

  TwoBatches()
  {
    for (std::size_t row = 0; row < 120; ++row)
    {
      const bool second = row % 2 == 1;
      batches.push_back(second ? "b2" : "b1");
      profiles(row, row < 60 ? 0 : 1) += 10;
      profiles(row, 2) += second ? 4 : 0;
    }
  }

  /** Distance of the two batches' means within the first kind, along the shift. */
  static double
  Gap(const Matrix & matrix)
  {
    double gap = 0;
    for (std::size_t row = 0; row < 60; ++row)
    {
      gap += (row % 2 == 1 ? 1 : -1) * matrix(row, 2) / 30;
    }
    return std::abs(gap);
  }
};

HarmonyOptions
TwoClusters(unsigned threads)
{
  HarmonyOptions options;
  options.clusters = 2;
  options.threads = threads;
  return options;
}
} // namespace

TEST_CASE("the shift between batches goes, the kinds stay apart, memberships sum to 1")
{
  const TwoBatches data;
  const Harmonised result = Harmonise(data.profiles, data.batches, 1, TwoClusters(1));
  CHECK(TwoBatches::Gap(data.profiles) > 3.5);
  CHECK(TwoBatches::Gap(result.corrected) < 0.4);
  CHECK(result.converged);
  for (std::size_t row = 0; row < 120; ++row)
  {
    CHECK((result.corrected(row, 0) > 5) == (row < 60));
    CHECK(result.memberships(row, 0) + result.memberships(row, 1) == doctest::Approx(1));
  }
  CHECK(result.rounds.size() + 1 == result.objective.size());
}

TEST_CASE("the same bytes for any number of threads; the seed decides")
{
  const TwoBatches data;
  HarmonyOptions   many = TwoClusters(4);
  many.clusters = 5;
  HarmonyOptions single = many;
  single.threads = 1;
  const Harmonised one = Harmonise(data.profiles, data.batches, 7, single);
  const Harmonised four = Harmonise(data.profiles, data.batches, 7, many);
  const Harmonised other = Harmonise(data.profiles, data.batches, 8, single);
  CheckSame(four.corrected.values, one.corrected.values, 0);
  CheckSame(four.memberships.values, one.memberships.values, 0);
  CHECK(other.corrected.values != one.corrected.values);
}

TEST_CASE("one batch comes back as it was; a row of zeros and equal rows are no trouble")
{
  Matrix profiles = RandomMatrix(40, 3, 33);
  for (std::size_t feature = 0; feature < 3; ++feature)
  {
    profiles(5, feature) = 0;
    profiles(6, feature) = profiles(7, feature);
  }
  CheckSame(Harmonise(profiles, LabelColumn(40, "b"), 1).corrected.values, profiles.values, 1e-12);
  const Matrix equal(6, 2, 1.5);
  CheckSame(
    Harmonise(equal, { "a", "b", "a", "b", "a", "b" }, 1, TwoClusters(1)).corrected.values, equal.values, 1e-12);
}

TEST_CASE("a negative row keeps its direction")
{
  const Matrix       profiles = MakeMatrix({ { -1, -1 }, { -2, -2 }, { 1, 1 }, { 2, 2 } });
  const HarmonyStart start{ MakeMatrix({ { -3, -2 }, { 2, 3 } }), { { 0, 1, 2, 3 } } };
  HarmonyOptions     options;
  options.max_iter_harmony = 1;
  options.max_iter_kmeans = 1;
  const Harmonised result = Harmonise(profiles, { "a", "b", "a", "b" }, start, options);
  for (std::size_t row = 0; row < 4; ++row)
  {
    CHECK(result.memberships(row, row < 2 ? 0 : 1) > 0.999);
  }
}

TEST_CASE("what Harmony is not defined for is refused")
{
  const TwoBatches data;
  HarmonyOptions   options;
  options.sigma = 0;
  CHECK_THROWS_AS(Harmonise(data.profiles, data.batches, 1, options), ProfileError);
  options.sigma = 0.1;
  options.lambda = 0;
  CHECK_THROWS_AS(Harmonise(data.profiles, data.batches, 1, options), ProfileError);
  options.lambda = 1;
  options.clusters = 121;
  CHECK_THROWS_WITH_AS(
    Harmonise(data.profiles, data.batches, 1, options), "121 clusters of 120 rows were asked for", ProfileError);
  CHECK_THROWS_AS(Harmonise(Matrix(0, 2), {}, 1), ProfileError);
  CHECK_THROWS_AS(Harmonise(data.profiles, { "a" }, 1), ProfileError);
  HarmonyStart start{ RandomMatrix(2, 3, 1), {} };
  CHECK_THROWS_AS(Harmonise(data.profiles, data.batches, start), ProfileError); // no order for the first round
  start.orders = { std::vector<std::size_t>(120, 0) };
  CHECK_THROWS_AS(Harmonise(data.profiles, data.batches, start), ProfileError);
  start.centroids = RandomMatrix(2, 2, 1);
  CHECK_THROWS_AS(Harmonise(data.profiles, data.batches, start), ProfileError);
}
