#include "phenoClassVectors.h"
#include "phenoEncoder.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoTrainableClassVectors.h"

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

TEST_CASE("A rate moves a class vector by a share of the way, and lands on the image at 1")
{
  // (1 - r) (1, 0) + r (0, 1) has angle atan(r / (1 - r)).
  ClassVectors vectors(OnCircle(0));
  vectors.AttractByRate(OnCircle(std::numbers::pi / 2), { 0 }, 0.25);
  CHECK(AngleOf(vectors) == doctest::Approx(std::atan(1.0 / 3)).epsilon(1e-12));
  vectors.AttractByRate(OnCircle(2), { 0 }, 1);
  CHECK(AngleOf(vectors) == doctest::Approx(2.0).epsilon(1e-12));
  CHECK(vectors.Table().norm().item<double>() == doctest::Approx(1.0).epsilon(1e-15));
  vectors.AttractByRate(-OnCircle(2), { 0 }, 0.5); // the sum has no direction
  CHECK(AngleOf(vectors) == doctest::Approx(2.0).epsilon(1e-12));
  vectors.AttractByRate(at::cat({ OnCircle(2.2), OnCircle(2.2) }), { 0, 0 }, 0.5); // twice, in order
  CHECK(AngleOf(vectors) == doctest::Approx(2.15).epsilon(1e-12));
  CHECK_THROWS_AS(vectors.AttractByRate(OnCircle(0), { 0 }, 0), LearnError);
  CHECK_THROWS_AS(vectors.AttractByRate(OnCircle(0), { 0 }, 1.1), LearnError);
}

TEST_CASE("A gradient step moves along the great circle by learning rate times slope")
{
  // One image at angle a: the slope of - z.w / (B t) along the circle is sin(a) / (B t), here with B = 3, t = 0.5.
  ClassVectors vectors(at::cat({ OnCircle(0), OnCircle(1), OnCircle(2) }));
  vectors.AttractByGradient(at::cat({ OnCircle(0.7), OnCircle(1.3), OnCircle(1.2) }), { 0, 1, 1 }, 0.5, 0.3);
  CHECK(AngleOf(vectors) == doctest::Approx(0.3 * std::sin(0.7) / 1.5).epsilon(1e-12));
  CHECK(AngleOf(vectors, 1) == doctest::Approx(1 + 0.3 * (std::sin(0.3) + std::sin(0.2)) / 1.5).epsilon(1e-12));
  CHECK(torch::equal(vectors.Table()[2], OnCircle(2)[0])); // not in the batch: not touched
  const torch::Tensor before = vectors.Table().clone();
  vectors.AttractByGradient(before.narrow(0, 0, 1), { 0 }, 0.5, 0.3); // on the vector: no slope
  vectors.AttractByGradient(-before.narrow(0, 0, 1), { 0 }, 0.5, 0.3);
  CHECK(test::LargestDifference(vectors.Table(), before) < 1e-15);
  CHECK_THROWS_AS(vectors.AttractByGradient(OnCircle(0), { 0 }, 0, 0.3), LearnError);
  CHECK_THROWS_AS(vectors.AttractByGradient(OnCircle(0), { 0 }, 0.5, 0), LearnError);
}

TEST_CASE("The gradient step is the exponential map of the attractive term's projected gradient")
{
  const torch::Tensor             z = NormaliseRows(test::Normal({ 4, 5 }, 7));
  const std::vector<std::int64_t> classes = { 1, 0, 1, 1 };
  ClassVectors                    vectors(NormaliseRows(test::Normal({ 3, 5 }, 8)));
  const torch::Tensor             w = vectors.Table().clone().requires_grad_(true);
  (-(z * w.index_select(0, torch::tensor(classes))).sum() / (4 * 0.2)).backward();
  const torch::Tensor v = -0.1 * (w.grad() - (w.grad() * w).sum(1, true) * w).detach();
  const torch::Tensor angle = v.norm(2, { 1 }, true);
  const torch::Tensor moved = angle.cos() * w.detach() + angle.sin() * v / angle.clamp_min(1e-300);
  vectors.AttractByGradient(z, classes, 0.2, 0.1);
  CHECK(test::LargestDifference(vectors.Table(), moved) < 1e-14);
}

TEST_CASE("Trainable class vectors start as a copy, keep their leaf and return to the sphere")
{
  const ClassVectors    start(NormaliseRows(test::Normal({ 3, 4 }, 9)));
  TrainableClassVectors trained(start);
  const torch::Tensor   leaf = trained.Table();
  CHECK((leaf.is_leaf() && leaf.requires_grad()));
  {
    const at::NoGradGuard guard;
    leaf[0].mul_(3);
    leaf[1].mul_(0.2);
    leaf[2].zero_();
  }
  trained.ProjectToSphere();
  CHECK(test::LargestDifference(leaf.narrow(0, 0, 2), start.Table().narrow(0, 0, 2)) < 1e-15);
  CHECK(leaf[2].abs().max().item<double>() == 0); // no direction
  CHECK(start.Table()[2].abs().max().item<double>() > 0);
  CHECK(trained.Table().is_same(leaf));
}
