#include "phenoStarDetection.h"

#include "phenoMadeNuclei.h"
#include "phenoStarNetwork.h"
#include "phenoTest.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace pheno;
using namespace pheno::test;

namespace
{
constexpr std::size_t kWidth = 150, kHeight = 122;

/** Random weights: what comes out is no object, but depends on everything within reach. */
StarModel
RandomModel()
{
  StarNetwork network({ 8, { 6, 8 }, 8 });
  network.Initialise(at::make_generator<at::CPUGeneratorImpl>(3));
  return StarModel({}, std::make_shared<StarNetwork>(network.Folded()));
}

std::vector<float>
Noise()
{
  Draws              draws{ 11 };
  std::vector<float> pixels(kWidth * kHeight);
  std::generate(pixels.begin(), pixels.end(), [&] { return static_cast<float>(draws.Uniform(100, 4000)); });
  return pixels;
}

StarDetection
Detect(const std::vector<float> & pixels, std::size_t tile)
{
  StarDetectionRun run;
  run.tile_px = tile;
  return DetectStars(RandomModel(), { pixels.data(), kWidth, kHeight }, 0.0, run);
}
} // namespace

TEST_CASE("tiles give what the whole plane gives")
{
  const std::vector<float> pixels = Noise();
  const StarDetection      whole = Detect(pixels, 512);
  StarDetection            tiled = Detect(pixels, 30);
  REQUIRE(whole.candidates.size() == (kWidth / 2) * (kHeight / 2));
  REQUIRE(tiled.candidates.size() == whole.candidates.size());
  std::sort(tiled.candidates.begin(), tiled.candidates.end(), [](const StarPolygon & a, const StarPolygon & b) {
    return a.y != b.y ? a.y < b.y : a.x < b.x;
  });
  for (std::size_t i = 0; i < whole.candidates.size(); ++i)
  {
    const StarPolygon &a = whole.candidates[i], &b = tiled.candidates[i];
    REQUIRE(a.x == b.x);
    REQUIRE(a.y == b.y);
    REQUIRE(std::abs(a.score - b.score) < 1e-5F);
    for (std::size_t k = 0; k < a.radii.size(); ++k)
    {
      REQUIRE(a.radii[k] == doctest::Approx(b.radii[k]).epsilon(1e-4));
    }
  }
  for (std::size_t at = 0; at < pixels.size(); ++at)
  {
    REQUIRE(std::abs(whole.foreground[at] - tiled.foreground[at]) < 1e-5F);
  }
}

TEST_CASE("a plane without contrast holds nothing, whatever the network says")
{
  const std::vector<float> flat(kWidth * kHeight, 500.0F);
  const StarDetection      detection = Detect(flat, 512);
  CHECK(detection.candidates.empty());
  CHECK(std::all_of(detection.foreground.begin(), detection.foreground.end(), [](float f) { return f == 0.0F; }));
}

TEST_CASE("input scaling is that of the image's percentiles, whatever its depth")
{
  std::vector<float> pixels(1001);
  for (std::size_t i = 0; i < pixels.size(); ++i)
  {
    pixels[i] = static_cast<float>((i * 5) % 1001);
  }
  const std::vector<float> scaled = StarScaling{ 10, 90 }.Apply({ pixels.data(), 1001, 1 });
  for (std::size_t i = 0; i < pixels.size(); ++i)
  {
    REQUIRE(scaled[i] == doctest::Approx((pixels[i] - 100) / 800)); // percentiles of 0 .. 1000 are 100 and 900
  }
  std::vector<float> deep = pixels;
  std::transform(deep.begin(), deep.end(), deep.begin(), [](float pixel) { return 64 * pixel + 1000; });
  const std::vector<float> same = StarScaling{ 10, 90 }.Apply({ deep.data(), 1001, 1 });
  for (std::size_t i = 0; i < pixels.size(); ++i)
  {
    REQUIRE(same[i] == doctest::Approx(scaled[i]));
  }
  pixels[5] = std::numeric_limits<float>::quiet_NaN();
  pixels[6] = 1e6F;
  const std::vector<float> odd = StarScaling{ 10, 90 }.Apply({ pixels.data(), 1001, 1 });
  CHECK(odd[5] == 0.0F);
  CHECK(odd[6] == 4.0F);
}
