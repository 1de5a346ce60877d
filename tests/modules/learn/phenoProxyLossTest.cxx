#include "phenoGradientCheck.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoNormalizedSoftmaxLoss.h"
#include "phenoProxyAnchorLoss.h"
#include "phenoProxyNcaLoss.h"

#include "phenoTest.h"

#include <cmath>
#include <functional>
#include <vector>

using namespace pheno;
using test::Cosine;
using test::GradientError;
using test::Normal;

namespace
{
using Classes = std::vector<std::int64_t>;
using Loss = std::function<torch::Tensor(const torch::Tensor &, const torch::Tensor &, const Classes &)>;

const Classes kClasses = { 1, 1, 0, 3, 1, 0 }; // class 2 of the table is absent

/** - log ( e^{f(i, c(i))} / SUM_k e^{f(i, k)} ) averaged, over the other classes only or over all. */
double
NaiveSoftmax(std::int64_t                                              proxies,
             const Classes &                                           classes,
             bool                                                      all,
             const std::function<double(std::int64_t, std::int64_t)> & logit)
{
  double sum = 0;
  for (std::size_t i = 0; i < classes.size(); ++i)
  {
    const auto row = static_cast<std::int64_t>(i);
    double     denominator = 0;
    for (std::int64_t k = 0; k < proxies; ++k)
    {
      denominator += all || k != classes[i] ? std::exp(logit(row, k)) : 0;
    }
    sum -= std::log(std::exp(logit(row, classes[i])) / denominator);
  }
  return sum / static_cast<double>(classes.size());
}

double
NaiveProxyAnchor(const torch::Tensor & x, const torch::Tensor & p, const Classes & classes, double alpha, double delta)
{
  double attraction = 0, repulsion = 0, present = 0;
  for (std::int64_t k = 0; k < p.size(0); ++k)
  {
    double own = 0, other = 0;
    for (std::size_t i = 0; i < classes.size(); ++i)
    {
      const double s = Cosine(x[static_cast<std::int64_t>(i)], p[k]);
      own += classes[i] == k ? std::exp(-alpha * (s - delta)) : 0;
      other += classes[i] == k ? 0 : std::exp(alpha * (s + delta));
    }
    attraction += std::log(1 + own);
    repulsion += std::log(1 + other);
    present += own > 0 ? 1 : 0;
  }
  return attraction / present + repulsion / static_cast<double>(p.size(0));
}

void
CheckGradients(const Loss & loss, const torch::Tensor & x, const torch::Tensor & p)
{
  CHECK(GradientError([&](const torch::Tensor & y) { return loss(y, p, kClasses); }, x) < 1e-7);
  CHECK(GradientError([&](const torch::Tensor & y) { return loss(x, y, kClasses); }, p) < 1e-7);
}
} // namespace

TEST_CASE("Normalised softmax equals its equation in plain loops")
{
  const torch::Tensor         x = Normal({ 6, 3 }, 1), p = Normal({ 4, 3 }, 2);
  const NormalizedSoftmaxLoss loss(0.2);
  const auto                  logit = [&](std::int64_t i, std::int64_t k) { return Cosine(x[i], p[k]) / 0.2; };
  CHECK(loss.Compute(x, p, kClasses).item<double>() ==
        doctest::Approx(NaiveSoftmax(4, kClasses, true, logit)).epsilon(1e-12));
  CheckGradients([&](const auto & a, const auto & b, const Classes & c) { return loss.Compute(a, b, c); }, x, p);
}

TEST_CASE("ProxyNCA equals its equation in plain loops, with and without the positive in the denominator")
{
  const torch::Tensor x = Normal({ 6, 3 }, 3), p = Normal({ 4, 3 }, 4);
  for (const bool all : { false, true })
  {
    CAPTURE(all);
    const ProxyNcaLoss loss(2.5, all ? ProxyDenominator::AllProxies : ProxyDenominator::OthersOnly);
    // |a - b|^2 = 2 - 2 cos(a, b) on the sphere.
    const auto logit = [&](std::int64_t i, std::int64_t k) { return -2.5 * (2 - 2 * Cosine(x[i], p[k])); };
    CHECK(loss.Compute(x, p, kClasses).item<double>() ==
          doctest::Approx(NaiveSoftmax(4, kClasses, all, logit)).epsilon(1e-12));
    CheckGradients([&](const auto & a, const auto & b, const Classes & c) { return loss.Compute(a, b, c); }, x, p);
  }
}

TEST_CASE("Proxy anchor equals its equation in plain loops; an absent class only repels")
{
  const torch::Tensor   x = Normal({ 6, 3 }, 5), p = Normal({ 4, 3 }, 6);
  const ProxyAnchorLoss loss(4, 0.1);
  CHECK(loss.Compute(x, p, kClasses).item<double>() ==
        doctest::Approx(NaiveProxyAnchor(x, p, kClasses, 4, 0.1)).epsilon(1e-12));
  CheckGradients([&](const auto & a, const auto & b, const Classes & c) { return loss.Compute(a, b, c); }, x, p);
}

TEST_CASE("Proxy losses refuse what does not fit")
{
  const torch::Tensor x = Normal({ 2, 3 }, 1), p = Normal({ 1, 3 }, 2);
  CHECK_THROWS_AS(ProxyNcaLoss(1, ProxyDenominator::OthersOnly).Compute(x, p, { 0, 0 }), LearnError); // no other proxy
  CHECK(ProxyNcaLoss(1, ProxyDenominator::AllProxies).Compute(x, p, { 0, 0 }).item<double>() == doctest::Approx(0.0));
  CHECK_THROWS_AS(ProxyAnchorLoss(32, 0.1).Compute(x, p, { 0, 1 }), LearnError);
  CHECK_THROWS_AS(NormalizedSoftmaxLoss(0.05).Compute(x, Normal({ 2, 2 }, 1), { 0, 1 }), LearnError);
  CHECK_THROWS_AS(ProxyNcaLoss(0, ProxyDenominator::AllProxies), LearnError);
  CHECK_THROWS_AS(ProxyAnchorLoss(0, 0.1), LearnError);
  CHECK_THROWS_AS(NormalizedSoftmaxLoss(-1), LearnError);
}
