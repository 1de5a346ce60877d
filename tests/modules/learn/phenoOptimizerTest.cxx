#include "phenoAdam.h"
#include "phenoAdamUpdate.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoSgd.h"

#include "phenoTest.h"

#include <cmath>

using namespace pheno;

namespace
{
/** Three steps on one number with gradients g, by the equation. */
double
NaiveAdam(double p, const std::vector<double> & gradients, double lr, double decay, bool decoupled)
{
  double m = 0, v = 0;
  int    t = 0;
  for (double g : gradients)
  {
    ++t;
    g += decoupled ? 0 : decay * p;
    p *= decoupled ? 1 - lr * decay : 1;
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    p -= lr * (m / (1 - std::pow(0.9, t))) / (std::sqrt(v / (1 - std::pow(0.999, t))) + 1e-8);
  }
  return p;
}
} // namespace

TEST_CASE("Adam and AdamW follow their equations, whatever the layout of parameter and gradient")
{
  const std::vector<double> gradients = { 0.5, -2.0, 1e-3 };
  for (const bool decoupled : { false, true })
  {
    torch::Tensor p = torch::full({ 2, 3, 2, 2 }, 0.7, torch::kFloat64).contiguous(at::MemoryFormat::ChannelsLast);
    Adam          adam({ { "p", p } }, { 0.9, 0.999, 1e-8, 0.1, decoupled });
    for (const double g : gradients)
    {
      p.mutable_grad() = torch::full({ 2, 3, 2, 2 }, g, torch::kFloat64);
      adam.Step(0.01);
      CHECK_FALSE(p.grad().defined());
    }
    const double expected = NaiveAdam(0.7, gradients, 0.01, 0.1, decoupled);
    CHECK(test::LargestDifference(p.detach(), torch::full_like(p.detach(), expected)) < 1e-14);
  }
}

TEST_CASE("Adam's update by whole tensors, as on a GPU, is that in one pass")
{
  for (const double decay : { 0.0, 0.1 })
  {
    const learn::AdamNumbers numbers{ 0.9, 0.999, 1e-8, decay, 1 - decay, 0.01, 0.7 };
    const torch::Tensor      p = test::Normal({ 5, 7 }, 1), m = test::Normal({ 5, 7 }, 2);
    const torch::Tensor      v = test::Normal({ 5, 7 }, 3).square(), g = test::Normal({ 5, 7 }, 4);
    const torch::Tensor      p2 = p.clone(), m2 = m.clone(), v2 = v.clone();
    learn::AdamInOnePass({ p, m, v, g }, numbers);
    learn::AdamByTensors({ p2, m2, v2, g }, numbers);
    CHECK(test::LargestDifference(p, p2) < 1e-14);
    CHECK(test::LargestDifference(m, m2) < 1e-14);
    CHECK(test::LargestDifference(v, v2) < 1e-14);
    CHECK(test::LargestDifference(p, test::Normal({ 5, 7 }, 1)) > 1e-3);
  }
}

TEST_CASE("A gradient of another layout reaches the right elements")
{
  torch::Tensor       p = torch::zeros({ 2, 3, 2, 2 }, torch::kFloat64).contiguous(at::MemoryFormat::ChannelsLast);
  const torch::Tensor gradient = test::Normal({ 2, 3, 2, 2 }, 1); // row-major
  Adam                adam({ { "p", p } }, {});
  p.mutable_grad() = gradient;
  adam.Step(0.01);
  CHECK(torch::equal(p.detach().sign(), -gradient.sign())); // the first step is -lr sign(g)
}

TEST_CASE("A parameter without gradient stays")
{
  torch::Tensor p = torch::ones({ 3 });
  Adam          adam({ { "p", p } }, {});
  adam.Step(0.1);
  CHECK(torch::equal(p.detach(), torch::ones({ 3 })));
  CHECK(adam.Steps() == 1);
}

TEST_CASE("SGD with momentum and weight decay follows its equation")
{
  const std::vector<double> gradients = { 0.5, -2.0, 1e-3 };
  torch::Tensor             p = torch::full({ 2, 3 }, 0.7, torch::kFloat64);
  Sgd                       sgd({ { "p", p } }, { 0.8, 0.1 });
  double                    expected = 0.7, buffer = 0;
  for (const double g : gradients)
  {
    p.mutable_grad() = torch::full({ 2, 3 }, g, torch::kFloat64);
    sgd.Step(0.01);
    buffer = 0.8 * buffer + g + 0.1 * expected;
    expected -= 0.01 * buffer;
  }
  CHECK(test::LargestDifference(p.detach(), torch::full({ 2, 3 }, expected, torch::kFloat64)) < 1e-14);
  CHECK(sgd.State().at(0).name == "p.momentum_buffer");
}

TEST_CASE("With decay of matrices only, biases and norms keep their size when their gradient is zero")
{
  for (const std::string name : { "adamw", "sgd" })
  {
    const torch::Tensor matrix = torch::ones({ 2, 2 }, torch::kFloat64), bias = torch::ones({ 2 }, torch::kFloat64);
    const auto          optimizer = MakeOptimizer({ name, 0.1, "matrices", 0.9 }, { { "m", matrix }, { "b", bias } });
    matrix.mutable_grad() = torch::zeros_like(matrix);
    bias.mutable_grad() = torch::zeros_like(bias);
    optimizer->Step(0.5);
    CHECK(test::LargestDifference(matrix.detach(), torch::full_like(matrix.detach(), 0.95)) < 1e-15);
    CHECK(torch::equal(bias.detach(), torch::ones_like(bias.detach())));
  }
}

TEST_CASE("Clipping scales all gradients together, and only when they are too long")
{
  const torch::Tensor a = torch::zeros({ 2 }, torch::kFloat64).requires_grad_(true);
  const torch::Tensor b = torch::zeros({ 1 }, torch::kFloat64).requires_grad_(true);
  const torch::Tensor without = torch::zeros({ 1 }, torch::kFloat64).requires_grad_(true);
  a.mutable_grad() = torch::tensor({ 3.0, 0.0 }, torch::kFloat64);
  b.mutable_grad() = torch::tensor({ 4.0 }, torch::kFloat64);
  const std::vector<NamedTensor> parameters = { { "a", a }, { "b", b }, { "without", without } };
  CHECK(ClipGradients(parameters, 10) == doctest::Approx(5));
  CHECK(a.grad()[0].item<double>() == 3);
  CHECK(ClipGradients(parameters, 1) == doctest::Approx(5));
  CHECK(a.grad()[0].item<double>() == doctest::Approx(0.6).epsilon(1e-6));
  CHECK(b.grad()[0].item<double>() == doctest::Approx(0.8).epsilon(1e-6));
}

TEST_CASE("An optimizer of another name is refused")
{
  CHECK_THROWS_WITH_AS(
    MakeOptimizer({ "lion" }, {}), "optimizer: expected \"adam\", \"adamw\" or \"sgd\", got \"lion\"", LearnError);
}
