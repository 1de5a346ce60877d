#include "phenoEncoder.h"
#include "phenoEncoderModel.h"
#include "phenoFiles.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"

#include "phenoTest.h"

#include <fstream>

using namespace pheno;

namespace
{
EncoderModel
MakeModel()
{
  ModelDescription d;
  d.architecture = "resnet18";
  d.channels = { "dna", "actin" };
  d.height = d.width = 16;
  d.scaling = EightBitScaling(2);
  d.embed_dim = 4;
  d.embedding = "head";
  d.objective = "spc";
  d.precision = "float32";
  d.seed = 18446744073709551615U;
  d.training = nlohmann::json::object();
  d.class_names = { "A01", "B02" };
  const auto encoder = MakeEncoder({ "resnet18", 2, 4 });
  encoder->Initialise(test::Generator(1));
  return EncoderModel(d, encoder, { 1, 0, 0, 0, 0, 1, 0, 0 });
}
} // namespace

TEST_CASE("A saved model loads as it was, and saving it again gives the same bytes")
{
  const test::TemporaryFolder folder;
  const std::string           a = (folder / "a").string(), b = (folder / "deep/b").string();
  const EncoderModel          model = MakeModel();
  model.Save(a);
  const EncoderModel back = EncoderModel::Load(a);
  back.Save(b);
  for (const std::string file : { "/model.json", "/weights.safetensors", "/class_vectors.safetensors" })
  {
    CHECK(learn::ReadWholeFile(a + file) == learn::ReadWholeFile(b + file));
  }
  CHECK(back.ClassVectors() == model.ClassVectors());
  CHECK(back.Description().seed == model.Description().seed);
  CHECK(back.EmbeddingWidth() == 4);
  const torch::Tensor images = test::Normal({ 2, 2, 16, 16 }, 2).to(torch::kFloat32);
  CHECK(torch::equal(back.Network().Forward(images).embedding, model.Network().Forward(images).embedding));
}

TEST_CASE("Crops that the model was not made for are refused, both sides named")
{
  const EncoderModel model = MakeModel();
  const CropShape    shape{ 2, 16, 16, PixelType::kUInt8 };
  CHECK_NOTHROW(model.RequireFits(shape, { "dna", "actin" }));
  CHECK_THROWS_WITH_AS(model.RequireFits(shape, { "actin", "dna" }),
                       "the model was trained on channels [\"dna\",\"actin\"], the crops have [\"actin\",\"dna\"]",
                       LearnError);
  CHECK_THROWS_WITH_AS(model.RequireFits({ 2, 16, 20, PixelType::kUInt16 }, { "dna", "actin" }),
                       "the model was trained on crops of 16 x 16 px uint8, these are 16 x 20 px uint16",
                       LearnError);
}

TEST_CASE("A missing, foreign or damaged model folder is refused with its path")
{
  const test::TemporaryFolder folder;
  const std::string           path = (folder / "m").string();
  CHECK_THROWS_WITH_AS(EncoderModel::Load(path), doctest::Contains("model.json"), LearnError);
  MakeModel().Save(path);
  std::ofstream(path + "/model.json") << R"({"format": "other", "version": 3})";
  CHECK_THROWS_WITH_AS(
    EncoderModel::Load(path), doctest::Contains("expected format pheno.encoder version 1, got \"other\""), LearnError);
  MakeModel().Save(path);
  std::ofstream(path + "/weights.safetensors") << "x";
  CHECK_THROWS_WITH_AS(EncoderModel::Load(path), doctest::Contains("weights.safetensors"), LearnError);
}

TEST_CASE("States of another shape and unknown architectures are refused")
{
  const auto two = MakeEncoder({ "resnet18", 2, 4 });
  const auto three = MakeEncoder({ "resnet18", 3, 4 });
  CHECK_THROWS_WITH_AS(three->LoadState(two->State()),
                       doctest::Contains("'encoder.conv1.weight': expected 64 x 3 x 7 x 7, got 64 x 2 x 7 x 7"),
                       LearnError);
  CHECK_THROWS_WITH_AS(MakeEncoder({ "vgg", 1, 4 }), doctest::Contains("known are: resnet18"), LearnError);
  CHECK_THROWS_WITH_AS(two->Forward(torch::zeros({ 1, 3, 8, 8 })),
                       doctest::Contains("expected images N x 2 x H x W, got 1 x 3 x 8 x 8"),
                       LearnError);
}
