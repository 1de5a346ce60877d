#include "phenoEncoder.h"
#include "phenoEncoderModel.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoPositionEmbedding.h"
#include "phenoRecalibration.h"

#include "phenoTest.h"

#include <map>

using namespace pheno;

namespace
{
/** A transformer small enough for a test. */
EncoderSettings
SmallTransformer()
{
  EncoderSettings settings{ "vit", 2, 6 };
  settings.transformer = { 4, 16, 12, 2, 3, 24 };
  return settings;
}

EncoderSettings
Settings(const std::string & architecture)
{
  return architecture == "vit" ? SmallTransformer() : EncoderSettings{ architecture, 2, 6 };
}

std::shared_ptr<Encoder>
Started(const EncoderSettings & settings, std::uint64_t seed = 1, torch::ScalarType type = torch::kFloat64)
{
  const auto encoder = MakeEncoder(settings, type);
  encoder->Initialise(test::Generator(seed));
  return encoder;
}

const std::vector<std::string> kArchitectures = { "resnet18", "resnet34", "resnet50", "resnet152", "cnn4", "vit" };
} // namespace

TEST_CASE("Every architecture: shapes, a batch of one, and in evaluation no image depends on the others")
{
  const at::NoGradGuard guard;
  const torch::Tensor   images = test::Normal({ 3, 2, 32, 32 }, 2);
  for (const std::string & architecture : kArchitectures)
  {
    CAPTURE(architecture);
    const auto            encoder = Started(Settings(architecture));
    const Encoder::Output all = encoder->Forward(images);
    const Encoder::Output one = encoder->Forward(images.narrow(0, 1, 1));
    CHECK(all.features.sizes().vec() == std::vector<std::int64_t>{ 3, encoder->FeatureWidth() });
    CHECK(all.embedding.sizes().vec() == std::vector<std::int64_t>{ 3, 6 });
    CHECK(one.embedding.sizes().vec() == std::vector<std::int64_t>{ 1, 6 });
    const double largest = all.features.abs().max().item<double>(); // large in an untrained ResNet-152
    CHECK(test::LargestDifference(one.features, all.features.narrow(0, 1, 1)) < 1e-12 * std::max(largest, 1.0));
    CHECK(test::LargestDifference(one.embedding, all.embedding.narrow(0, 1, 1)) < 1e-12);
    CHECK(test::LargestDifference(all.embedding.norm(2, { 1 }), torch::ones({ 3 }, torch::kFloat64)) < 1e-12);
  }
}

TEST_CASE("Widths and numbers of parameters are the published ones")
{
  // torchvision's documentation, without the classifier of 1000 classes; timm's vit_small_patch8_224 without head.
  const std::map<std::string, std::pair<int, std::int64_t>> published = { { "resnet18", { 512, 11'689'512 } },
                                                                          { "resnet34", { 512, 21'797'672 } },
                                                                          { "resnet50", { 2048, 25'557'032 } },
                                                                          { "resnet101", { 2048, 44'549'160 } },
                                                                          { "resnet152", { 2048, 60'192'808 } } };
  const auto                                                count = [](const Encoder & encoder) {
    std::int64_t numbers = 0;
    for (const NamedTensor & parameter : encoder.Parameters())
    {
      numbers += parameter.tensor.numel();
    }
    return numbers;
  };
  for (const auto & [architecture, expected] : published)
  {
    EncoderSettings settings{ architecture, 3, 1000 };
    settings.norm = "affine";
    settings.head = "linear";
    const auto encoder = MakeEncoder(settings);
    CHECK(encoder->FeatureWidth() == expected.first);
    CHECK(count(*encoder) == expected.second);
  }
  EncoderSettings settings{ "vit", 3, 384 };
  settings.head = "none";
  CHECK(count(*MakeEncoder(settings)) == 21'670'272);
}

TEST_CASE("The start depends on the generator alone")
{
  const torch::Tensor images = test::Normal({ 2, 2, 32, 32 }, 3);
  for (const std::string architecture : { "resnet18", "cnn4", "vit" })
  {
    CAPTURE(architecture);
    const auto embed = [&](std::uint64_t seed) {
      return Started(Settings(architecture), seed)->Forward(images).embedding;
    };
    CHECK(torch::equal(embed(1), embed(1)));
    CHECK_FALSE(torch::equal(embed(1), embed(2)));
  }
}

TEST_CASE("The start of a transformer: truncated normal weights, no bias, norms 1")
{
  const auto encoder = Started({ "vit", 3, 384 });
  for (const NamedTensor & parameter : encoder->Parameters())
  {
    const torch::Tensor & values = parameter.tensor;
    if (parameter.name == "blocks.3.mlp.fc1.weight")
    {
      CHECK(values.abs().max().item<double>() <= 0.04);
      CHECK(values.std().item<double>() == doctest::Approx(0.02 * 0.8796).epsilon(0.01)); // of a normal cut at 2
    }
    else if (parameter.name == "blocks.3.mlp.fc1.bias")
    {
      CHECK(values.abs().max().item<double>() == 0);
    }
    else if (parameter.name == "blocks.3.norm1.weight")
    {
      CHECK(values.min().item<double>() == 1);
      CHECK(values.max().item<double>() == 1);
    }
  }
}

TEST_CASE("A model of every architecture loads as it was saved, with its further settings")
{
  const at::NoGradGuard       guard;
  const test::TemporaryFolder folder;
  const torch::Tensor         images = test::Normal({ 2, 2, 32, 32 }, 4).to(torch::kFloat32);
  for (const std::string & architecture : kArchitectures)
  {
    CAPTURE(architecture);
    EncoderSettings settings = Settings(architecture);
    settings.norm = "affine";
    settings.head = "mlp";
    settings.transformer.layer_scale = true;
    settings.transformer.pooling = "mean";
    ModelDescription d;
    d.architecture = architecture;
    d.channels = { "dna", "actin" };
    d.height = d.width = 32;
    d.scaling = EightBitScaling(2);
    d.embed_dim = 6;
    d.embedding = "features";
    d.training = nlohmann::json::object();
    const auto encoder = Started(settings, 5, torch::kFloat32);
    for (const NamedTensor & parameter : encoder->Parameters()) // away from what a fresh network has
    {
      parameter.tensor.mul_(1.01);
    }
    const std::string path = (folder / architecture).string();
    EncoderModel(d, encoder, {}).Save(path);
    const EncoderModel back = EncoderModel::Load(path);
    CHECK(torch::equal(back.Network().Forward(images).features, encoder->Forward(images).features));
    CHECK(torch::equal(back.Network().Forward(images).embedding, encoder->Forward(images).embedding));
  }
}

TEST_CASE("A model.json of the usual settings names no further ones; unknown ones are refused")
{
  CHECK(FurtherSettingsToJson({ "resnet50", 5, 384 }).empty());
  EncoderSettings settings;
  settings.head = "linear";
  CHECK(FurtherSettingsToJson(settings).dump() == R"({"head":"linear"})");
  CHECK_THROWS_WITH_AS(ReadFurtherSettings({ { "necks", 2 } }, settings), doctest::Contains("necks"), LearnError);
  CHECK_THROWS_WITH_AS(
    ReadFurtherSettings({ { "norm", "batch" } }, settings), doctest::Contains("\"plain\",\"affine\""), LearnError);
}

TEST_CASE("Unknown architectures, impossible settings and wrong images are clear errors")
{
  const auto refused = [](const EncoderSettings & settings, const char * message) {
    CHECK_THROWS_WITH_AS(MakeEncoder(settings), doctest::Contains(message), LearnError);
  };
  refused({ "vgg", 1, 4 }, "known are: resnet18, resnet34, resnet50, resnet101, resnet152, cnn4, vit");
  refused({ "resnet50", 0, 4 }, "at least one channel, got 0");
  refused({ "cnn4", 1, 0 }, "embed_dim: expected at least 1, got 0");
  EncoderSettings settings = SmallTransformer();
  settings.transformer.heads = 5;
  refused(settings, "expected a width that heads divides, got width 12 and 5 heads");
  settings = SmallTransformer();
  settings.transformer.image_px = 18;
  refused(settings, "expected an image_px that patch_px divides");
  settings = SmallTransformer();
  settings.transformer.pooling = "max";
  refused(settings, "\"class\",\"mean\"");
  settings = SmallTransformer();
  settings.head = "none";
  refused(settings, "without a head expected the 12 features of vit, got 6");
  for (const std::string & architecture : kArchitectures)
  {
    CHECK_THROWS_WITH_AS(MakeEncoder(Settings(architecture))->Forward(torch::zeros({ 1, 3, 32, 32 })),
                         doctest::Contains("expected images N x 2 x H x W, got 1 x 3 x 32 x 32"),
                         LearnError);
  }
  CHECK_THROWS_WITH_AS(MakeEncoder(Settings("cnn4"))->Forward(torch::zeros({ 1, 2, 15, 32 })),
                       doctest::Contains("at least 16 x 16 pixels, got 1 x 2 x 15 x 32"),
                       LearnError);
  CHECK_THROWS_WITH_AS(MakeEncoder(Settings("vit"))->Forward(torch::zeros({ 1, 2, 16, 18 })),
                       doctest::Contains("multiples of 4 pixels, got 1 x 2 x 16 x 18"),
                       LearnError);
}

TEST_CASE("Affine norms move their statistics by a tenth; recalibration replaces them")
{
  const at::NoGradGuard guard;
  const torch::Tensor   images = test::Normal({ 4, 2, 64, 64 }, 6);
  EncoderSettings       settings = Settings("resnet50");
  const auto            plain = Started(settings);
  plain->SetTraining(true);
  plain->Forward(images);
  settings.norm = "affine";
  const auto affine = Started(settings); // the same draws: constants draw nothing
  affine->SetTraining(true);
  affine->Forward(images);
  CHECK(test::LargestDifference(affine->Norm(0).mean, 0.1 * plain->Norm(0).mean) < 1e-12);
  CHECK(test::LargestDifference(affine->Norm(0).variance, 0.9 + 0.1 * plain->Norm(0).variance) < 1e-12);
  affine->SetTraining(false);
  RecalibrateNorms(*affine, { 4, [&](std::int64_t i) { return images.narrow(0, i, 1); } }, 1 << 30);
  for (std::size_t k = 0; k < plain->NumberOfNorms(); ++k)
  {
    CHECK(test::LargestDifference(affine->Norm(k).mean, plain->Norm(k).mean) < 1e-10);
    CHECK(test::LargestDifference(affine->Norm(k).variance, plain->Norm(k).variance) < 1e-10);
  }
}

TEST_CASE("bfloat16 images go through every architecture, the head stays in float32")
{
  const at::NoGradGuard guard;
  const torch::Tensor   images = test::Normal({ 2, 2, 32, 32 }, 7).to(torch::kFloat32);
  for (const std::string architecture : { "resnet50", "cnn4", "vit" })
  {
    CAPTURE(architecture);
    const auto            encoder = Started(Settings(architecture), 1, torch::kFloat32);
    const Encoder::Output coarse = encoder->Forward(images.to(torch::kBFloat16));
    CHECK((coarse.embedding.scalar_type() == torch::kFloat32));
    CHECK(test::LargestDifference(coarse.embedding, encoder->Forward(images).embedding) < 0.1);
  }
}

TEST_CASE("Features of a transformer are its class token, or the mean of its patch tokens")
{
  const at::NoGradGuard guard;
  const torch::Tensor   images = test::Normal({ 2, 2, 16, 16 }, 8);
  EncoderSettings       settings = SmallTransformer();
  const auto            byClass = Started(settings);
  settings.transformer.pooling = "mean";
  const auto  byMean = Started(settings);
  Activations activations;
  activations.x = images;
  byMean->RunSegment(0, activations);
  const torch::Tensor tokens = activations.x; // 2 x 17 x 12
  CHECK(test::LargestDifference(byMean->Forward(images).features, tokens.slice(1, 1).mean(1)) < 1e-14);
  CHECK(test::LargestDifference(byClass->Forward(images).features, tokens.select(1, 0)) < 1e-14);
}

TEST_CASE("Resampled positions: three rules on a linear ramp, class token untouched")
{
  // Keys' kernel reproduces linear functions with A = -0.5 (9.5 * 16 / 20 - 0.5); with A = -0.75 by hand from its four
  // weights at 7.1 and, with the offset, at 9.5 * 16 / 20.1 - 0.5.
  const std::map<std::string, double> ninth = { { "timm", 7.1 }, { "transformers", 7.136000 }, { "dino", 7.08772288 } };
  const std::int64_t                  side = 16;
  const torch::Tensor ramp = torch::arange(side, torch::kFloat64).repeat({ side, 1 }).reshape({ 1, side * side, 1 });
  const torch::Tensor positions = at::cat({ torch::full({ 1, 1, 1 }, 99.0, torch::kFloat64), ramp }, 1);
  for (const auto & [rule, expected] : ninth)
  {
    CAPTURE(rule);
    const std::int64_t  columns = 20;
    const torch::Tensor used = ResamplePositions(positions, side, columns, rule);
    CHECK(used.sizes().vec() == std::vector<std::int64_t>{ 1, 1 + side * columns, 1 });
    CHECK(used[0][0][0].item<double>() == 99);
    CHECK(used[0][1 + 5 * columns + 9][0].item<double>() == doctest::Approx(expected).epsilon(1e-8)); // row 5, column 9
    CHECK(torch::equal(ResamplePositions(positions, side, side, rule), positions));
  }
  CHECK_THROWS_WITH_AS(ResamplePositions(positions, 2, 2, "other"), doctest::Contains("expected rule"), LearnError);
  CHECK_THROWS_WITH_AS(
    ResamplePositions(positions.narrow(1, 0, 8), 2, 2, "timm"), doctest::Contains("1 + a square number"), LearnError);
}
