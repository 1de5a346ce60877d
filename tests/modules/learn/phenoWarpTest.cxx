#include "phenoLearnTest.h"
#include "phenoWarp.h"

#include "phenoTest.h"

#include <cmath>

using namespace pheno;

namespace
{
constexpr int kSize = 63; // the centre is a pixel

/** Two channels: the column and the row of each pixel, so that a warped image shows where its pixels come from. */
std::vector<float>
Warped(const AugmentationSettings & settings, std::uint64_t seed)
{
  const CropShape    shape{ 2, kSize, kSize, PixelType::kFloat32 };
  std::vector<float> planes(shape.Pixels()), scratch(shape.Pixels());
  for (std::size_t i = 0; i < planes.size() / 2; ++i)
  {
    planes[i] = static_cast<float>(i % kSize);
    planes[planes.size() / 2 + i] = static_cast<float>(i / kSize);
  }
  Draws             draws({ seed });
  const learn::Warp warp(shape, settings, draws);
  if (!warp.IsIdentity())
  {
    warp.Apply(planes, scratch);
  }
  return planes;
}

double
Column(const std::vector<float> & planes, int y, int x)
{
  return planes[static_cast<std::size_t>(y * kSize + x)];
}
double
Row(const std::vector<float> & planes, int y, int x)
{
  return planes[static_cast<std::size_t>((kSize + y) * kSize + x)];
}
} // namespace

TEST_CASE("Nothing is drawn where nothing is asked for")
{
  Draws             draws({ 1 }), untouched({ 1 });
  const learn::Warp warp({ 1, 4, 4, PixelType::kUInt8 }, {}, draws);
  CHECK(warp.IsIdentity());
  CHECK(draws.Next() == untouched.Next());
}

TEST_CASE("A rotation keeps the centre and all distances, by at most its angle and to both sides")
{
  AugmentationSettings settings;
  settings.rotation_deg = 20;
  int left = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed)
  {
    const auto   planes = Warped(settings, seed);
    const double dx = Column(planes, 31, 41) - 31, dy = Row(planes, 31, 41) - 31;
    CHECK(Column(planes, 31, 31) == doctest::Approx(31).epsilon(1e-5));
    CHECK(std::hypot(dx, dy) == doctest::Approx(10).epsilon(1e-4));
    CHECK(std::abs(std::atan2(dy, dx)) <= 20.01 / 180 * 3.14159265);
    CHECK(Column(planes, 41, 31) - 31 == doctest::Approx(-dy).epsilon(1e-3)); // a quarter turn further
    left += dy < 0;
  }
  CHECK(left > 8);
  CHECK(left < 32);
}

TEST_CASE("The affine part moves its three points by at most what it may")
{
  AugmentationSettings settings;
  settings.elastic_probability = 1;
  settings.elastic_alpha_px = 0;
  settings.elastic_affine_px = 3;
  constexpr int s = kSize / 3;
  double        largest = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed)
  {
    const auto planes = Warped(settings, seed);
    for (const auto & [y, x] : { std::pair(31 + s, 31 + s), std::pair(31 - s, 31 + s), std::pair(31 - s, 31 - s) })
    {
      largest = std::max({ largest, std::abs(Column(planes, y, x) - x), std::abs(Row(planes, y, x) - y) });
    }
  }
  CHECK(largest <= 3.001);
  CHECK(largest > 2.5);
}

TEST_CASE("The elastic part is smooth and bounded by its height")
{
  AugmentationSettings settings;
  settings.elastic_probability = 1;
  settings.elastic_alpha_px = 40;
  settings.elastic_sigma_px = 3;
  const auto planes = Warped(settings, 5);
  double     largest = 0, roughest = 0;
  for (int y = 20; y < 45; ++y)
  {
    for (int x = 20; x < 45; ++x)
    {
      const double moved = Column(planes, y, x) - x;
      largest = std::max(largest, std::abs(moved));
      roughest = std::max(roughest, std::abs(Column(planes, y, x + 1) - (x + 1) - moved));
    }
  }
  CHECK(largest <= 40);
  CHECK(largest > 1);
  CHECK(roughest < 0.5 * largest);
}

TEST_CASE("An image of one pixel and a constant one come out as they went in")
{
  AugmentationSettings settings;
  settings.rotation_deg = 90;
  settings.elastic_probability = 1;
  settings.elastic_affine_px = 50;
  for (const int size : { 1, 9 })
  {
    const CropShape    shape{ 2, size, size, PixelType::kUInt8 };
    std::vector<float> planes(shape.Pixels(), 7.0F), scratch(shape.Pixels());
    Draws              draws({ 3 });
    learn::Warp(shape, settings, draws).Apply(planes, scratch);
    CHECK(planes == std::vector<float>(shape.Pixels(), 7.0F));
  }
}
