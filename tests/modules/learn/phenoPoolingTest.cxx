#include "phenoGatedAttentionPool.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoPooling.h"

#include "phenoTest.h"

using namespace pheno;

namespace
{
/** 3 bags of up to 4 instances, 2 channels, width 3: bag 1 is padded by two, channel 1 of bag 2 is padding alone. */
torch::Tensor
Bags()
{
  torch::Tensor bags = test::Normal({ 3, 4, 2, 3 }, 1);
  bags[1].slice(0, 2).zero_();
  bags[2].select(1, 1).zero_();
  return bags;
}

GatedAttentionPool &
StartedPool(GatedAttentionPool & pool)
{
  pool.Initialise(test::Generator(2));
  return pool;
}
} // namespace

TEST_CASE("Gated attention ignores padding, wherever it lies and however much there is")
{
  GatedAttentionPool  pool(3, 5, torch::kFloat64);
  const torch::Tensor bag = StartedPool(pool).Compute(test::Normal({ 1, 2, 2, 3 }, 3)).pooled;
  const torch::Tensor two = test::Normal({ 1, 2, 2, 3 }, 3);
  const torch::Tensor zero = torch::zeros({ 1, 3, 2, 3 }, torch::kFloat64);
  for (const torch::Tensor & padded : { at::cat({ two, zero }, 1),
                                        at::cat({ zero, two }, 1),
                                        at::cat({ two.narrow(1, 0, 1), zero, two.narrow(1, 1, 1) }, 1) })
  {
    const GatedAttentionPool::Output output = pool.Compute(padded);
    CHECK(test::LargestDifference(output.pooled, bag) < 1e-14);
    CHECK(test::LargestDifference(output.attention.sum(2), torch::ones({ 1, 2 }, torch::kFloat64)) < 1e-14);
  }
}

TEST_CASE("A channel of padding alone gives zeros and finite gradients, in float32 too")
{
  for (const torch::ScalarType type : { torch::kFloat64, torch::kFloat32 })
  {
    GatedAttentionPool  pool(3, 5, type);
    const torch::Tensor bags = Bags().to(type).requires_grad_(true);
    const auto          output = StartedPool(pool).Compute(bags);
    output.pooled.sum().backward();
    CHECK(output.pooled[2][1].abs().max().item<double>() == 0);
    CHECK(output.attention[2][1].abs().max().item<double>() == 0);
    CHECK(output.pooled[2][0].abs().max().item<double>() > 0);
    CHECK(at::isfinite(bags.grad()).all().item<bool>());
    CHECK(bags.grad()[2].select(1, 1).abs().max().item<double>() == 0);
  }
}

TEST_CASE("Gated attention follows the equation, instance by instance")
{
  GatedAttentionPool pool(3, 5, torch::kFloat64);
  StartedPool(pool);
  const auto &        p = pool.Parameters(); // V, v, U, u, w, b
  const torch::Tensor bag = test::Normal({ 1, 3, 1, 3 }, 4);
  std::vector<double> weights;
  double              sum = 0;
  for (std::int64_t m = 0; m < 3; ++m)
  {
    const torch::Tensor x = bag[0][m][0];
    const torch::Tensor gate =
      at::tanh(at::mv(p[0].tensor, x) + p[1].tensor) * at::sigmoid(at::mv(p[2].tensor, x) + p[3].tensor);
    weights.push_back(std::exp((at::mv(p[4].tensor, gate) + p[5].tensor).item<double>()));
    sum += weights.back();
  }
  torch::Tensor expected = torch::zeros({ 3 }, torch::kFloat64);
  for (std::int64_t m = 0; m < 3; ++m)
  {
    expected += weights[static_cast<std::size_t>(m)] / sum * bag[0][m][0];
  }
  CHECK(test::LargestDifference(pool.Compute(bag).pooled[0][0], expected) < 1e-14);
}

TEST_CASE("Gated attention: a saved state loads, other widths are refused")
{
  GatedAttentionPool a(3, 5, torch::kFloat64), b(3, 5, torch::kFloat64);
  StartedPool(a);
  b.LoadState(a.Parameters());
  CHECK(torch::equal(a.Compute(Bags()).pooled, b.Compute(Bags()).pooled));
  CHECK_THROWS_WITH_AS(GatedAttentionPool(0, 5), doctest::Contains("got 0 and 5"), LearnError);
  CHECK_THROWS_WITH_AS(a.Compute(torch::zeros({ 1, 2, 2, 4 }, torch::kFloat64)),
                       doctest::Contains("expected instances of width 3, got 1 x 2 x 2 x 4"),
                       LearnError);
  CHECK_THROWS_WITH_AS(a.Compute(torch::zeros({ 1, 0, 2, 3 })), doctest::Contains("with instances"), LearnError);
}

TEST_CASE("Mean and median: padding left out or counted, even numbers take the lower value")
{
  // One channel, one feature: 5, 1, 3 and 2, then two of padding.
  const torch::Tensor bag = torch::tensor({ 5.0, 1.0, 3.0, 2.0, 0.0, 0.0 }, torch::kFloat64).reshape({ 1, 6, 1, 1 });
  CHECK(MeanPool(bag, Padding::LeftOut).item<double>() == 11.0 / 4);
  CHECK(MeanPool(bag, Padding::Counted).item<double>() == 11.0 / 6);
  CHECK(MedianPool(bag, Padding::LeftOut).item<double>() == 2);
  CHECK(MedianPool(bag, Padding::Counted).item<double>() == 1);
  const torch::Tensor bags = Bags().requires_grad_(true);
  for (const torch::Tensor & pooled : { MeanPool(bags, Padding::LeftOut), MedianPool(bags, Padding::LeftOut) })
  {
    CHECK(pooled.sizes().vec() == std::vector<std::int64_t>{ 3, 2, 3 });
    CHECK(pooled[2][1].abs().max().item<double>() == 0);
    pooled.sum().backward();
    CHECK(at::isfinite(bags.grad()).all().item<bool>());
  }
}

TEST_CASE("k-means: every cluster counts once, padding never")
{
  // Two clusters, near 0.1 and near 10, of three and one instances: the mean of the centroids, not of the instances.
  const torch::Tensor bag = torch::tensor({ 0.1, 0.2, 10.0, 0.3, 0.0, 0.0 }, torch::kFloat64).reshape({ 1, 6, 1, 1 });
  CHECK(KMeansPool(bag, 2).item<double>() == doctest::Approx((0.2 + 10.0) / 2));
  CHECK(KMeansPool(bag, 1).item<double>() == doctest::Approx(10.6 / 4));
  CHECK(KMeansPool(bag, 4).item<double>() == doctest::Approx(10.6 / 4)); // no more instances than clusters
  const torch::Tensor same = torch::ones({ 1, 5, 1, 2 }, torch::kFloat64);
  CHECK(torch::equal(KMeansPool(same, 3), torch::ones({ 1, 1, 2 }, torch::kFloat64)));
  const torch::Tensor bags = Bags().requires_grad_(true);
  const torch::Tensor pooled = KMeansPool(bags, 2);
  CHECK(torch::equal(pooled, KMeansPool(bags, 2)));
  CHECK(pooled[2][1].abs().max().item<double>() == 0);
  pooled.sum().backward();
  CHECK(at::isfinite(bags.grad()).all().item<bool>());
  CHECK_THROWS_WITH_AS(KMeansPool(bags, 0), doctest::Contains("at least 1 cluster, got 0"), LearnError);
}
