#include "phenoGradientCheck.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoNtXentLoss.h"
#include "phenoSincereLoss.h"
#include "phenoSupConLoss.h"

#include "phenoTest.h"

#include <cmath>
#include <vector>

using namespace pheno;
using test::Cosine;
using test::Gradient;
using test::GradientError;
using test::Normal;

namespace
{
using Classes = std::vector<std::int64_t>;

const Classes kClasses = { 7, -1, 7, 5, 7, -1 }; // 5 has no second row

/** Both equations as plain loops: they differ in which rows a positive shares its denominator with. */
double
Naive(const torch::Tensor & z, const Classes & c, double temperature, bool sincere)
{
  const auto n = static_cast<std::int64_t>(c.size());
  const auto term = [&](std::int64_t i, std::int64_t j) { return std::exp(Cosine(z[i], z[j]) / temperature); };
  const auto same = [&](std::int64_t i, std::int64_t j) {
    return c[static_cast<std::size_t>(i)] == c[static_cast<std::size_t>(j)];
  };
  double sum = 0, anchors = 0;
  for (std::int64_t i = 0; i < n; ++i)
  {
    double row = 0, positives = 0;
    for (std::int64_t p = 0; p < n; ++p)
    {
      if (p == i || !same(i, p))
      {
        continue;
      }
      double denominator = 0;
      for (std::int64_t a = 0; a < n; ++a)
      {
        denominator += a != i && (!sincere || a == p || !same(i, a)) ? term(i, a) : 0;
      }
      row -= std::log(term(i, p) / denominator);
      positives += 1;
    }
    sum += positives > 0 ? row / positives : 0;
    anchors += positives > 0 ? 1 : 0;
  }
  return sum / anchors;
}
} // namespace

TEST_CASE("SupCon and SINCERE equal their equations in plain loops, with exact gradients")
{
  const torch::Tensor z = Normal({ 6, 3 }, 1);
  const SupConLoss    supCon(0.3);
  const SincereLoss   sincere(0.3);
  CHECK(supCon.Compute(z, kClasses).item<double>() == doctest::Approx(Naive(z, kClasses, 0.3, false)).epsilon(1e-12));
  CHECK(sincere.Compute(z, kClasses).item<double>() == doctest::Approx(Naive(z, kClasses, 0.3, true)).epsilon(1e-12));
  CHECK(GradientError([&](const torch::Tensor & x) { return supCon.Compute(x, kClasses); }, z) < 1e-8);
  CHECK(GradientError([&](const torch::Tensor & x) { return sincere.Compute(x, kClasses); }, z) < 1e-8);
}

TEST_CASE("With two rows a class both are NT-Xent")
{
  const torch::Tensor zi = Normal({ 3, 4 }, 2), zj = Normal({ 3, 4 }, 3);
  const Classes       classes = { 0, 1, 2, 0, 1, 2 };
  const double        expected = NtXentLoss(0.2).Compute(zi, zj).item<double>();
  CHECK(SupConLoss(0.2).Compute(at::cat({ zi, zj }), classes).item<double>() == doctest::Approx(expected));
  CHECK(SincereLoss(0.2).Compute(at::cat({ zi, zj }), classes).item<double>() == doctest::Approx(expected));
}

TEST_CASE("Without a pair both are 0 with a gradient of 0; SINCERE so without a negative too")
{
  const torch::Tensor z = Normal({ 3, 4 }, 4);
  const auto          supCon = [](const Classes & c) {
    return [c](const torch::Tensor & x) { return SupConLoss(0.1).Compute(x, c); };
  };
  const auto sincere = [](const Classes & c) {
    return [c](const torch::Tensor & x) { return SincereLoss(0.1).Compute(x, c); };
  };
  const Classes apart = { 0, 1, 2 }, together = { 0, 0, 0 };
  for (const std::function<torch::Tensor(const torch::Tensor &)> & loss :
       { std::function<torch::Tensor(const torch::Tensor &)>(supCon(apart)),
         std::function<torch::Tensor(const torch::Tensor &)>(sincere(apart)),
         std::function<torch::Tensor(const torch::Tensor &)>(sincere(together)) })
  {
    CHECK(loss(z).item<double>() == 0);
    CHECK(Gradient(loss, z).abs().max().item<double>() == 0);
  }
  CHECK(supCon(together)(z).item<double>() > 0);
}

TEST_CASE("Supervised losses refuse classes that do not fit")
{
  CHECK_THROWS_AS(SupConLoss(0.1).Compute(Normal({ 3, 4 }, 1), { 0, 1 }), LearnError);
  CHECK_THROWS_AS(SincereLoss(0.1).Compute(Normal({ 3 }, 1), { 0, 1, 2 }), LearnError);
  CHECK_THROWS_AS(SupConLoss(0), LearnError);
  CHECK_THROWS_AS(SincereLoss(0), LearnError);
}
