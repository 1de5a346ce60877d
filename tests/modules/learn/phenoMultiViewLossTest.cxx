#include "phenoEmmLoss.h"
#include "phenoGradientCheck.h"
#include "phenoImmLoss.h"
#include "phenoInfoNceLoss.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoLogitScale.h"

#include "phenoTest.h"

#include <cmath>
#include <numbers>

using namespace pheno;
using test::GradientError;
using test::Normal;

namespace
{
torch::Tensor
LogScale(double temperature)
{
  return LogitScale::Fixed(temperature, torch::kFloat64).Log();
}
} // namespace

TEST_CASE("Per anchor, EMM is log(exp(InfoNCE) - 1)")
{
  // Every corner of a regular pentagon sees the same, so each anchor's value is the mean.
  const torch::Tensor angle = torch::arange(5, torch::kFloat64) * (2 * std::numbers::pi / 5);
  const torch::Tensor corners = at::stack({ angle.cos(), angle.sin() }, 1);
  const double        nce = InfoNceLoss().Compute(corners, corners, LogScale(0.5)).item<double>();
  const double        emm = EmmLoss().Compute(corners, corners.unsqueeze(1), LogScale(0.5)).item<double>();
  CHECK(emm == doctest::Approx(std::log(std::exp(nce) - 1)).epsilon(1e-12));
}

TEST_CASE("EMM and IMM are the equation's value where plain exponentials overflow")
{
  // Cosines 1 on and 0 off the diagonal: l = 0 / t - 1 / t.
  const torch::Tensor c = torch::eye(2, torch::kFloat64);
  CHECK(EmmLoss().Compute(c, c.unsqueeze(1), LogScale(1e-3)).item<double>() == doctest::Approx(-1000).epsilon(1e-12));
  const torch::Tensor views = at::stack({ c, c }, 1);
  // Pairs (0,1), (0,2) with weight 1, (1,2) with 0.25.
  CHECK(ImmLoss(0.25).Compute(c, views, LogScale(1e-3)).item<double>() == doctest::Approx(-2250).epsilon(1e-12));
  // Negatives far below the positive of every row: exp underflows to 0 in the plain form.
  CHECK(EmmLoss().Compute(c, -c.unsqueeze(1), LogScale(1e-3)).item<double>() == doctest::Approx(1000).epsilon(1e-12));
}

TEST_CASE("IMM of one view is EMM; image pairs follow their weight and the anchor is the lower index")
{
  const torch::Tensor c = Normal({ 4, 3 }, 1);
  const torch::Tensor x = Normal({ 4, 2, 3 }, 2);
  const torch::Tensor first = x.narrow(1, 0, 1);
  const torch::Tensor t = LogScale(0.3);
  CHECK(ImmLoss(0.5).Compute(c, first, t).item<double>() ==
        doctest::Approx(EmmLoss().Compute(c, first, t).item<double>()).epsilon(1e-13));
  const torch::Tensor pairs = ImmLoss(0.5).PairLosses(c, x, t);
  REQUIRE(pairs.numel() == 3);
  // (1,2): the first view as anchor, the second as candidates.
  const double between = EmmLoss().Compute(x.select(1, 0), x.narrow(1, 1, 1), t).item<double>();
  CHECK(pairs[2].item<double>() == doctest::Approx(0.5 * between).epsilon(1e-13));
  CHECK(ImmLoss(0).PairLosses(c, x, t)[2].item<double>() == 0);
  const auto imm = [&](const torch::Tensor & y) { return ImmLoss(0.5).Compute(c, y, t); };
  CHECK(GradientError(imm, x) < 1e-8);
  CHECK(ImmLoss(0.5).Compute(c * 7, x * 0.1, t).item<double>() == doctest::Approx(imm(x).item<double>())); // cosines
}

TEST_CASE("Multi-view losses refuse a batch of one compound and images of another batch")
{
  const torch::Tensor c = Normal({ 2, 3 }, 1);
  CHECK_THROWS_AS(EmmLoss().Compute(c.narrow(0, 0, 1), Normal({ 1, 2, 3 }, 1), LogScale(1)), LearnError);
  CHECK_THROWS_WITH_AS(EmmLoss().Compute(c, Normal({ 3, 2, 3 }, 1), LogScale(1)),
                       "EMM: expected images B x V x D for compounds 2 x 3, got 3 x 2 x 3",
                       LearnError);
  CHECK_THROWS_AS(ImmLoss(0.5).Compute(c, Normal({ 2, 0, 3 }, 1), LogScale(1)), LearnError);
  CHECK_THROWS_AS(ImmLoss(-1), LearnError);
}
