#include "phenoClassVectors.h"
#include "phenoEncoder.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"

#include "phenoTest.h"

#include <cmath>
#include <limits>
#include <numbers>

using namespace pheno;

namespace
{
constexpr double kStep = std::numbers::pi / 160;

torch::Tensor
OnCircle(double angle)
{
  return torch::tensor({ std::cos(angle), std::sin(angle) }, torch::kFloat64).unsqueeze(0);
}

double
AngleOf(const ClassVectors & vectors, std::int64_t row = 0)
{
  return std::atan2(vectors.Table()[row][1].item<double>(), vectors.Table()[row][0].item<double>());
}
} // namespace

TEST_CASE("A class vector moves by the step, or lands on a nearer image")
{
  ClassVectors vectors(OnCircle(0));
  vectors.Attract(OnCircle(1.0), { 0 }, kStep);
  CHECK(AngleOf(vectors) == doctest::Approx(kStep).epsilon(1e-12));
  vectors.Attract(OnCircle(kStep + 0.001), { 0 }, kStep);
  CHECK(AngleOf(vectors) == doctest::Approx(kStep + 0.001).epsilon(1e-12));
  CHECK(vectors.Table().norm().item<double>() == doctest::Approx(1.0).epsilon(1e-15));
}

TEST_CASE("The half-chord formula of the paper gives the same step")
{
  const torch::Tensor p = NormaliseRows(test::Normal({ 1, 6 }, 1));
  const torch::Tensor q = NormaliseRows(test::Normal({ 1, 6 }, 2));
  const double        d = (q - p).norm().item<double>();
  const double        phi = std::max(-std::asin(d / 2), std::asin(d / 2) - kStep);
  const torch::Tensor chord = p + (d / 2 - std::sqrt(1 - d * d / 4) * std::tan(phi)) * (q - p) / d;
  ClassVectors        vectors(p);
  vectors.Attract(q, { 0 }, kStep);
  CHECK(test::LargestDifference(vectors.Table(), NormaliseRows(chord)) < 1e-14);
}

TEST_CASE("Undefined directions leave the class vector as it is")
{
  for (const torch::Tensor & image : { OnCircle(0.7), -OnCircle(0.7), OnCircle(0.7) * 0 })
  {
    ClassVectors vectors(OnCircle(0.7));
    vectors.Attract(image, { 0 }, kStep);
    CHECK(test::LargestDifference(vectors.Table(), OnCircle(0.7)) < 1e-15);
  }
}

TEST_CASE("A class that repeats moves once an image, in order")
{
  ClassVectors vectors(at::cat({ OnCircle(0), OnCircle(2) }));
  vectors.Attract(at::cat({ OnCircle(1), OnCircle(-1), OnCircle(1) }), { 0, 0, 0 }, kStep);
  CHECK(AngleOf(vectors) == doctest::Approx(kStep).epsilon(1e-12));
  CHECK(AngleOf(vectors, 1) == doctest::Approx(2.0)); // not in the batch
}

TEST_CASE("No image pushes a class vector away from itself")
{
  const torch::Tensor images = NormaliseRows(test::Normal({ 50, 8 }, 3));
  for (std::int64_t i = 0; i < images.size(0); ++i)
  {
    ClassVectors        vectors(3, 8, test::Generator(4), torch::kFloat64);
    const torch::Tensor before = vectors.Table().clone();
    vectors.Attract(images.narrow(0, i, 1), { 1 }, kStep);
    CHECK((vectors.Table()[1] * images[i]).sum().item<double>() >= (before[1] * images[i]).sum().item<double>());
    CHECK(torch::equal(vectors.Table()[0], before[0]));
  }
}

TEST_CASE("Random class vectors are unit, in the positive orthant, and depend on the seed alone")
{
  const ClassVectors a(20, 16, test::Generator(5)), b(20, 16, test::Generator(5)), c(20, 16, test::Generator(6));
  CHECK(torch::equal(a.Table(), b.Table()));
  CHECK_FALSE(torch::equal(a.Table(), c.Table()));
  CHECK(a.Table().min().item<double>() >= 0);
  CHECK(test::LargestDifference(a.Table().norm(2, { 1 }), torch::ones({ 20 })) < 1e-6);
  CHECK_FALSE(a.Table().requires_grad());
}

TEST_CASE("A class outside the table and an image that is not finite are refused")
{
  ClassVectors vectors(OnCircle(0));
  CHECK_THROWS_WITH_AS(vectors.Gather({ 1 }), "class 1 asked of a table of 1 class vectors", LearnError);
  CHECK_THROWS_AS(vectors.Attract(OnCircle(0) * std::numeric_limits<double>::quiet_NaN(), { 0 }, kStep), LearnError);
}
