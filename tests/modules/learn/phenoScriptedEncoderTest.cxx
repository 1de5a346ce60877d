#include "phenoLearnError.h"
#include "phenoScript.h"
#include "phenoScriptedEncoder.h"

#include <fstream>

using namespace pheno;

namespace
{
EncoderSettings
Settings(const std::string & path, int embed_dim)
{
  EncoderSettings settings{ "torchscript", 2, embed_dim };
  settings.head = "none";
  settings.script = { path, 8, 8 };
  return settings;
}
} // namespace

TEST_CASE("A TorchScript module is a trunk whose parameters and buffers are the encoder's")
{
  const test::TemporaryFolder folder;
  const torch::Tensor         images = test::Normal({ 3, 2, 8, 8 }, 1).to(torch::kFloat32);
  for (const std::string forward : { "return self.w * x.mean([2, 3])", "return self.w * x" })
  {
    const auto encoder = MakeEncoder(Settings(test::SaveScript(folder, forward), 2));
    CHECK(encoder->FeatureWidth() == 2);
    REQUIRE(encoder->Parameters().size() == 1);
    CHECK(encoder->Parameters()[0].name == "script.w");
    CHECK(encoder->NumberOfNorms() == 0);
    const Encoder::Output output = encoder->Forward(images);
    CHECK(test::LargestDifference(output.features, 2 * images.mean({ 2, 3 })) < 1e-6);
    CHECK(torch::equal(output.features, output.embedding));
    CHECK_THROWS_WITH_AS(
      encoder->Forward(torch::zeros({ 1, 3, 8, 8 })), doctest::Contains("N x 2 x H x W"), LearnError);
  }
}

TEST_CASE("Gradients flow through a module into its parameters, saved with a gradient or without")
{
  const test::TemporaryFolder folder;
  const auto          encoder = MakeEncoder(Settings(test::SaveScript(folder, "return self.w * x.mean([2, 3])"), 2));
  const torch::Tensor images = test::Normal({ 3, 2, 8, 8 }, 1).to(torch::kFloat32);
  const torch::Tensor w = encoder->Parameters()[0].tensor;
  w.requires_grad_(true);
  encoder->Forward(images).embedding.sum().backward();
  CHECK(test::LargestDifference(w.grad(), images.mean({ 2, 3 }).sum().view({ 1 })) < 1e-5);
}

TEST_CASE("A module computes in the encoder's type, changes mode with it, and is saved with its present weights")
{
  const test::TemporaryFolder folder;
  EncoderSettings             settings = Settings(test::SaveNetwork(folder, 2), 6);
  const auto                  encoder = MakeEncoder(settings, torch::kFloat64);
  const torch::Tensor         images = test::Normal({ 4, 2, 8, 8 }, 1);
  const auto                  stateOf = [](const Encoder & of, const std::string & name) {
    for (const NamedTensor & entry : of.State())
    {
      if (entry.name == name)
      {
        return entry.tensor.detach().clone();
      }
    }
    return torch::Tensor();
  };
  const torch::Tensor still = encoder->Forward(images).features.detach();
  CHECK((still.scalar_type() == torch::kFloat64));
  CHECK(torch::equal(still, encoder->Forward(images).features)); // no dropout, no statistics moved
  CHECK(torch::equal(stateOf(*encoder, "script.mean"), torch::zeros({ 6 }, torch::kFloat64)));
  encoder->SetTraining(true);
  encoder->Forward(images);
  CHECK(stateOf(*encoder, "script.mean").abs().max().item<double>() > 1e-4);
  encoder->SetTraining(false);
  const torch::Tensor moved = encoder->Forward(images).features.detach();
  CHECK(test::LargestDifference(moved, still) > 1e-4);

  encoder->SaveParts(folder.Path().string());
  settings.script.path = ScriptedEncoder::ScriptIn(folder.Path().string());
  CHECK(torch::equal(MakeEncoder(settings, torch::kFloat64)->Forward(images).features, moved));
}

TEST_CASE("Files that are no TorchScript module, and modules that do not fit, are refused with their path")
{
  const test::TemporaryFolder folder;
  const auto                  refused = [](const std::string & path, const char * message) {
    CHECK_THROWS_WITH_AS(MakeEncoder(Settings(path, 2)), doctest::Contains(path.c_str()), LearnError);
    CHECK_THROWS_WITH_AS(MakeEncoder(Settings(path, 2)), doctest::Contains(message), LearnError);
  };
  refused("/nonexistent/m.pt", "not a TorchScript module");
  const std::string text = (folder / "text.pt").string();
  std::ofstream(text) << "no module";
  refused(text, "not a TorchScript module");
  refused(PHENO_LEARN_TEST_DATA "/state_dict.pt", "not a TorchScript module");
  refused(test::SaveScript(folder, "return x.flatten()"), "expected N x F or N x F x H x W");
  refused(test::SaveScript(folder, "return x.mean([2, 3]).sum(0, keepdim=True)"), "for 2");
  refused(test::SaveScript(folder, "return (x, x)"), "expected a tensor from forward(images), got a Tuple");
  refused(test::SaveScript(folder, "return torch.matmul(x, torch.zeros([3, 3]))"), "not take 2 x 2 x 8 x 8 images");
  refused(test::SaveNetwork(folder, 5), "does not take 2 x 2 x 8 x 8 images");
  refused(test::SaveNetwork(folder, 5), "5"); // the channels that it does take
  CHECK_THROWS_WITH_AS(MakeEncoder(Settings(test::SaveScript(folder, "return self.w * x"), 3)),
                       doctest::Contains("expected the 2 features of torchscript, got 3"),
                       LearnError);
  CHECK_THROWS_WITH_AS(MakeEncoder(Settings("", 2)), doctest::Contains("expected the file of a module"), LearnError);
}
