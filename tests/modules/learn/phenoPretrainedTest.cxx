#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoPretrained.h"

#include "phenoTest.h"

#include <algorithm>

using namespace pheno;

namespace
{
EncoderSettings
Torchvision(const std::string & architecture, int channels, int embed_dim)
{
  EncoderSettings settings{ architecture, channels, embed_dim };
  settings.norm = "affine";
  settings.head = "linear";
  return settings;
}

std::shared_ptr<Encoder>
Started(const EncoderSettings & settings, std::uint64_t seed)
{
  const auto encoder = MakeEncoder(settings, torch::kFloat64);
  encoder->Initialise(test::Generator(seed));
  return encoder;
}

/** The state as torchvision would write it: no "encoder." before the names, a counter beside each norm. */
std::vector<NamedTensor>
AsTorchvision(const Encoder & encoder, const std::string & prefix = "")
{
  std::vector<NamedTensor> state;
  for (const NamedTensor & entry : encoder.State())
  {
    const bool trunk = entry.name.rfind("encoder.", 0) == 0;
    state.push_back({ prefix + (trunk ? entry.name.substr(8) : entry.name), entry.tensor.clone() });
  }
  state.push_back({ prefix + "bn1.num_batches_tracked", torch::tensor(std::int64_t{ 7 }) });
  return state;
}

torch::Tensor
Weight(const Encoder & encoder, const std::string & name)
{
  for (const NamedTensor & parameter : encoder.Parameters())
  {
    if (parameter.name == name)
    {
      return parameter.tensor;
    }
  }
  throw std::logic_error("no parameter " + name);
}
} // namespace

TEST_CASE("torchvision's names load whole, with and without the prefix of parallel training")
{
  const at::NoGradGuard guard;
  const torch::Tensor   images = test::Normal({ 2, 3, 32, 32 }, 1);
  const auto            source = Started(Torchvision("resnet34", 3, 5), 2);
  for (const std::string prefix : { "", "module." })
  {
    const auto             target = Started(Torchvision("resnet34", 3, 5), 3);
    const PretrainedReport report = LoadPretrained(*target, AsTorchvision(*source, prefix), Widening::Mean);
    CHECK(report.kept.empty());
    CHECK(report.left_out.empty());
    CHECK(torch::equal(target->Forward(images).embedding, source->Forward(images).embedding));
  }
}

TEST_CASE("Heads that do not fit are left out and kept, and reported")
{
  const at::NoGradGuard guard;
  const torch::Tensor   images = test::Normal({ 2, 3, 32, 32 }, 1);
  const auto            source = Started(Torchvision("resnet18", 3, 10), 2);
  EncoderSettings       settings = Torchvision("resnet18", 3, 4);
  settings.head = "unit_mlp";
  const auto             target = Started(settings, 3);
  const torch::Tensor    head = Weight(*target, "mlp_head.0.weight").clone();
  const PretrainedReport report = LoadPretrained(*target, AsTorchvision(*source), Widening::Mean);
  CHECK(report.left_out == std::vector<std::string>{ "fc.weight", "fc.bias" });
  CHECK(report.kept.size() == 4);
  CHECK(torch::equal(Weight(*target, "mlp_head.0.weight"), head));
  CHECK(torch::equal(target->Forward(images).features, source->Forward(images).features));
}

TEST_CASE("A trunk that does not fit is refused")
{
  const auto source = Started(Torchvision("resnet18", 3, 4), 2);
  const auto plain = MakeEncoder({ "resnet18", 3, 4 }, torch::kFloat64);
  CHECK_THROWS_WITH_AS(LoadPretrained(*plain, AsTorchvision(*source), Widening::Mean),
                       doctest::Contains("unknown tensor 'encoder.bn1.bias'"),
                       LearnError);
  const auto deeper = MakeEncoder(Torchvision("resnet34", 3, 4), torch::kFloat64);
  CHECK_THROWS_WITH_AS(LoadPretrained(*deeper, AsTorchvision(*source), Widening::Mean),
                       doctest::Contains("tensor 'encoder.layer1.2.conv1.weight' is missing"),
                       LearnError);
}

TEST_CASE("Widening by repetition: channel c takes channel c mod 3, times 3/C")
{
  const torch::Tensor weight = test::Normal({ 4, 3, 2, 2 }, 1);
  const torch::Tensor wide = WidenFirstLayer(weight, 5, Widening::Repetition);
  REQUIRE(wide.sizes().vec() == std::vector<std::int64_t>{ 4, 5, 2, 2 });
  for (std::int64_t c = 0; c < 5; ++c)
  {
    CHECK(test::LargestDifference(wide.select(1, c), weight.select(1, c % 3) * 3 / 5) < 1e-15);
  }
  CHECK(torch::equal(WidenFirstLayer(weight, 3, Widening::Repetition), weight));
}

TEST_CASE("Widening by the mean: every channel takes the mean, times 3/C; one channel takes the sum")
{
  const torch::Tensor weight = test::Normal({ 4, 3, 2, 2 }, 1);
  const torch::Tensor wide = WidenFirstLayer(weight, 5, Widening::Mean);
  REQUIRE(wide.sizes().vec() == std::vector<std::int64_t>{ 4, 5, 2, 2 });
  for (std::int64_t c = 0; c < 5; ++c)
  {
    CHECK(test::LargestDifference(wide.select(1, c), weight.sum(1) / 5) < 1e-15);
  }
  CHECK(test::LargestDifference(WidenFirstLayer(weight, 1, Widening::Mean), weight.sum(1, true)) < 1e-15);
  CHECK_THROWS_WITH_AS(
    WidenFirstLayer(weight, 0, Widening::Mean), doctest::Contains("at least one channel"), LearnError);
  CHECK_THROWS_WITH_AS(WidenFirstLayer(weight[0], 2, Widening::Mean), doctest::Contains("got 3 x 2 x 2"), LearnError);
}

TEST_CASE("Equal planes in a widened network give what equal planes gave in the three-channel one")
{
  const at::NoGradGuard guard;
  const torch::Tensor   plane = test::Normal({ 2, 1, 32, 32 }, 1);
  const auto            check = [&](const EncoderSettings & three, int channels, Widening rule) {
    const auto      source = Started(three, 2);
    EncoderSettings settings = three;
    settings.in_channels = channels;
    const auto target = Started(settings, 3);
    LoadPretrained(*target, source->State(), rule);
    const auto embed = [&plane](const Encoder & encoder) {
      return encoder.Forward(plane.expand({ -1, encoder.InChannels(), -1, -1 })).embedding;
    };
    CHECK(test::LargestDifference(embed(*target), embed(*source)) < 1e-10);
  };
  EncoderSettings transformer{ "vit", 3, 6 };
  transformer.transformer = { 4, 16, 12, 2, 3, 24 };
  for (const EncoderSettings & three : { Torchvision("resnet18", 3, 4), EncoderSettings{ "cnn4", 3, 4 }, transformer })
  {
    check(three, 5, Widening::Mean);
    check(three, 1, Widening::Mean);
    check(three, 6, Widening::Repetition);
  }
}

TEST_CASE("Query, key and value are joined in this order, and all three must be there")
{
  const torch::Tensor      ones = torch::ones({ 2, 2 });
  const std::string        layer = "encoder.layer.3.attention.attention.";
  std::vector<NamedTensor> state = { { layer + "value.weight", 3 * ones },
                                     { layer + "key.weight", 2 * ones },
                                     { layer + "query.weight", ones },
                                     { "embeddings.mask_token", ones } };
  const auto               joined = TranslateState(state);
  REQUIRE(joined.size() == 1);
  CHECK(joined[0].name == "blocks.3.attn.qkv.weight");
  CHECK(torch::equal(joined[0].tensor, at::cat({ ones, 2 * ones, 3 * ones })));
  state.erase(state.begin());
  CHECK_THROWS_WITH_AS(TranslateState(state), doctest::Contains("expected query, key and value, got 2"), LearnError);
}
