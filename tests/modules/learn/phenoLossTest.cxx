#include "phenoEncoder.h"
#include "phenoGradientCheck.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoNtXentLoss.h"
#include "phenoSpcLoss.h"

#include "phenoTest.h"

#include <cmath>

using namespace pheno;
using test::Dot;
using test::GradientError;
using test::Normal;

namespace
{
/** The SPC equation as plain loops. */
double
NaiveSpc(const torch::Tensor & z, const torch::Tensor & y, double temperature)
{
  double sum = 0;
  for (std::int64_t i = 0; i < z.size(0); ++i)
  {
    double denominator = 0;
    for (std::int64_t j = 0; j < z.size(0); ++j)
    {
      denominator += j == i ? 0 : std::exp(Dot(z[i], z[j]) / temperature);
      denominator += std::exp(Dot(z[i], y[j]) / temperature);
    }
    sum -= std::log(std::exp(Dot(z[i], y[i]) / temperature) / denominator);
  }
  return sum / static_cast<double>(z.size(0));
}

/** The NT-Xent equation as plain loops. */
double
NaiveNtXent(const torch::Tensor & zi, const torch::Tensor & zj, double temperature)
{
  const torch::Tensor z = at::cat({ zi, zj });
  const std::int64_t  n = zi.size(0);
  const auto          cosine = [&](std::int64_t a, std::int64_t b) { return test::Cosine(z[a], z[b]); };
  double              sum = 0;
  for (std::int64_t a = 0; a < 2 * n; ++a)
  {
    double denominator = 0;
    for (std::int64_t b = 0; b < 2 * n; ++b)
    {
      denominator += b == a ? 0 : std::exp(cosine(a, b) / temperature);
    }
    sum -= cosine(a, (a + n) % (2 * n)) / temperature - std::log(denominator);
  }
  return sum / static_cast<double>(2 * n);
}
} // namespace

TEST_CASE("SPC loss equals its equation in plain loops, with repeated classes and identical rows")
{
  torch::Tensor z = NormaliseRows(Normal({ 6, 5 }, 1));
  z[3] = z[2];
  torch::Tensor y = NormaliseRows(Normal({ 6, 5 }, 2));
  y[1] = y[0];
  for (const double temperature : { 0.1, 1.0 })
  {
    CHECK(SpcLoss(temperature).Compute(z, y).item<double>() ==
          doctest::Approx(NaiveSpc(z, y, temperature)).epsilon(1e-12));
  }
}

TEST_CASE("SPC gradient agrees with central differences and none reaches the class vectors")
{
  const torch::Tensor z = NormaliseRows(Normal({ 4, 3 }, 3));
  const torch::Tensor y = NormaliseRows(Normal({ 4, 3 }, 4)).requires_grad_(true);
  const SpcLoss       loss(0.25);
  CHECK(GradientError([&](const torch::Tensor & x) { return loss.Compute(x, y); }, z) < 1e-8);
  CHECK_FALSE(y.grad().defined());
}

TEST_CASE("SPC loss stays finite at temperatures where exponentials overflow")
{
  // At temperature t -> 0 the loss tends to (largest competitor - positive) / t, or 0: here the positive is largest.
  const torch::Tensor z = torch::eye(3, torch::kFloat32);
  CHECK(SpcLoss(1e-4).Compute(z, z).item<double>() == doctest::Approx(0.0));
  const torch::Tensor worst = SpcLoss(1e-4).PerImage(z, z.roll({ 1 }, { 0 }));
  CHECK(worst.min().item<double>() == doctest::Approx(1e4).epsilon(1e-6));
  CHECK(SpcLoss(0.1).Compute(z.narrow(0, 0, 1), z.narrow(0, 0, 1)).item<double>() == doctest::Approx(0.0)); // one image
}

TEST_CASE("NT-Xent equals its equation in plain loops and its gradient agrees with central differences")
{
  const torch::Tensor zi = Normal({ 4, 3 }, 5);
  const torch::Tensor zj = Normal({ 4, 3 }, 6);
  const NtXentLoss    loss(0.2);
  CHECK(loss.Compute(zi, zj).item<double>() == doctest::Approx(NaiveNtXent(zi, zj, 0.2)).epsilon(1e-12));
  CHECK(GradientError([&](const torch::Tensor & x) { return loss.Compute(x, zj); }, zi) < 1e-8);
  CHECK(loss.Compute(zi, zj).item<double>() == doctest::Approx(loss.Compute(zj, zi).item<double>()));
}

TEST_CASE("NT-Xent with a zero row and with one pair is finite")
{
  torch::Tensor zi = Normal({ 2, 3 }, 8);
  zi[0] = 0;
  CHECK(std::isfinite(NtXentLoss(0.1).Compute(zi, Normal({ 2, 3 }, 9)).item<double>()));
  CHECK(NtXentLoss(0.1).Compute(zi.narrow(0, 1, 1), zi.narrow(0, 1, 1)).item<double>() == doctest::Approx(0.0));
}

TEST_CASE("A temperature of zero and empty batches are refused")
{
  CHECK_THROWS_AS(SpcLoss(0), LearnError);
  CHECK_THROWS_AS(NtXentLoss(-1), LearnError);
  const torch::Tensor none = torch::zeros({ 0, 3 });
  CHECK_THROWS_AS(SpcLoss(1).Compute(none, none), LearnError);
  CHECK_THROWS_AS(NtXentLoss(1).Compute(none, none), LearnError);
}
