#include "phenoStarRendering.h"

#include "phenoTest.h"

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace pheno;

namespace
{
constexpr std::size_t kWidth = 60, kHeight = 40;

StarPolygon
Circle(float x, float y, float radius)
{
  return { 0.9F, x, y, std::vector<float>(32, radius) };
}

std::uint32_t
Render(const std::vector<StarPolygon> & polygons,
       std::vector<std::uint32_t> &     labels,
       const std::vector<float> &       foreground = {})
{
  labels.assign(kWidth * kHeight, 99);
  return RenderStars(polygons,
                     { foreground.empty() ? nullptr : foreground.data(), kWidth, kHeight },
                     { labels.data(), kWidth, kHeight });
}

std::size_t
AreaOf(const std::vector<std::uint32_t> & labels, std::uint32_t label)
{
  return static_cast<std::size_t>(std::count(labels.begin(), labels.end(), label));
}
} // namespace

TEST_CASE("polygons are filled and numbered in raster order")
{
  std::vector<std::uint32_t> labels;
  REQUIRE(Render({ Circle(40, 25, 8), Circle(15, 12, 6) }, labels) == 2);
  CHECK(labels[12 * kWidth + 15] == 1);
  CHECK(labels[25 * kWidth + 40] == 2);
  CHECK(labels[0] == 0);
  CHECK(static_cast<double>(AreaOf(labels, 1)) == doctest::Approx(36 * std::numbers::pi).epsilon(0.05));
  CHECK(static_cast<double>(AreaOf(labels, 2)) == doctest::Approx(64 * std::numbers::pi).epsilon(0.05));
  CHECK(Render({}, labels) == 0);
  CHECK(AreaOf(labels, 0) == labels.size());
}

TEST_CASE("polygons reach beyond the image, and divide what both cover half way")
{
  std::vector<std::uint32_t> labels;
  REQUIRE(Render({ Circle(0, 0, 8), Circle(20, 20, 10), Circle(32, 20, 10) }, labels) == 3);
  CHECK(labels[0] == 1);
  CHECK(labels[20 * kWidth + 25] == 2);
  CHECK(labels[20 * kWidth + 27] == 3);
}

TEST_CASE("the foreground moves borders outwards and inwards, without pieces")
{
  std::vector<std::uint32_t> labels;
  std::vector<float>         foreground(kWidth * kHeight, 0.0F);
  const auto                 fill = [&](double radius) {
    for (std::size_t at = 0; at < foreground.size(); ++at)
    {
      const double away = std::hypot(static_cast<double>(at % kWidth) - 25, static_cast<double>(at / kWidth) - 20);
      foreground[at] = away <= radius ? 1.0F : 0.0F;
    }
  };
  fill(11.5);
  REQUIRE(Render({ Circle(25, 20, 10) }, labels, foreground) == 1);
  CHECK(static_cast<double>(AreaOf(labels, 1)) == doctest::Approx(11.5 * 11.5 * std::numbers::pi).epsilon(0.03));
  fill(8);
  foreground[20 * kWidth + 35] = 1.0F; // within reach, but apart from the object
  REQUIRE(Render({ Circle(25, 20, 10) }, labels, foreground) == 1);
  CHECK(static_cast<double>(AreaOf(labels, 1)) == doctest::Approx(64 * std::numbers::pi).epsilon(0.03));
  CHECK(labels[20 * kWidth + 35] == 0);
  fill(0);
  REQUIRE(Render({ Circle(25, 20, 10) }, labels, foreground) == 1);
  CHECK(static_cast<double>(AreaOf(labels, 1)) == doctest::Approx(25 * std::numbers::pi).epsilon(0.1));
}
