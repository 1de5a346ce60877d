#include "phenoProfileTest.h"

#include "phenoFalseDiscovery.h"
#include "phenoMeanAveragePrecision.h"
#include "phenoRandomRanking.h"

#include <algorithm>
#include <numeric>

using namespace pheno;
using namespace pheno::test;

namespace
{
std::vector<MapGroup>
Means(const AveragePrecisions & result, const LabelColumn & labels, const MapOptions & options = {})
{
  return MeanAveragePrecision(result, std::span(&labels, 1), options);
}

double
MeanOf(const std::vector<double> & values)
{
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}
} // namespace

TEST_CASE("expected average precision is the mean over all placements")
{
  for (std::size_t n = 1; n <= 9; ++n)
  {
    for (std::size_t k = 1; k <= n; ++k)
    {
      CAPTURE(k);
      CAPTURE(n);
      CHECK(ExpectedAveragePrecision(k, n) == doctest::Approx(MeanOf(EnumerateAveragePrecisions(k, n))).epsilon(1e-13));
    }
  }
  CHECK(std::isnan(ExpectedAveragePrecision(0, 5)));
  CHECK(std::isnan(NormalisedAveragePrecision(1, 3, 3)));
  CHECK(NormalisedAveragePrecision(1, 1, 3) == 1);
  CHECK(EnumerateAveragePrecisions(4, 9).size() == 126);
}

TEST_CASE("random rankings are uniform over the placements, seeded by configuration")
{
  // Three placements of one positive among three: AP 1, 1/2, 1/3.
  const std::vector<double> draws = SampleAveragePrecisions(1, 3, 30000, 5);
  for (const double ap : { 1.0, 0.5, 1.0 / 3 })
  {
    // 10,000 expected, standard deviation 82: five of them
    CHECK(std::abs(std::count(draws.begin(), draws.end(), ap) - 10000) < 410);
  }
  CHECK(draws == SampleAveragePrecisions(1, 3, 30000, 5));
  CHECK(draws != SampleAveragePrecisions(1, 3, 30000, 6));
  // The mean of 20,000 draws lies within five standard errors of the expectation.
  const std::vector<double> many = SampleAveragePrecisions(20, 200, 20000, 1);
  double                    variance = 0;
  for (const double ap : many)
  {
    variance += (ap - MeanOf(many)) * (ap - MeanOf(many)) / many.size();
  }
  CHECK(std::abs(MeanOf(many) - ExpectedAveragePrecision(20, 200)) < 5 * std::sqrt(variance / many.size()));
  CHECK_THROWS_AS(SampleAveragePrecisions(4, 3, 10, 0), ProfileError);
  CHECK_THROWS_AS(EnumerateAveragePrecisions(30, 100), ProfileError);
}

TEST_CASE("p of small configurations is exact: a perfect ranking of one among three has p 1/3")
{
  const AveragePrecisions result{ { 1, 1, 0.5, kNaN }, { 1, 1, 1, 0 }, { 3, 3, 3, 2 } };
  const auto              groups = Means(result, { "b", "b", "a", "c" });
  REQUIRE(groups.size() == 3);
  CHECK(groups[0].key == std::vector<std::string>{ "a" });
  CHECK(groups[0].p == doctest::Approx(2.0 / 3).epsilon(1e-14));
  CHECK(groups[1].map == 1);
  CHECK(groups[1].exact);
  CHECK(groups[1].n_members == 2);
  CHECK(groups[1].p == doctest::Approx(1.0 / 3).epsilon(1e-14)); // shared null: as for one member
  CHECK(groups[1].q == doctest::Approx(2.0 / 3).epsilon(1e-14));
  CHECK(groups[1].chance == doctest::Approx((1 + 0.5 + 1.0 / 3) / 3).epsilon(1e-14));
  CHECK(groups[1].normalised_map == 1);
  CHECK(groups[2].n_members == 0);
  CHECK(std::isnan(groups[2].map));
  CHECK(std::isnan(groups[2].p));
  CHECK(std::isnan(groups[2].q));
}

TEST_CASE("two configurations: the exact null runs over both")
{
  // AP 1 of (1,2) and 1 of (1,3): both perfect with probability 1/2 * 1/3.
  const AveragePrecisions result{ { 1, 1 }, { 1, 1 }, { 2, 3 } };
  CHECK(Means(result, { "a", "a" }).front().p == doctest::Approx(1.0 / 6).epsilon(1e-14));
}

TEST_CASE("sampled p agrees with exact p; independent draws sharpen a group's p")
{
  const AveragePrecisions result{ { 0.8, 0.7, 0.9 }, { 3, 3, 3 }, { 10, 10, 10 } };
  const LabelColumn       one = { "a", "a", "a" };
  const double            exact = Means(result, one).front().p;
  MapOptions              sampled;
  sampled.exact_limit = 0;
  sampled.null_size = 20000;
  const MapGroup shared = Means(result, one, sampled).front();
  CHECK_FALSE(shared.exact);
  CHECK(std::abs(shared.p - exact) < 5 * std::sqrt(exact * (1 - exact) / 20000));
  sampled.null = MapNull::Independent;
  CHECK(Means(result, one, sampled).front().p < exact / 3);
}

TEST_CASE("a p does not depend on which other groups there are")
{
  MapOptions options;
  options.exact_limit = 0;
  options.null_size = 500;
  const AveragePrecisions both{ { 0.4, 0.6 }, { 2, 3 }, { 30, 40 } };
  const AveragePrecisions alone{ { 0.6 }, { 3 }, { 40 } };
  CHECK(Means(both, { "a", "b" }, options)[1].p == Means(alone, { "b" }, options)[0].p);
}

TEST_CASE("labels must fit the average precisions")
{
  CHECK_THROWS_AS(Means({ { 1 }, { 1 }, { 2 } }, { "a", "b" }), ProfileError);
}

TEST_CASE("false discovery rates: by hand, with ties, missing values and none at all")
{
  CheckSame(BenjaminiHochberg(std::vector<double>{ 0.01, kNaN, 0.04, 0.03 }), { 0.03, kNaN, 0.04, 0.04 }, 1e-15);
  CheckSame(BenjaminiYekutieli(std::vector<double>{ 0.01, 0.04, 0.03 }),
            { 0.03 * 11 / 6, 0.04 * 11 / 6, 0.04 * 11 / 6 },
            1e-15);
  CheckSame(BenjaminiHochberg(std::vector<double>{ 0.9, 0.9, 1 }), { 1, 1, 1 }, 0);
  CHECK(BenjaminiHochberg({}).empty());
}
