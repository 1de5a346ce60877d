#include "phenoRandomStream.h"
#include "phenoTest.h"

#include <cmath>
#include <vector>

using namespace pheno::simulate;

namespace
{
struct Moments
{
  double mean = 0.0;
  double variance = 0.0;
};

template <typename Draw>
Moments
MomentsOf(Draw && draw, int count)
{
  double sum = 0.0;
  double squares = 0.0;
  for (int i = 0; i < count; ++i)
  {
    const double value = draw();
    sum += value;
    squares += value * value;
  }
  return { sum / count, squares / count - sum / count * (sum / count) };
}
} // namespace

TEST_CASE("a stream depends on its seed, purpose and name alone")
{
  RandomStream a(5, Purpose::Cell, { 1, 2 });
  RandomStream b(5, Purpose::Cell, { 1, 2 });
  RandomStream otherSeed(6, Purpose::Cell, { 1, 2 });
  RandomStream otherPurpose(5, Purpose::Site, { 1, 2 });
  RandomStream otherName(5, Purpose::Cell, { 2, 1 });
  const auto   first = a.Next();
  CHECK(first == b.Next());
  CHECK(first != otherSeed.Next());
  CHECK(first != otherPurpose.Next());
  CHECK(first != otherName.Next());
}

// Bounds are five standard errors of 200,000 draws.
TEST_CASE("draws have the moments of their distributions")
{
  constexpr int kDraws = 200000;
  RandomStream  random(1, Purpose::Noise, { 3 });
  const auto    normal = MomentsOf([&] { return random.Normal(); }, kDraws);
  CHECK(std::abs(normal.mean) < 5.0 / std::sqrt(kDraws));
  CHECK(std::abs(normal.variance - 1.0) < 5.0 * std::sqrt(2.0 / kDraws));
  const auto uniform = MomentsOf([&] { return random.Uniform(); }, kDraws);
  CHECK(std::abs(uniform.mean - 0.5) < 5.0 * std::sqrt(1.0 / 12.0 / kDraws));
  const auto logNormal = MomentsOf([&] { return random.LogNormal(0.3); }, kDraws);
  CHECK(std::abs(logNormal.mean - 1.0) < 5.0 * 0.31 / std::sqrt(kDraws));
  for (const double mean : { 0.2, 3.0, 15.9, 40.0 })
  {
    const auto poisson = MomentsOf([&] { return random.Poisson(mean); }, kDraws);
    CHECK(std::abs(poisson.mean - mean) < 5.0 * std::sqrt(mean / kDraws));
    CHECK(std::abs(poisson.variance / mean - 1.0) < 5.0 * std::sqrt((2.0 + 1.0 / mean) / kDraws) + 0.003);
  }
  CHECK(random.Poisson(0.0) == 0.0);
}

TEST_CASE("Below covers its range")
{
  RandomStream     random(1, Purpose::Layout, {});
  std::vector<int> seen(7, 0);
  for (int i = 0; i < 7000; ++i)
  {
    ++seen.at(random.Below(7));
  }
  for (const int count : seen)
  {
    CHECK(std::abs(count - 1000) < 5 * 30); // sqrt(7000 * 1/7 * 6/7) = 29.3
  }
}
