#include "phenoTest.h"

#include "phenoCorrelationFeatures.h"
#include "phenoMadeField.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Costes_A_B and Costes_B_A of each object. */
std::vector<std::array<double, 2>>
Costes(const MadeField & field, std::size_t levels)
{
  const ObjectMap objects(field.Labels());
  FeatureColumns  columns(objects.Objects().size());
  CorrelationFeatures({ { "A", field.A() }, { "B", field.B() } }, CorrelationFeatures::kThreshold, levels)
    .Measure(objects, columns);
  std::vector<std::array<double, 2>> shares;
  for (std::size_t row = 0; row < columns.Rows(); ++row)
  {
    shares.push_back({ columns.At("Correlation_Costes_A_B")[row], columns.At("Correlation_Costes_B_A")[row] });
  }
  return shares;
}

double
Mean(const std::vector<double> & values)
{
  double sum = 0.0;
  for (const double value : values)
  {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

double
Covariance(const std::vector<double> & a, const std::vector<double> & b)
{
  const double mean_a = Mean(a), mean_b = Mean(b);
  double       sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i)
  {
    sum += (a[i] - mean_a) * (b[i] - mean_b);
  }
  return sum / static_cast<double>(a.size());
}

/** The definition, level by level from above the brightest pixel: for each a Pearson's sign from the pixels anew. */
std::array<double, 2>
WalkDown(const std::vector<double> & a, const std::vector<double> & b, std::size_t levels)
{
  const double aa = Covariance(a, a), bb = Covariance(b, b), ab = Covariance(a, b);
  const double slope = ((bb - aa) + std::sqrt((bb - aa) * (bb - aa) + 4 * ab * ab)) / (2 * ab);
  const double intercept = Mean(b) - slope * Mean(a);
  for (auto level = static_cast<int>(2 * levels);; --level)
  {
    const double        t = static_cast<float>(level / static_cast<double>(levels)), u = slope * t + intercept;
    std::vector<double> below_a, below_b;
    for (std::size_t i = 0; i < a.size(); ++i)
    {
      if (a[i] < t || b[i] < u)
      {
        below_a.push_back(a[i]);
        below_b.push_back(b[i]);
      }
    }
    if (level == 0 || below_a.empty() || Covariance(below_a, below_b) <= 1e-15)
    {
      return { t, u };
    }
  }
}

/** Pixels of noise on one background, with a spot in both channels. */
MadeField
NoisySpots(unsigned seed, double share, int levels)
{
  std::mt19937 random(seed);
  const auto   noise = [&random, levels](int below) {
    return static_cast<double>(random() % below) / 100 * levels / 255;
  };
  const auto spot = [=](int x, int y) {
    return 0.5 * levels * std::exp(-((x % 16 - 8) * (x % 16 - 8) + (y % 12 - 6) * (y % 12 - 6)) / 14.0);
  };
  return MakeField(
    40,
    30,
    [](int x, int y) { return x < 3 || y < 2 ? 0U
                              : x < 20       ? 7U
                                             : 3U; },
    [&](int x, int y) { return std::floor(spot(x, y) + noise(6000)) / levels; },
    [&](int x, int y) { return std::floor(share * spot(x + 1, y) + noise(5000)) / levels; });
}
} // namespace

TEST_CASE("correlation of four pixels by hand")
{
  const double    a[] = { 1, 2, 4, 8 };
  const double    b[] = { 3, 1, 8, 6 };
  const MadeField field = MakeField(
    4, 1, [](int, int) { return 1U; }, [&](int x, int) { return a[x]; }, [&](int x, int) { return b[x]; });
  const ObjectMap objects(field.Labels());
  FeatureColumns  columns(1);
  CorrelationFeatures({ { "DNA", field.A() }, { "Actin", field.B() } }, 0.25).Measure(objects, columns);
  const auto value = [&](const std::string & name) { return columns.At("Correlation_" + name)[0]; };
  // means 3.75 and 4.5; sums of products of deviations 28.75 (aa), 29 (bb), 17.5 (ab)
  CHECK(value("Correlation_DNA_Actin") == doctest::Approx(17.5 / std::sqrt(28.75 * 29)));
  CHECK(value("Slope_DNA_Actin") == doctest::Approx(17.5 / 28.75));
  // both at or above a quarter of their greatest, 2 and 2: the last two pixels
  CHECK(value("Overlap_DNA_Actin") == doctest::Approx((32 + 48) / std::sqrt(80.0 * 100.0)));
  CHECK(value("K_DNA_Actin") == doctest::Approx(80.0 / 80));
  CHECK(value("K_Actin_DNA") == doctest::Approx(80.0 / 100));
  CHECK(value("Manders_DNA_Actin") == doctest::Approx(12.0 / (2 + 4 + 8)));
  CHECK(value("Manders_Actin_DNA") == doctest::Approx(14.0 / (3 + 8 + 6)));
  // ranks 0 1 2 3 and 1 0 3 2: the last two pixels are one rank of four apart
  CHECK(value("RWC_DNA_Actin") == doctest::Approx(12.0 * 0.75 / 14));
  CHECK(value("RWC_Actin_DNA") == doctest::Approx(14.0 * 0.75 / 17));
}

TEST_CASE("every pair of channels once, in their order")
{
  const MadeField field = MakeField(4, 4, [](int, int) { return 1U; });
  const ObjectMap objects(field.Labels());
  FeatureColumns  columns(1), none(1);
  CorrelationFeatures({ { "a", field.A() }, { "b", field.A() }, { "c", field.A() } }).Measure(objects, columns);
  CHECK(columns.Columns().size() == 3 * 11);
  CHECK_NOTHROW(columns.At("Correlation_Correlation_a_c"));
  CorrelationFeatures({ { "a", field.A() } }).Measure(objects, none);
  CHECK(none.Columns().empty());
}

TEST_CASE("Costes' thresholds are those of a walk down all levels, over all objects together")
{
  for (const unsigned seed : { 1U, 2U, 3U, 4U })
  {
    for (const int levels : { 255, 1000 })
    {
      const MadeField     field = NoisySpots(seed, seed % 2 == 0 ? 0.4 : 1.3, levels);
      std::vector<double> a, b;
      for (std::size_t i = 0; i < field.labels.size(); ++i)
      {
        if (field.labels[i] != 0)
        {
          a.push_back(field.a[i]);
          b.push_back(field.b[i]);
        }
      }
      const auto [t, u] = WalkDown(a, b, static_cast<std::size_t>(levels));
      CHECK(t > 0.05); // not all is above
      CHECK(t < 0.9);
      const auto shares = Costes(field, static_cast<std::size_t>(levels));
      for (std::size_t object = 0; object < 2; ++object)
      {
        const std::uint32_t label = object == 0 ? 3 : 7;
        double              above_a = 0, above_b = 0, both_a = 0, both_b = 0;
        for (std::size_t i = 0; i < field.labels.size(); ++i)
        {
          const double va = field.a[i], vb = field.b[i];
          if (field.labels[i] == label)
          {
            above_a += va >= t ? va : 0;
            above_b += vb >= u ? vb : 0;
            both_a += va > t && vb > u ? va : 0;
            both_b += va > t && vb > u ? vb : 0;
          }
        }
        CHECK(shares[object][0] == doctest::Approx(both_a / above_a).epsilon(1e-12));
        CHECK(shares[object][1] == doctest::Approx(both_b / above_b).epsilon(1e-12));
      }
    }
  }
}

TEST_CASE("Costes of one object alone equals cp_measure's")
{
  // cp_measure 0.3.0 on the field of peer_measurements.py: costes(a, b, labels, fast_costes="Faster", scale_max=255),
  // thresholds of each object by itself; of the sixth object it has none.
  const double expected[5][2] = { { 0.812154959, 0.830968280 },
                                  { 0.826234849, 0.874376220 },
                                  { 0.842487581, 0.887488843 },
                                  { 0.866542251, 0.876916585 },
                                  { 0.911216262, 0.911735003 } };
  for (std::uint32_t object = 1; object <= 5; ++object)
  {
    CAPTURE(object);
    const auto shares = Costes(PeerField([object](std::uint32_t n) { return n == object ? n : 0; }), 255);
    REQUIRE(shares.size() == 1);
    for (std::size_t channel = 0; channel < 2; ++channel)
    {
      CHECK(shares[0][channel] == doctest::Approx(expected[object - 1][channel]).epsilon(2e-6));
    }
  }
}

TEST_CASE("Costes is undefined where channels do not rise together")
{
  const auto one = [](int, int) { return 1U; };
  const auto rising = [](int x, int) { return 0.1 * x; };
  const auto shares = [&](std::size_t width, const PixelRule & a, const PixelRule & b) {
    return Costes(MakeField(width, 1, one, a, b), 255)[0];
  };
  const auto isNone = [](const std::array<double, 2> & both) { return std::isnan(both[0]) && std::isnan(both[1]); };
  CHECK(isNone(shares(8, rising, [](int, int) { return 0.3; })));
  CHECK(isNone(shares(
    8, [](int, int) { return 0.3; }, rising)));
  CHECK(isNone(shares(8, rising, [](int x, int) { return 1 - 0.1 * x; })));
  CHECK(isNone(shares(
    8, [](int, int) { return 0.0; }, [](int, int) { return 0.0; })));
  CHECK(isNone(shares(1, rising, rising)));
  // on one line all but the darkest pixels are above, which are 0.1 times 1 to 7 of both
  CHECK(shares(8, rising, rising)[0] == doctest::Approx(1.0));
  CHECK(shares(8, rising, [](int x, int) { return 0.02 * x + 0.5; })[1] == doctest::Approx(1.0));
}
