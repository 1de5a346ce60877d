#include "phenoTest.h"

#include "phenoCentralCrop.h"
#include "phenoIntensityMap.h"

#include <cmath>
#include <limits>

using namespace pheno;

namespace
{
PixelDistribution
Pixels(const std::vector<float> & values)
{
  PixelDistribution pixels;
  pixels.Add(values);
  return pixels;
}

LevelDistribution
Levels(const std::vector<float> & values)
{
  LevelDistribution levels;
  levels.Add(values);
  return levels;
}

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
} // namespace

TEST_CASE("percentiles: linear between order statistics, of any pixels")
{
  const PixelDistribution pixels = Pixels({ 0.5f, -2.0f, 1e6f, 3.0f, -1e-8f });
  const double            sorted[5] = { -2.0f, -1e-8f, 0.5f, 3.0f, 1e6f };
  for (std::size_t i = 0; i < 5; ++i)
  {
    CHECK(pixels.OrderStatistic(i) == sorted[i]);
  }
  CHECK(pixels.Minimum() == -2);
  CHECK(pixels.Maximum() == 1e6);
  CHECK(pixels.Percentile(50) == 0.5);
  CHECK(pixels.Percentile(60) == doctest::Approx(0.5 + 0.4 * 2.5)); // place 2.4
  CHECK(pixels.Percentile(60, [](double v) { return 10 * v; }) == doctest::Approx(15));
}

TEST_CASE("percentiles of whole levels equal those of the pixels")
{
  std::vector<float> values;
  for (int i = 0; i < 5000; ++i)
  {
    values.push_back(static_cast<float>((i * i + 7 * i) % 10007));
  }
  const PixelDistribution pixels = Pixels(values);
  const LevelDistribution levels = Levels(values);
  for (const double percentile : { 0.0, 0.01, 1.0, 33.3, 99.9, 100.0 })
  {
    CHECK(pixels.Percentile(percentile) == levels.Percentile(percentile));
  }
}

TEST_CASE("the level above a share")
{
  const LevelDistribution levels = Levels({ 5, 5, 5, 7, 65535 });
  CHECK(levels.LevelAbove(0.0) == 5);
  CHECK(levels.LevelAbove(0.6) == 7); // three of five are not above .6
  CHECK(levels.LevelAbove(0.59) == 5);
  CHECK(levels.LevelAbove(0.8) == 65535);
}

TEST_CASE("raw and clipped stretch by hand")
{
  const IntensityMap raw = StretchMap(Pixels({ 10, 20, 110 }), 0, 100);
  CHECK(raw(10) == 0);
  CHECK(raw(20) == 25); // 25.5 truncated
  CHECK(raw(110) == 255);
  CHECK(raw(500) == 255);
  const IntensityMap clipped = StretchMap(Pixels({ 0, 10, 20, 30, 40 }), 25, 75);
  CHECK(clipped(0) == 0);
  CHECK(clipped(20) == 127);
  CHECK(clipped(40) == 255);
}

TEST_CASE("logarithmic schemes by hand")
{
  const PixelDistribution pixels = Pixels({ 100, 101, 120, 500 });
  const IntensityMap      ando = AndoMap(pixels);
  CHECK(ando(100) == 0);
  CHECK(ando(101) == std::trunc(255 * std::log(2.0) / 5));
  CHECK(ando(500) == 255); // ln 401 is above 5
  CHECK(ando(90) == 0);    // below the minimum, of another site
  const IntensityMap stretched = LogStretchMap(pixels, 0, 100);
  CHECK(stretched(100) == 0);
  CHECK(stretched(120) == std::trunc(255 * std::log(21.0) / std::log(401.0)));
  CHECK(stretched(500) == 255);
}

TEST_CASE("saturation of the brightest pixels")
{
  const IntensityMap map = SaturationMap(Levels({ 0, 100, 200, 400, 800 }), 40); // the two brightest: from 400 on
  CHECK(map.high == 400);
  CHECK(map(0) == 0);
  CHECK(map(200) == 128);
  CHECK(map(399) == 255); // 255.36
  CHECK(map(800) == 255);
  CHECK(SaturationMap(Levels({ 0, 100, 800 }), 0.0028).high == 800); // at least one pixel
  CHECK(SaturationMap(Levels(std::vector<float>(250, 3)), 1.0).high == 3);
}

TEST_CASE("DeepProfiler's stretch rounds halves to even and heeds the plate")
{
  const PixelDistribution pixels = Pixels({ 0, 1, 2, 510 });
  CHECK(CappedStretchMap(pixels, 0, 100, 1e9)(1) == 0);    // .5
  CHECK(CappedStretchMap(pixels, 0, 100, 1e9)(3) == 2);    // 1.5
  CHECK(CappedStretchMap(pixels, 0, 100, 100)(50) == 128); // 127.5
}

TEST_CASE("standardised bytes")
{
  const IntensityMap map = StandardisingMap(0.485, 0.229);
  CHECK(map(0) == doctest::Approx(-0.485 / 0.229));
  CHECK(map(255) == doctest::Approx(0.515 / 0.229));
}

TEST_CASE("a constant channel gives 0 in every scheme but those that take no minimum")
{
  const PixelDistribution constant = Pixels(std::vector<float>(12, 700));
  CHECK(StretchMap(constant, 0, 100)(700) == 0);
  CHECK(StretchMap(constant, 0.01, 99.9)(700) == 0);
  CHECK(AndoMap(constant)(700) == 0);
  CHECK(LogStretchMap(constant, 0.01, 99.9)(700) == 0);
  CHECK(CappedStretchMap(constant, 0.05, 99.95, 65535)(700) == 0);
  CHECK(SaturationMap(constant, 0.0028)(700) == 255);
  CHECK(SaturationMap(Pixels({ 0, 0, 0 }), 0.0028)(0) == 0);
}

TEST_CASE("distributions refuse what they cannot count")
{
  CHECK_THROWS_WITH(Pixels({ 1, kNaN }), doctest::Contains("pixel 1 is nan, expected finite numbers"));
  CHECK_THROWS_WITH(Pixels({ kInfinity }), doctest::Contains("pixel 0 is inf"));
  CHECK_THROWS_WITH(Levels({ 1, 2, 2.5f }), doctest::Contains("pixel 2 is 2.5"));
  CHECK_THROWS_WITH(Levels({ -1 }), doctest::Contains("whole numbers of 0 to 65535"));
  CHECK_THROWS_WITH(Levels({ kNaN }), doctest::Contains("pixel 0 is nan"));
  CHECK_THROWS_WITH(Pixels({}).Percentile(50), doctest::Contains("found 0 pixels"));
  CHECK_THROWS_WITH(Pixels({ 1 }).Percentile(101), doctest::Contains("percentile 101"));
  CHECK_THROWS_WITH(Levels({}).LevelAbove(0.5), doctest::Contains("no pixels"));
  CHECK_THROWS_WITH(SaturationMap(Levels({}), 1), doctest::Contains("found 0 pixels"));
}

TEST_CASE("the middle of an axis")
{
  CHECK(CentralCrop(40, 24).start == 8);
  CHECK(CentralCrop(41, 20).start == 10); // 20 - 10
  CHECK(CentralCrop(41, 20).size == 20);
  CHECK(CentralCrop(5, 5).start == 0);
  CHECK(CentralCrop(33, 64).size == 33);
  CHECK(CentralCrop(33, 0).size == 33);
}
