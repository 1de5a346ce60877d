#include "phenoStarTargets.h"

#include "phenoMadeNuclei.h"
#include "phenoStarPolygon.h"
#include "phenoTest.h"

#include <algorithm>
#include <numeric>

using namespace pheno;
using namespace pheno::test;

namespace
{
constexpr std::size_t kSide = 80;
constexpr int         kRays = 32;

/** From (x, y) along a direction to the border of an ellipse: the positive root of the quadratic equation. */
double
ToBorder(const Ellipse & e, double x, double y, const RayDirection & ray)
{
  const double px = (x - e.x) / e.a, py = (y - e.y) / e.b, dx = ray.x / e.a, dy = ray.y / e.b;
  const double a = dx * dx + dy * dy, b = px * dx + py * dy, c = px * px + py * py - 1;
  return (-b + std::sqrt(b * b - a * c)) / a;
}

void
CompareDistances(const Ellipse & e)
{
  const auto        labels = DrawEllipses({ e }, kSide, kSide);
  const StarTargets targets = MakeStarTargets({ labels.data(), kSide, kSide }, kRays);
  const auto        rays = RayDirections(kRays);
  double            sum = 0, signedSum = 0;
  std::size_t       count = 0;
  for (std::size_t at = 0; at < labels.size(); ++at)
  {
    for (std::size_t k = 0; k < rays.size(); ++k)
    {
      const double found = targets.distances[k * labels.size() + at];
      if (labels[at] == 0)
      {
        REQUIRE(found == 0);
        continue;
      }
      const double expected = ToBorder(e, static_cast<double>(at % kSide), static_cast<double>(at / kSide), rays[k]);
      sum += std::abs(found - expected);
      signedSum += found - expected;
      ++count;
    }
  }
  // Squares of side 1 stand for the ellipse: half a pixel at most across its border, no bias beyond a tenth.
  CHECK(sum / static_cast<double>(count) < 0.5);
  CHECK(std::abs(signedSum / static_cast<double>(count)) < 0.1);
}
} // namespace

TEST_CASE("distances along rays are those to the border of a disc and of an ellipse")
{
  CompareDistances({ 40, 38, 20, 20 });
  CompareDistances({ 40.3, 38.6, 30, 12 });
}

TEST_CASE("distances to the sides of a rectangle are exact, objects that touch and the image's end are borders")
{
  constexpr std::size_t      kWidth = 12, kHeight = 7;
  std::vector<std::uint32_t> labels(kWidth * kHeight, 1);
  for (std::size_t at = 0; at < labels.size(); ++at)
  {
    labels[at] = at % kWidth >= 8 ? 2 : 1;
  }
  const StarTargets targets = MakeStarTargets({ labels.data(), kWidth, kHeight }, 4);
  const std::size_t points = labels.size();
  const auto        at = [&](std::size_t ray, std::size_t x, std::size_t y) {
    return targets.distances[ray * points + y * kWidth + x];
  };
  CHECK(at(0, 3, 2) == 4.5F); // right: to the second object
  CHECK(at(1, 3, 2) == 4.5F); // down
  CHECK(at(2, 3, 2) == 3.5F); // left
  CHECK(at(3, 3, 2) == 2.5F); // up
  CHECK(at(0, 9, 6) == 2.5F);
  CHECK(at(1, 9, 6) == 0.5F);
  const StarTargets diagonal = MakeStarTargets({ labels.data(), kWidth, kHeight }, 8);
  CHECK(diagonal.distances[points + 2 * kWidth + 3] == doctest::Approx(4.5 * std::sqrt(2.0)));
}

TEST_CASE("the probability of a disc falls evenly from its centre to its border")
{
  const Ellipse     disc{ 40, 38, 20, 20 };
  const auto        labels = DrawEllipses({ disc }, kSide, kSide);
  const StarTargets targets = MakeStarTargets({ labels.data(), kSide, kSide }, kRays);
  CHECK(targets.probability[38 * kSide + 40] == 1.0F);
  double worst = 0;
  for (std::size_t at = 0; at < labels.size(); ++at)
  {
    const double away = std::hypot(static_cast<double>(at % kSide) - disc.x, static_cast<double>(at / kSide) - disc.y);
    const double expected = labels[at] == 0 ? 0.0 : 1.0 - away / disc.a;
    worst = std::max(worst, std::abs(targets.probability[at] - expected));
  }
  CHECK(worst < 1.1 / disc.a); // the nearest pixel outside is up to one pixel beyond the border
}

TEST_CASE("a probability is the distance to the nearest pixel outside, searched among all, over the greatest")
{
  const std::vector<Ellipse> ellipses{ { 9, 9, 8, 5 }, { 19, 8, 4, 7 }, { 2, 22, 5, 4 } };
  constexpr std::size_t      kSmall = 26;
  const auto                 labels = DrawEllipses(ellipses, kSmall, kSmall);
  const StarTargets          targets = MakeStarTargets({ labels.data(), kSmall, kSmall }, kRays);
  std::vector<double>        distances(labels.size(), 0), greatest(ellipses.size() + 1, 0);
  for (int at = 0; at < static_cast<int>(labels.size()); ++at)
  {
    const int x = at % static_cast<int>(kSmall), y = at / static_cast<int>(kSmall), size = static_cast<int>(kSmall);
    double    least = 1e9;
    for (int v = -1; v <= size; ++v)
    {
      for (int u = -1; u <= size; ++u)
      {
        const bool isImage = u >= 0 && v >= 0 && u < size && v < size;
        if (!isImage || labels[static_cast<std::size_t>(v * size + u)] != labels[static_cast<std::size_t>(at)])
        {
          least = std::min(least, std::hypot(u - x, v - y));
        }
      }
    }
    distances[static_cast<std::size_t>(at)] = least;
    greatest[labels[static_cast<std::size_t>(at)]] = std::max(greatest[labels[static_cast<std::size_t>(at)]], least);
  }
  for (std::size_t at = 0; at < labels.size(); ++at)
  {
    const double expected = labels[at] == 0 ? 0.0 : distances[at] / greatest[labels[at]];
    REQUIRE(targets.probability[at] == doctest::Approx(expected));
  }
}

TEST_CASE("targets at every second pixel are those of all pixels there")
{
  const auto        labels = DrawEllipses({ { 12, 9, 8, 5 }, { 26, 12, 6, 9 } }, 35, 25);
  const StarTargets all = MakeStarTargets({ labels.data(), 35, 25 }, 8);
  const StarTargets some = MakeStarTargets({ labels.data(), 35, 25 }, 8, 2);
  CHECK(some.width == 18);
  CHECK(some.height == 13);
  for (std::size_t y = 0; y < some.height; ++y)
  {
    for (std::size_t x = 0; x < some.width; ++x)
    {
      REQUIRE(some.probability[y * 18 + x] == all.probability[2 * y * 35 + 2 * x]);
      for (std::size_t k = 0; k < 8; ++k)
      {
        REQUIRE(some.distances[(k * 13 + y) * 18 + x] == all.distances[(k * 25 + 2 * y) * 35 + 2 * x]);
      }
    }
  }
}
