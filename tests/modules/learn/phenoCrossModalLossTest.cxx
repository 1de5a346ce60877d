#include "phenoClipLoss.h"
#include "phenoCloobLoss.h"
#include "phenoEncoder.h"
#include "phenoGradientCheck.h"
#include "phenoInfoNceLoss.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoLogitScale.h"
#include "phenoS2lLoss.h"
#include "phenoSigLipLoss.h"

#include "phenoTest.h"

#include <cmath>
#include <numbers>

using namespace pheno;
using test::Dot;
using test::GradientError;
using test::LargestDifference;
using test::Normal;

namespace
{
torch::Tensor
Scalar(double value)
{
  return torch::tensor(value, torch::kFloat64);
}

torch::Tensor
Unit(std::int64_t rows, std::uint64_t seed)
{
  return NormaliseRows(Normal({ rows, 4 }, seed));
}

double
LogSigmoid(double x)
{
  return -std::log(1 + std::exp(-x));
}

/** ret(state | stored) of one row, as plain loops. */
torch::Tensor
NaiveRetrieval(const torch::Tensor & state, const torch::Tensor & stored, double beta)
{
  torch::Tensor sum = torch::zeros_like(state);
  for (std::int64_t j = 0; j < stored.size(0); ++j)
  {
    sum += std::exp(beta * Dot(state, stored[j])) * stored[j];
  }
  return sum / std::sqrt(Dot(sum, sum)); // the softmax's denominator cancels
}

/** The CLOOB equation as plain loops. */
double
NaiveCloob(const torch::Tensor & p, const torch::Tensor & q, double inv_tau, double beta)
{
  const std::int64_t n = p.size(0);
  const auto         loob = [&](const torch::Tensor & own, const torch::Tensor & other) {
    double sum = 0;
    for (std::int64_t i = 0; i < n; ++i)
    {
      const torch::Tensor anchor = NaiveRetrieval(own[i], own, beta);
      double              others = 0;
      for (std::int64_t j = 0; j < n; ++j)
      {
        const double logit = inv_tau * Dot(anchor, NaiveRetrieval(other[j], own, beta));
        others += j == i ? 0 : std::exp(logit);
        sum -= j == i ? logit : 0;
      }
      sum += std::log(others);
    }
    return sum / static_cast<double>(n) / inv_tau;
  };
  return loob(p, q) + loob(q, p);
}

/** The S2L equation as plain loops. */
double
NaiveS2l(const torch::Tensor & p, const torch::Tensor & q, double log_scale, double bias, double gamma)
{
  const std::int64_t n = p.size(0);
  double             sum = 0;
  for (std::int64_t i = 0; i < n; ++i)
  {
    for (std::int64_t j = 0; j < n; ++j)
    {
      const double near = 1 - 4 / std::numbers::pi * std::atan(Dot(p[i] - p[j], p[i] - p[j]) / 0.3);
      const double similarity = near < 0.75 ? 0 : near;
      const double logit = std::exp(log_scale) * Dot(q[i], p[j]) + bias;
      sum += similarity * LogSigmoid(logit) + (gamma - 0.75 * similarity) * LogSigmoid(-logit);
    }
  }
  return -sum / static_cast<double>(n);
}
} // namespace

TEST_CASE("CLIP is the mean of InfoNCE in both directions, and InfoNCE has one")
{
  const torch::Tensor p = Unit(5, 1), q = Unit(5, 2), scale = Scalar(1.5);
  const double        forth = InfoNceLoss().Compute(p, q, scale).item<double>();
  const double        back = InfoNceLoss().Compute(q, p, scale).item<double>();
  CHECK(forth != doctest::Approx(back).epsilon(1e-3));
  CHECK(ClipLoss().Compute(p, q, scale).item<double>() == doctest::Approx((forth + back) / 2).epsilon(1e-13));
}

TEST_CASE("InfoNCE of an orthonormal batch is log(1 + (N - 1) exp(-s))")
{
  const torch::Tensor eye = torch::eye(4, torch::kFloat64);
  const double        expected = std::log(1 + 3 * std::exp(-2.0));
  CHECK(InfoNceLoss().Compute(eye, eye, Scalar(std::log(2.0))).item<double>() == doctest::Approx(expected));
  CHECK(InfoNceLoss().Compute(eye.narrow(0, 0, 1), eye.narrow(0, 0, 1), Scalar(0)).item<double>() ==
        doctest::Approx(0.0)); // one pair
  CHECK(GradientError([&](const torch::Tensor & x) { return InfoNceLoss().Compute(x, Unit(5, 3), Scalar(1)); },
                      Unit(5, 4)) < 1e-8);
}

TEST_CASE("CLOOB leaves the diagonal out even where all other logits are far below -1000")
{
  // p = q = (e, -e) retrieve themselves; k_ii = s, k_ij = -s, so LOOB = (1/s)(-s - s) = -2, in each of two terms.
  const torch::Tensor p = torch::tensor({ { 1.0, 0.0 }, { -1.0, 0.0 } }, torch::kFloat64);
  CHECK(CloobLoss(100).Compute(p, p, Scalar(5000)).item<double>() == doctest::Approx(-4).epsilon(1e-12));
}

TEST_CASE("CLOOB equals its equation in plain loops, a zero row retrieves the mean, and gradients are exact")
{
  const torch::Tensor p = Unit(4, 5);
  torch::Tensor       q = Unit(4, 6);
  const CloobLoss     loss(8);
  const auto          expected = [&] { return NaiveCloob(p, q, 14.3, 8); };
  CHECK(loss.Compute(p, q, Scalar(14.3)).item<double>() == doctest::Approx(expected()).epsilon(1e-12));
  CHECK(GradientError([&](const torch::Tensor & x) { return loss.Compute(p, x, Scalar(14.3)); }, q) < 1e-7);
  q[2] = 0;
  CHECK(LargestDifference(NaiveRetrieval(q[2], p, 8), NormaliseRows(p.mean(0, true))[0]) < 1e-14);
  CHECK(loss.Compute(p, q, Scalar(14.3)).item<double>() == doctest::Approx(expected()).epsilon(1e-12));
}

TEST_CASE("SigLIP of a pair batch in plain numbers, with the mean over all pairs")
{
  const torch::Tensor eye = torch::eye(2, torch::kFloat64);
  const double        expected = -(2 * LogSigmoid(3 - 1) + 2 * LogSigmoid(1)) / 4; // s = 3, bias = -1
  CHECK(SigLipLoss().Compute(eye, eye, Scalar(std::log(3.0)), Scalar(-1)).item<double>() ==
        doctest::Approx(expected).epsilon(1e-13));
}

TEST_CASE("S2L equals its equation in plain loops, with equal, near and less near images, for both published gammas")
{
  torch::Tensor p = Unit(6, 6);
  p[1] = p[0];
  p[3] = p[2] + 0.05;
  p[5] = p[4] + 0.2; // similarity 0.4: cut off
  const torch::Tensor q = Unit(6, 7);
  for (const double gamma : { 1.7, 1.75 })
  {
    CHECK(S2lLoss(gamma).Compute(p, q, Scalar(1.2), Scalar(-2)).item<double>() ==
          doctest::Approx(NaiveS2l(p, q, 1.2, -2, gamma)).epsilon(1e-12));
  }
  CHECK(GradientError([&](const torch::Tensor & x) { return S2lLoss().Compute(x, q, Scalar(1.2), Scalar(-2)); }, p) <
        1e-7);
}

TEST_CASE("A fixed scale is a constant, a learnt one is clamped to 1 ... 100 and gets a gradient")
{
  LogitScale fixed = LogitScale::Fixed(0.001, torch::kFloat64);
  fixed.Clamp();
  CHECK(fixed.Log().item<double>() == doctest::Approx(std::log(1000.0)));
  CHECK_FALSE(fixed.Log().requires_grad());

  LogitScale          learnt = LogitScale::Learnt(0.07, torch::kFloat64);
  const torch::Tensor leaf = learnt.Log();
  ClipLoss().Compute(Unit(3, 8), Unit(3, 9), leaf).backward();
  CHECK(leaf.grad().defined());
  for (const auto & [set, kept] : { std::pair(9.0, std::log(100.0)), std::pair(-1.0, 0.0), std::pair(2.0, 2.0) })
  {
    {
      const at::NoGradGuard guard;
      leaf.fill_(set);
    }
    learnt.Clamp();
    CHECK(learnt.Log().item<double>() == doctest::Approx(kept));
  }
  CHECK(learnt.Log().is_same(leaf));
  CHECK_THROWS_AS(LogitScale::Fixed(0), LearnError);
  CHECK_THROWS_AS(LogitScale::Learnt(0.001), LearnError);
}

TEST_CASE("Cross-modal losses refuse what does not fit, in words")
{
  const torch::Tensor p = Unit(3, 1), one = Scalar(1);
  CHECK_THROWS_WITH_AS(ClipLoss().Compute(p, Unit(2, 2), one),
                       "CLIP loss: expected two matrices of one shape, got 3 x 4 and 2 x 4",
                       LearnError);
  CHECK_THROWS_AS(ClipLoss().Compute(p, p, torch::zeros({ 2 })), LearnError);
  CHECK_THROWS_AS(ClipLoss().Compute(p.to(torch::kInt64), p.to(torch::kInt64), one), LearnError);
  CHECK_THROWS_AS(SigLipLoss().Compute(p, p, one, torch::zeros({ 2 })), LearnError);
  CHECK_THROWS_AS(CloobLoss(1).Compute(p.narrow(0, 0, 1), p.narrow(0, 0, 1), one), LearnError); // nothing to leave
  CHECK_THROWS_AS(CloobLoss(0), LearnError);
  CHECK_THROWS_AS(S2lLoss(0.75), LearnError);
}
