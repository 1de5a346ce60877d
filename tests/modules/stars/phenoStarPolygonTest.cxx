#include "phenoStarPolygon.h"

#include "phenoDraws.h"
#include "phenoStarSuppression.h"
#include "phenoTest.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

using namespace pheno;

namespace
{
StarPolygon
Circle(float x, float y, float radius, float score = 0.9F, std::size_t rays = 32)
{
  return { score, x, y, std::vector<float>(rays, radius) };
}

std::vector<StarPolygon>
DrawnPolygons(std::size_t count, std::uint64_t seed)
{
  Draws                    draws{ seed };
  std::vector<StarPolygon> polygons;
  for (std::size_t i = 0; i < count; ++i)
  {
    StarPolygon  polygon{ static_cast<float>(draws.Uniform()),
                         static_cast<float>(draws.Uniform(-10, 150)),
                         static_cast<float>(draws.Uniform(-10, 150)),
                         {} };
    const double radius = draws.Uniform(3, 30);
    for (int k = 0; k < 16; ++k)
    {
      polygon.radii.push_back(static_cast<float>(radius * draws.Uniform(0.5, 1.5)));
    }
    polygons.push_back(std::move(polygon));
  }
  return polygons;
}

std::set<std::pair<int, int>>
SetOf(const PolygonPixels & pixels)
{
  std::set<std::pair<int, int>> set;
  for (const PolygonPixels::Span & span : pixels.Spans())
  {
    for (int x = span.first; x <= span.last; ++x)
    {
      set.emplace(span.row, x);
    }
  }
  return set;
}
} // namespace

TEST_CASE("a polygon of many rays covers the pixels of its circle")
{
  const PolygonPixels pixels(Circle(20.25F, 30.5F, 10, 1, 256), RayDirections(256));
  CHECK(static_cast<double>(pixels.Area()) == doctest::Approx(100 * std::numbers::pi).epsilon(0.02));
  for (const auto & [row, column] : SetOf(pixels))
  {
    REQUIRE(std::hypot(column - 20.25, row - 30.5) <= 10);
  }
}

TEST_CASE("the overlap of polygons is the number of pixels in both")
{
  const auto polygons = DrawnPolygons(40, 3);
  const auto rays = RayDirections(16);
  for (std::size_t i = 0; i + 1 < polygons.size(); ++i)
  {
    const PolygonPixels           a(polygons[i], rays), b(polygons[i + 1], rays);
    const auto                    setA = SetOf(a), setB = SetOf(b);
    std::set<std::pair<int, int>> both;
    std::set_intersection(setA.begin(), setA.end(), setB.begin(), setB.end(), std::inserter(both, both.end()));
    REQUIRE(a.Area() == setA.size());
    REQUIRE(a.Overlap(b) == both.size());
    REQUIRE(b.Overlap(a) == both.size());
  }
}

TEST_CASE("of polygons that overlap the most probable stays")
{
  const auto kept =
    SuppressOverlaps({ Circle(20, 20, 8, 0.6F), Circle(21, 20, 8, 0.9F), Circle(60, 20, 8, 0.5F) }, 0.4);
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].x == 21);
  CHECK(kept[1].x == 60);
  CHECK(SuppressOverlaps({}, 0.4).empty());
}

TEST_CASE("a polygon inside a larger one overlaps it, polygons that touch do not")
{
  CHECK(SuppressOverlaps({ Circle(20, 20, 15, 0.9F), Circle(22, 20, 4, 0.8F) }, 0.5).size() == 1);
  CHECK(SuppressOverlaps({ Circle(20, 20, 10, 0.9F), Circle(38, 20, 10, 0.8F) }, 0.3).size() == 2);
}

TEST_CASE("of equally probable polygons the one further up, then further left stays; one without a pixel never")
{
  const auto kept = SuppressOverlaps({ Circle(21, 21, 8), Circle(22, 20, 8), Circle(20, 20, 8) }, 0.4);
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].x == 20);
  CHECK(kept[0].y == 20);
  CHECK(SuppressOverlaps({ Circle(20.5F, 20.5F, 0.1F) }, 0.4).empty());
}

TEST_CASE("suppression by cells is that of comparing all with all")
{
  auto       polygons = DrawnPolygons(400, 5);
  const auto kept = SuppressOverlaps(polygons, 0.35);
  std::sort(polygons.begin(), polygons.end(), [](const auto & a, const auto & b) { return a.score > b.score; });
  const auto                 rays = RayDirections(16);
  std::vector<StarPolygon>   expected;
  std::vector<PolygonPixels> pixels;
  for (const StarPolygon & polygon : polygons)
  {
    const PolygonPixels own(polygon, rays);
    const bool          isNew = std::none_of(pixels.begin(), pixels.end(), [&](const PolygonPixels & other) {
      return static_cast<double>(own.Overlap(other)) > 0.35 * static_cast<double>(std::min(own.Area(), other.Area()));
    });
    if (isNew && own.Area() > 0)
    {
      expected.push_back(polygon);
      pixels.push_back(own);
    }
  }
  REQUIRE(kept.size() == expected.size());
  CHECK(kept.size() > 10);
  for (std::size_t i = 0; i < kept.size(); ++i)
  {
    REQUIRE(kept[i].score == expected[i].score);
  }
}
