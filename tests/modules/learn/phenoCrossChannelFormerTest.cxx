#include "phenoCrossChannelFormer.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"

#include "phenoTest.h"

using namespace pheno;

namespace
{
const CrossChannelFormerSettings kSmall = { 3, 8, 5, 2, 2, true };
} // namespace

TEST_CASE("The cross-channel former leaves its input alone, a batch of one works and samples are independent")
{
  CrossChannelFormer former(kSmall, torch::kFloat64);
  former.Initialise(test::Generator(1));
  const torch::Tensor x = test::Normal({ 4, 3, 8 }, 2);
  const torch::Tensor before = x.clone();
  const torch::Tensor out = former.Forward(x);
  CHECK(torch::equal(x, before)); // CWCL's weights come from it
  CHECK(out.sizes().vec() == std::vector<std::int64_t>{ 4, 5 });
  CHECK(test::LargestDifference(former.Forward(x.narrow(0, 2, 1)), out.narrow(0, 2, 1)) < 1e-14);
  CHECK(test::LargestDifference(former.AddChannelEmbedding(x) - x, former.Parameters().front().tensor.expand_as(x)) <
        1e-14);
}

TEST_CASE("Channels are told apart by their embedding alone")
{
  CrossChannelFormer former(kSmall, torch::kFloat64);
  former.Initialise(test::Generator(1));
  const torch::Tensor x = test::Normal({ 2, 3, 8 }, 2);
  const torch::Tensor swapped = x.flip({ 1 });
  CHECK(test::LargestDifference(former.Forward(x), former.Forward(swapped)) > 1e-6);
  former.Parameters().front().tensor.zero_();
  CHECK(test::LargestDifference(former.Forward(x), former.Forward(swapped)) < 1e-12);
}

TEST_CASE("A saved cross-channel former loads; the same generator gives the same start")
{
  CrossChannelFormer a(kSmall), b(kSmall), c(kSmall);
  a.Initialise(test::Generator(1));
  b.Initialise(test::Generator(1));
  c.LoadState(a.Parameters());
  const torch::Tensor x = test::Normal({ 2, 3, 8 }, 2).to(torch::kFloat32);
  CHECK(torch::equal(a.Forward(x), b.Forward(x)));
  CHECK(torch::equal(a.Forward(x), c.Forward(x)));
  CHECK_THROWS_WITH_AS(c.LoadState({}), doctest::Contains("'channel_embed' is missing"), LearnError);
}

TEST_CASE("Impossible numbers and other shapes are refused")
{
  CrossChannelFormerSettings settings = kSmall;
  settings.heads = 3;
  CHECK_THROWS_WITH_AS(CrossChannelFormer{ settings }, doctest::Contains("got width 8 and 3 heads"), LearnError);
  settings.heads = 0;
  CHECK_THROWS_WITH_AS(CrossChannelFormer{ settings }, doctest::Contains("at least 1, got 0"), LearnError);
  const CrossChannelFormer former(kSmall);
  CHECK_THROWS_WITH_AS(
    former.Forward(torch::zeros({ 2, 4, 8 })), doctest::Contains("expected B x 3 x 8, got 2 x 4 x 8"), LearnError);
}
