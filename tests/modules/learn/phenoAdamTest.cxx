#include "phenoAdam.h"
#include "phenoLearnTest.h"

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
