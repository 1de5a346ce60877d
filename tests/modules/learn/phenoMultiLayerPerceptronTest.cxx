#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoMultiLayerPerceptron.h"

#include "phenoTest.h"

#include <cmath>

using namespace pheno;

namespace
{
torch::Tensor
At(const MultiLayerPerceptron & perceptron, const std::string & name)
{
  for (const NamedTensor & entry : perceptron.State())
  {
    if (entry.name == name)
    {
      return entry.tensor;
    }
  }
  throw std::logic_error("no tensor " + name);
}
} // namespace

TEST_CASE("A perceptron equals its equation in plain loops")
{
  MultiLayerPerceptron perceptron({ { 3, 4, 2 } }, torch::kFloat64);
  perceptron.Initialise(test::Generator(1));
  at::Generator       draws = test::Generator(2);
  const torch::Tensor x = test::Normal({ 2, 3 }, 3), y = perceptron.Forward(x, false, draws);
  const torch::Tensor w0 = At(perceptron, "layers.0.weight"), b0 = At(perceptron, "layers.0.bias");
  const torch::Tensor w1 = At(perceptron, "layers.1.weight"), b1 = At(perceptron, "layers.1.bias");
  for (int n = 0; n < 2; ++n)
  {
    for (int o = 0; o < 2; ++o)
    {
      double sum = b1[o].item<double>();
      for (int h = 0; h < 4; ++h)
      {
        double hidden = b0[h].item<double>();
        for (int i = 0; i < 3; ++i)
        {
          hidden += w0[h][i].item<double>() * x[n][i].item<double>();
        }
        sum += w1[o][h].item<double>() * std::max(hidden, 0.0);
      }
      CHECK(y[n][o].item<double>() == doctest::Approx(sum).epsilon(1e-12));
    }
  }
  CHECK(torch::equal(y, perceptron.Forward(x, true, draws))); // nothing to drop, no norm
}

TEST_CASE("Two widths are one linear layer, without norm or dropout")
{
  MultiLayerPerceptron linear({ { 3, 2 }, 0.5, true }, torch::kFloat64);
  linear.Initialise(test::Generator(1));
  at::Generator       draws = test::Generator(2);
  const torch::Tensor x = test::Normal({ 4, 3 }, 3);
  CHECK(linear.State().size() == 2);
  CHECK(test::LargestDifference(linear.Forward(x, true, draws),
                                at::linear(x, At(linear, "layers.0.weight"), At(linear, "layers.0.bias"))) < 1e-14);
}

TEST_CASE("The start is uniform in +-1/sqrt(fan in)")
{
  MultiLayerPerceptron perceptron({ { 400, 300, 2 } });
  perceptron.Initialise(test::Generator(1));
  const torch::Tensor weight = At(perceptron, "layers.0.weight");
  CHECK(weight.abs().max().item<double>() <= 0.05);
  CHECK(weight.std().item<double>() == doctest::Approx(0.05 / std::sqrt(3.0)).epsilon(0.01));
  CHECK(At(perceptron, "layers.1.bias").abs().max().item<double>() <= 1 / std::sqrt(300.0));
}

TEST_CASE("Norms use the batch in training, and their running statistics in evaluation")
{
  MultiLayerPerceptron perceptron({ { 3, 5, 2 }, 0, true }, torch::kFloat64);
  perceptron.Initialise(test::Generator(1));
  at::Generator       draws = test::Generator(2);
  const torch::Tensor x = test::Normal({ 64, 3 }, 3);
  const torch::Tensor before = at::linear(x, At(perceptron, "layers.0.weight"), At(perceptron, "layers.0.bias"));
  const torch::Tensor unit = (before - before.mean(0)) / (before.var(0, false) + 1e-5).sqrt();
  const torch::Tensor expected =
    at::linear(at::relu(unit), At(perceptron, "layers.1.weight"), At(perceptron, "layers.1.bias"));
  CHECK(test::LargestDifference(perceptron.Forward(x, true, draws), expected) < 1e-12);
  CHECK(test::LargestDifference(At(perceptron, "norms.0.running_mean"), 0.1 * before.mean(0)) < 1e-14);
  CHECK(test::LargestDifference(At(perceptron, "norms.0.running_var"), 0.9 + 0.1 * before.var(0, true)) < 1e-14);
  CHECK(torch::equal(perceptron.Forward(x, false, draws).narrow(0, 0, 1),
                     perceptron.Forward(x.narrow(0, 0, 1), false, draws)));
  CHECK_THROWS_WITH_AS(perceptron.Forward(x.narrow(0, 0, 1), true, draws),
                       doctest::Contains("norms.0 sees one value a channel"),
                       LearnError);

  MultiLayerPerceptron loaded({ { 3, 5, 2 }, 0, true }, torch::kFloat64);
  loaded.LoadState(perceptron.State());
  CHECK(torch::equal(loaded.Forward(x, false, draws), perceptron.Forward(x, false, draws)));
  perceptron.Initialise(test::Generator(1));
  CHECK(At(perceptron, "norms.0.running_mean").abs().max().item<double>() == 0);
}

TEST_CASE("Hidden units are dropped in training, from the generator given")
{
  MultiLayerPerceptron perceptron({ { 3, 50, 2 }, 0.5 }, torch::kFloat64);
  perceptron.Initialise(test::Generator(1));
  const torch::Tensor x = test::Normal({ 4, 3 }, 3);
  at::Generator       a = test::Generator(2), b = test::Generator(2);
  const torch::Tensor first = perceptron.Forward(x, true, a);
  CHECK(torch::equal(first, perceptron.Forward(x, true, b)));
  CHECK_FALSE(torch::equal(first, perceptron.Forward(x, true, a)));
  CHECK_FALSE(torch::equal(first, perceptron.Forward(x, false, a)));
}

TEST_CASE("Impossible settings and other widths are refused")
{
  CHECK_THROWS_WITH_AS(MultiLayerPerceptron({ { 3 } }), doctest::Contains("at least two widths, got 1"), LearnError);
  CHECK_THROWS_WITH_AS(MultiLayerPerceptron({ { 3, 0, 2 } }), doctest::Contains("at least 1, got 0"), LearnError);
  CHECK_THROWS_WITH_AS(MultiLayerPerceptron({ { 3, 2 }, 1.0 }), doctest::Contains("rate in [0, 1)"), LearnError);
  const MultiLayerPerceptron perceptron({ { 3, 2 } });
  at::Generator              draws = test::Generator(1);
  CHECK_THROWS_WITH_AS(perceptron.Forward(torch::zeros({ 5, 4 }), false, draws),
                       doctest::Contains("expected N x 3, got 5 x 4"),
                       LearnError);
}
