#include "phenoProfileTest.h"

#include "phenoHitRanking.h"

#include <algorithm>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** All pairs of control wells against the other controls, in plain loops. */
double
NaiveP(const Matrix & profiles, std::size_t controlCount, double distance, Center center, std::size_t & draws)
{
  double atLeast = 0;
  draws = 0;
  for (std::size_t a = 0; a < controlCount; ++a)
  {
    for (std::size_t b = a + 1; b < controlCount; ++b)
    {
      std::vector<std::size_t> others;
      for (std::size_t c = 0; c < controlCount; ++c)
      {
        if (c != a && c != b)
        {
          others.push_back(c);
        }
      }
      const std::size_t drawn[] = { a, b };
      atLeast +=
        PairDistance(CenterOfRows(profiles, drawn, center), CenterOfRows(profiles, others, center), Distance::Cosine) >=
        distance;
      ++draws;
    }
  }
  return (1 + atLeast) / (1 + static_cast<double>(draws));
}

/** `controls` control wells, then treatments a, a, b, b; controls hold a few missing values. */
struct Screen
{
  explicit Screen(std::size_t controlCount)
    : profiles(RandomMatrix(controlCount + 4, 5, 21))
    , treatments(controlCount, "DMSO")
    , controls(controlCount, 1)
  {
    for (std::size_t i = 0; i < profiles.rows; ++i)
    {
      profiles(i, 0) += 3;
    }
    profiles(0, 1) = kNaN;
    profiles(2, 4) = kNaN;
    for (const char * name : { "b", "a", "b", "a" })
    {
      treatments.push_back(name);
      controls.push_back(0);
    }
    profiles(controlCount, 1) += 4; // b stands out
    profiles(controlCount + 2, 1) += 4;
  }

  Matrix      profiles;
  LabelColumn treatments;
  RowMask     controls;
};
} // namespace

TEST_CASE("distance, order and exact p equal plain loops, with mean and median")
{
  for (const std::size_t controlCount : { 8, 9 })
  {
    for (const Center center : { Center::Mean, Center::Median })
    {
      const Screen screen(controlCount);
      HitOptions   options;
      options.center = center;
      const std::vector<Hit> hits = RankHits(screen.profiles, screen.treatments, screen.controls, options);
      REQUIRE(hits.size() == 2);
      CHECK(hits[0].treatment == "b");
      CHECK(hits[0].rank == 1);
      CHECK(hits[1].rank == 2);
      for (const Hit & hit : hits)
      {
        std::size_t  draws = 0;
        const double p = NaiveP(screen.profiles, controlCount, hit.distance, center, draws);
        CHECK(hit.n_wells == 2);
        CHECK(hit.n_null == draws);
        CHECK(hit.p == doctest::Approx(p).epsilon(1e-14));
      }
      CHECK(hits[0].p == doctest::Approx(1.0 / (1 + hits[0].n_null)));
      CHECK(hits[0].q <= hits[1].q);
    }
  }
}

TEST_CASE("a large null is sampled, seeded, and close to the exact one")
{
  const Screen screen(30); // 435 pairs
  HitOptions   few;
  few.null_size = 400;
  HitOptions all;
  const auto sampled = RankHits(screen.profiles, screen.treatments, screen.controls, few);
  const auto exact = RankHits(screen.profiles, screen.treatments, screen.controls, all);
  CHECK(sampled[1].n_null == 400);
  CHECK(exact[1].n_null == 435);
  CHECK(std::abs(sampled[1].p - exact[1].p) < 0.13); // five standard errors at p = .5
  CHECK(sampled[1].p == RankHits(screen.profiles, screen.treatments, screen.controls, few)[1].p);
}

TEST_CASE("too few controls leave p undefined, none are refused")
{
  const Screen screen(2);
  const auto   hits = RankHits(screen.profiles, screen.treatments, screen.controls);
  CHECK(std::isnan(hits[0].p));
  CHECK(std::isnan(hits[0].q));
  CHECK(hits[0].n_null == 0);
  CHECK_THROWS_AS(RankHits(screen.profiles, screen.treatments, RowMask(6, 0)), ProfileError);
  CHECK_THROWS_AS(RankHits(screen.profiles, {}, screen.controls), ProfileError);
}

TEST_CASE("only controls give an empty list; ties share a rank; a missing distance ranks last")
{
  CHECK(RankHits(RandomMatrix(3, 2, 1), { "x", "x", "x" }, { 1, 1, 1 }).empty());
  const Matrix profiles = MakeMatrix({ { 1, 0 }, { 0, 1 }, { 0, 2 }, { kNaN, 1 }, { 2, 0 } });
  const auto   hits = RankHits(profiles, { "DMSO", "b", "a", "c", "d" }, { 1, 0, 0, 0, 0 });
  REQUIRE(hits.size() == 4);
  CHECK(hits[0].treatment == "a");
  CHECK(hits[1].treatment == "b");
  CHECK(hits[0].rank == 1);
  CHECK(hits[1].rank == 1);
  CHECK(hits[2].treatment == "d");
  CHECK(hits[2].rank == 3);
  CHECK(hits[3].treatment == "c");
  CHECK(std::isnan(hits[3].distance));
}
