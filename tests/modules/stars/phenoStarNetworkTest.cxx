#include "phenoStarNetwork.h"

#include "phenoLearnError.h"
#include "phenoStarLoss.h"
#include "phenoTest.h"

#include <ATen/CPUGeneratorImpl.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>

using namespace pheno;

namespace
{
at::Generator
Seeded(std::uint64_t seed)
{
  return at::make_generator<at::CPUGeneratorImpl>(seed);
}

const StarArchitecture kSmall{ 8, { 6, 8, 10 }, 12 };

torch::Tensor
Images(std::int64_t side, std::int64_t count = 2)
{
  return torch::rand({ count, 1, side, side }, Seeded(4));
}
} // namespace

TEST_CASE("a star network speaks of every second pixel and of all")
{
  StarNetwork network(kSmall);
  network.Initialise(Seeded(1));
  CHECK(network.Multiple() == 8);
  const StarNetwork::Output output = network.Forward(Images(32));
  CHECK(output.probability.sizes() == at::IntArrayRef{ 2, 1, 16, 16 });
  CHECK(output.distances.sizes() == at::IntArrayRef{ 2, 8, 16, 16 });
  CHECK(output.foreground.sizes() == at::IntArrayRef{ 2, 1, 32, 32 });
  CHECK(output.distances.min().item<float>() > 0);
  CHECK_THROWS_WITH_AS(network.Forward(Images(28)),
                       "star network: expected a height and width that are multiples of 8, got 28 x 28",
                       LearnError);
  CHECK_THROWS_AS(StarNetwork({ 2, { 8 }, 8 }), LearnError);
  CHECK_THROWS_AS(StarNetwork({ 8, {}, 8 }), LearnError);
}

TEST_CASE("the same seed gives the same network, another another")
{
  StarNetwork a(kSmall), b(kSmall), c(kSmall);
  a.Initialise(Seeded(1));
  b.Initialise(Seeded(1));
  c.Initialise(Seeded(2));
  const torch::Tensor weight = a.Parameters()[0].tensor;
  CHECK(weight.equal(b.Parameters()[0].tensor));
  CHECK_FALSE(weight.equal(c.Parameters()[0].tensor));
}

TEST_CASE("no pixel beyond its reach has a part in an output")
{
  constexpr std::int64_t kSide = 192;
  StarNetwork            network(kSmall);
  network.Initialise(Seeded(1));
  const torch::Tensor image = Images(kSide, 1).requires_grad_(true);
  const std::int64_t  at = 48; // of points: pixel 96
  const auto          output = network.Forward(image);
  (output.distances.select(2, at).select(2, at).sum() + output.foreground.select(2, 2 * at + 1).select(2, 2 * at).sum())
    .backward();
  std::int64_t        furthest = 0;
  const torch::Tensor places = image.grad().select(0, 0).select(0, 0).nonzero();
  REQUIRE(places.size(0) > 0);
  for (std::int64_t i = 0; i < places.size(0); ++i)
  {
    for (int axis = 0; axis < 2; ++axis)
    {
      furthest = std::max(furthest, std::abs(places[i][axis].item<std::int64_t>() - 2 * at));
    }
  }
  CHECK(furthest <= network.Reach());
  CHECK(furthest > network.Reach() / 2); // the bound is not idle
}

TEST_CASE("a folded network says what it said before")
{
  StarNetwork network(kSmall);
  network.Initialise(Seeded(1));
  network.SetTraining(true);
  for (int pass = 0; pass < 3; ++pass)
  {
    network.Forward(Images(32) * 3 + 1); // norms remember something
  }
  network.SetTraining(false);
  const torch::Tensor images = Images(32);
  const auto          before = network.Forward(images);
  const auto          folded = network.Folded().Forward(images);
  CHECK((folded.distances - before.distances).abs().max().item<float>() < 1e-4F);
  CHECK((folded.probability - before.probability).abs().max().item<float>() < 1e-4F);
  CHECK((folded.foreground - before.foreground).abs().max().item<float>() < 1e-4F);
}

TEST_CASE("the loss is that of its equation, point by point")
{
  constexpr std::int64_t kRays = 3;
  const auto rand = [](at::IntArrayRef shape, std::uint64_t seed) { return torch::rand(shape, Seeded(seed)); };
  const StarNetwork::Output output{ rand({ 1, 1, 2, 2 }, 1) - 0.5,
                                    rand({ 1, kRays, 2, 2 }, 2) * 9,
                                    rand({ 1, 1, 4, 4 }, 3) };
  StarBatch                 batch;
  batch.probability = rand({ 1, 1, 2, 2 }, 4);
  batch.probability[0][0][0][1] = 0;
  batch.distances = rand({ 1, kRays, 2, 2 }, 5) * 9 + 1;
  batch.is_known = torch::ones({ 1, 1, 4, 4 });
  batch.is_known.select(2, 2).zero_(); // of the points the lower ones
  batch.foreground = (rand({ 1, 1, 4, 4 }, 6) > 0.5).to(torch::kFloat32);

  const auto entropy = [](double logit, double target) {
    const double p = 1 / (1 + std::exp(-logit));
    return -target * std::log(p) - (1 - target) * std::log(1 - p);
  };
  const auto value = [](const torch::Tensor & t, std::int64_t c, std::int64_t y, std::int64_t x) {
    return t[0][c][y][x].item<double>();
  };
  double objects = 0, distances = 0, weights = 0, background = 0, foreground = 0;
  for (std::int64_t x = 0; x < 2; ++x)
  {
    const double p = value(batch.probability, 0, 0, x);
    double       difference = 0, size = 0, mean = 0;
    for (std::int64_t k = 0; k < kRays; ++k)
    {
      difference += std::abs(value(output.distances, k, 0, x) - value(batch.distances, k, 0, x));
      size += value(batch.distances, k, 0, x);
      mean += value(output.distances, k, 0, x) / kRays;
    }
    objects += entropy(value(output.probability, 0, 0, x), p) / 2;
    distances += p * difference / size;
    weights += p;
    background += p == 0 ? mean : 0;
  }
  for (const std::int64_t y : { 0, 1, 3 })
  {
    for (std::int64_t x = 0; x < 4; ++x)
    {
      foreground += entropy(value(output.foreground, 0, y, x), value(batch.foreground, 0, y, x)) / 12;
    }
  }
  CHECK(StarLoss(output, batch).item<double>() ==
        doctest::Approx(objects + distances / weights + 1e-4 * background + foreground).epsilon(1e-5));
}

TEST_CASE("gradients of the loss are its slopes")
{
  StarNetwork network(kSmall);
  network.Initialise(Seeded(1));
  const std::vector<std::uint32_t> disc = [] {
    std::vector<std::uint32_t> labels(16 * 16, 0);
    for (std::size_t at = 0; at < labels.size(); ++at)
    {
      labels[at] = std::hypot(static_cast<double>(at % 16) - 8, static_cast<double>(at / 16) - 7) < 5 ? 1 : 0;
    }
    return labels;
  }();
  StarPatch patch{ std::vector<float>(disc.begin(), disc.end()), disc, std::vector<std::uint8_t>(disc.size(), 1) };
  const StarBatch batch = MakeStarBatch({ patch }, 16, kSmall.rays);
  const auto      loss = [&] { return StarLoss(network.Forward(batch.images), batch); };
  for (const NamedTensor & parameter : network.Parameters())
  {
    parameter.tensor.requires_grad_(true);
  }
  loss().backward();
  const NamedTensor     last = network.Parameters().back(); // biases of the outputs, where float32 resolves slopes
  const torch::Tensor   gradient = last.tensor.grad();
  const at::NoGradGuard guard;
  constexpr float       kStep = 1e-3F;
  for (std::int64_t i = 0; i < last.tensor.numel(); ++i)
  {
    const float before = last.tensor[i].item<float>();
    last.tensor[i] = before + kStep;
    const double above = loss().item<double>();
    last.tensor[i] = before - kStep;
    const double below = loss().item<double>();
    last.tensor[i] = before;
    REQUIRE(gradient[i].item<double>() == doctest::Approx((above - below) / (2 * kStep)).epsilon(0.05).scale(0.01));
  }
}
