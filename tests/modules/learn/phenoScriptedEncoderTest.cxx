#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoScriptedEncoder.h"

#include "phenoTest.h"

#include <torch/script.h>

#include <fstream>

using namespace pheno;

namespace
{
/** A module of two channels with a weight and this forward(self, x), saved. */
std::string
Save(const test::TemporaryFolder & folder, const std::string & forward)
{
  torch::jit::Module module("m");
  module.register_parameter("w", torch::full({ 1 }, 2.0F), false);
  module.define("def forward(self, x):\n    " + forward + "\n");
  const std::string path = (folder / "module.pt").string();
  module.save(path);
  return path;
}
} // namespace

TEST_CASE("A TorchScript module is an encoder without parameters, norms and gradients")
{
  const test::TemporaryFolder folder;
  const torch::Tensor         images = test::Normal({ 3, 2, 8, 8 }, 1).to(torch::kFloat32).requires_grad_(true);
  for (const std::string forward : { "return self.w * x.mean([2, 3])", "return self.w * x" })
  {
    const auto encoder = ScriptedEncoder::Load(Save(folder, forward), 2, 8);
    CHECK(encoder->FeatureWidth() == 2);
    CHECK(encoder->EmbedDim() == 2);
    CHECK(encoder->State().empty());
    CHECK(encoder->NumberOfNorms() == 0);
    const Encoder::Output output = encoder->Forward(images);
    CHECK(test::LargestDifference(output.features, 2 * images.detach().mean({ 2, 3 })) < 1e-6);
    CHECK(torch::equal(output.features, output.embedding));
    CHECK_FALSE(output.embedding.requires_grad());
    CHECK_THROWS_WITH_AS(
      encoder->Forward(torch::zeros({ 1, 3, 8, 8 })), doctest::Contains("N x 2 x H x W"), LearnError);
  }
}

TEST_CASE("Files that are no TorchScript module, and modules that do not fit, are refused with their path")
{
  const test::TemporaryFolder folder;
  const auto                  refused = [](const std::string & path, const char * message) {
    CHECK_THROWS_WITH_AS(ScriptedEncoder::Load(path, 2, 8), doctest::Contains(path.c_str()), LearnError);
    CHECK_THROWS_WITH_AS(ScriptedEncoder::Load(path, 2, 8), doctest::Contains(message), LearnError);
  };
  refused("/nonexistent/m.pt", "not a TorchScript module");
  const std::string text = (folder / "text.pt").string();
  std::ofstream(text) << "no module";
  refused(text, "not a TorchScript module");
  refused(PHENO_LEARN_TEST_DATA "/state_dict.pt", "not a TorchScript module");
  refused(Save(folder, "return x.flatten()"), "expected 1 x F or 1 x F x H x W");
  refused(Save(folder, "return (x, x)"), "expected a tensor from forward(images), got a Tuple");
  refused(Save(folder, "return torch.matmul(x, torch.zeros([3, 3]))"), "takes 1 x 2 x 8 x 8 images");
}
