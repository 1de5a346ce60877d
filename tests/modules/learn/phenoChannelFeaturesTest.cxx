#include "phenoChannelFeatures.h"
#include "phenoEncoder.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"

#include "phenoTest.h"

using namespace pheno;

namespace
{
std::shared_ptr<Encoder>
ThreePlanes()
{
  const auto encoder = MakeEncoder({ "cnn4", 3, 6 });
  encoder->Initialise(test::Generator(2));
  return encoder;
}
} // namespace

TEST_CASE("A group's features are the means of its crops' channels, each as a grey image, whatever the batch")
{
  const test::RandomCrops         crops(5, 2, 32);
  const auto                      source = crops.Source();
  const auto                      encoder = ThreePlanes();
  const std::vector<std::int64_t> groups{ 0, 2, 0, 2, 0 };
  ChannelFeatureSettings          settings;
  settings.batch_size = 3;
  const std::vector<float> found = ChannelFeatures(*encoder, source, groups, 3, settings);
  const auto               width = static_cast<std::size_t>(encoder->FeatureWidth());
  REQUIRE(found.size() == 3 * 2 * width);

  const at::NoGradGuard  guard;
  std::vector<std::byte> scratch;
  torch::Tensor          expected = torch::zeros({ 3, 2, encoder->FeatureWidth() }, torch::kFloat64);
  for (std::int64_t i = 0; i < 5; ++i)
  {
    const std::byte * crop = source.Read(i, scratch);
    for (int c = 0; c < 2; ++c)
    {
      torch::Tensor image = torch::empty({ 1, 3, 32, 32 });
      for (std::int64_t p = 0; p < 32 * 32; ++p)
      {
        for (int plane = 0; plane < 3; ++plane)
        {
          const double grey = static_cast<double>(static_cast<std::uint8_t>(crop[c * 32 * 32 + p])) / 255;
          image[0][plane].view({ -1 })[p] = (grey - settings.mean[static_cast<std::size_t>(plane)]) /
                                            settings.deviation[static_cast<std::size_t>(plane)];
        }
      }
      const std::int64_t group = groups[static_cast<std::size_t>(i)];
      expected[group][c] += encoder->Forward(image).features[0] / (group == 0 ? 3.0 : 2.0);
    }
  }
  const torch::Tensor foundTensor = torch::tensor(found).view({ 3, 2, -1 }).to(torch::kFloat64);
  CHECK(test::LargestDifference(foundTensor, expected) < 1e-4 * expected.abs().max().item<double>());
  CHECK(foundTensor[1].abs().max().item<double>() == 0); // no crop
}

TEST_CASE("Channel features refuse what does not fit")
{
  const test::RandomCrops crops(2, 1, 32);
  const auto              source = crops.Source();
  const auto              encoder = ThreePlanes();
  ChannelFeatureSettings  settings;
  CHECK_THROWS_WITH_AS(ChannelFeatures(*encoder, source, { 0 }, 1, settings),
                       doctest::Contains("one of 1 groups for each of 2 crops"),
                       LearnError);
  CHECK_THROWS_AS(ChannelFeatures(*encoder, source, { 0, 1 }, 1, settings), LearnError);
  settings.mean = { 0.5 };
  CHECK_THROWS_WITH_AS(
    ChannelFeatures(*encoder, source, { 0, 0 }, 1, settings), doctest::Contains("encoder's 3 planes"), LearnError);
  settings = {};
  settings.deviation[1] = 0;
  CHECK_THROWS_WITH_AS(
    ChannelFeatures(*encoder, source, { 0, 0 }, 1, settings), doctest::Contains("deviations above 0"), LearnError);
  const std::vector<float> pixels(4);
  const BlockCropSource    real({ 1, 2, 2, PixelType::kFloat32 }, { { pixels.data(), 1 } });
  CHECK_THROWS_WITH_AS(
    ChannelFeatures(*encoder, real, { 0 }, 1, {}), doctest::Contains("expected 8-bit crops"), LearnError);
}
