#include "phenoEncoder.h"
#include "phenoEncoderModel.h"
#include "phenoFiles.h"
#include "phenoFreeTower.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoTensorFile.h"
#include "phenoTrainer.h"

#include "phenoTest.h"

#include <string>

using namespace pheno;

namespace
{
constexpr int kTreatments = 4;
constexpr int kWidth = 8;

TrainingSettings
ImageSettings(const std::string & objective)
{
  TrainingSettings settings;
  settings.architecture = "cnn4";
  settings.head = "linear";
  settings.objective = objective;
  settings.embed_dim = kWidth;
  settings.batch_size = kTreatments;
  settings.sampler = "class_balanced";
  settings.epochs = 10;
  settings.learning_rate = 0.01;
  settings.temperature = 0.2;
  settings.precision = "float32";
  if (objective == "emm" || objective == "imm")
  {
    settings.sampler = "multi_view";
    settings.views = 2;
  }
  return settings;
}

/** Bags of two sites, three channels and four features: class c has a hill at feature c; every fifth bag one site. */
class Bags
{
public:
  Bags()
  {
    Draws draws({ 5 });
    for (std::size_t bag = 0; bag < 40; ++bag)
    {
      for (std::size_t i = 0; i < 3 * 2 * 4; ++i)
      {
        const bool isPadding = bag % 5 == 0 && i / 4 % 2 == 1;
        const bool isHill = i % 4 == bag % kTreatments;
        m_Values.push_back(isPadding ? 0.0F : static_cast<float>(draws.Uniform(0.1, 1.0) + (isHill ? 2 : 0)));
      }
    }
  }
  BlockCropSource
  Source() const
  {
    return BlockCropSource({ 3, 2, 4, PixelType::kFloat32 }, { { m_Values.data(), 40 } });
  }
  static TrainingData
  Data(const CropSource & source)
  {
    TrainingData data;
    data.crops = &source;
    data.scaling = IdentityScaling(3);
    data.channels = { "a", "b", "c" };
    data.class_names = { "w", "x", "y", "z" };
    for (std::int64_t i = 0; i < 40; ++i)
    {
      data.class_of_crop.push_back(i % kTreatments);
    }
    return data;
  }

private:
  std::vector<float> m_Values;
};

TrainingSettings
BagTraining(const std::string & pooling)
{
  TrainingSettings settings = ImageSettings("cwcl");
  settings.architecture = "cross_channel_former";
  settings.bag.pooling = pooling;
  settings.bag.attention_width = 4;
  settings.bag.depth = 1;
  settings.bag.heads = 2;
  return settings;
}
} // namespace

TEST_CASE("Every objective against treatments learns, and goes on after a kill with the same bytes")
{
  const test::TemporaryFolder folder;
  const test::RandomCrops     crops(40, 2, 32, kTreatments);
  const auto                  source = crops.Source();
  for (const std::string objective :
       { "info_nce", "clip", "cwcl", "bi_cwcl", "text_cwcl", "cloob", "siglip", "s2l", "emm", "imm" })
  {
    CAPTURE(objective);
    test::FreeTower tower;
    TrainingData    data = crops.Data(source);
    data.treatments = &tower;
    for (std::int64_t i = 0; i < 40; ++i)
    {
      data.group_of_crop.push_back(i / kTreatments % 5);
    }
    const TrainingSettings settings = ImageSettings(objective);
    const std::string      whole = (folder / "whole").string();
    const TrainingResult   result = Train(data, settings, {}, whole);
    CHECK(result.history.back().loss < result.history.front().loss);
    const torch::Tensor trained = tower.Parameters()[0].tensor.detach().clone();
    CHECK(torch::equal(TensorFile::Read(whole + "/treatments.safetensors").At("table"), trained));

    TrainingRun  run;
    std::int64_t reached = 0;
    std::int64_t stopAt = 3;
    run.scratch_folder = (folder / ("scratch" + objective)).string();
    run.on_step = [&](const TrainingProgress & progress) { reached = progress.step; };
    run.cancelled = [&] { return reached >= stopAt; };
    Train(data, settings, run);
    stopAt = 1000;
    const std::string    parts = (folder / "parts").string();
    const TrainingResult second = Train(data, settings, run, parts);
    CHECK(second.resumed_from == 3);
    CHECK(torch::equal(tower.Parameters()[0].tensor, trained));
    CHECK(learn::ReadWholeFile(parts + "/weights.safetensors") == learn::ReadWholeFile(whole + "/weights.safetensors"));
  }
}

TEST_CASE("Bags of features train a cross-channel former with each pooling; its model folder rebuilds it")
{
  const test::TemporaryFolder folder;
  const Bags                  bags;
  const auto                  source = bags.Source();
  for (const char * pooling : { "attention", "mean", "median", "kmeans" })
  {
    CAPTURE(pooling);
    test::FreeTower tower;
    TrainingData    data = Bags::Data(source);
    data.treatments = &tower;
    const std::string    path = (folder / pooling).string();
    const TrainingResult result = Train(data, BagTraining(pooling), {}, path);
    CHECK(result.history.back().loss < 0.8 * result.history.front().loss);

    const EncoderModel model = EncoderModel::Load(path);
    CHECK(model.Network().Settings().bag.width == 4);
    const at::NoGradGuard guard;
    const torch::Tensor   bag = torch::rand({ 3, 3, 2, 4 }, test::Generator(1));
    const Encoder::Output output = model.Network().Forward(bag);
    // Some libraries round products by where a matrix lies in memory.
    CHECK(test::LargestDifference(output.embedding, result.model->Network().Forward(bag).embedding) < 1e-6);
    CHECK(output.features.sizes() == at::IntArrayRef({ 3, 12 }));
    CHECK(output.feature_channels == 3);
    CHECK_THROWS_WITH_AS(
      model.Network().Forward(torch::ones({ 3, 3, 2, 5 })), doctest::Contains("expected 4 features"), LearnError);
  }
}

TEST_CASE("Mean-pooled features of a bag are the means over its sites, padding left out")
{
  EncoderSettings settings;
  settings.architecture = "cross_channel_former";
  settings.in_channels = 2;
  settings.embed_dim = 3;
  settings.head = "linear";
  settings.bag = { 4, "mean", 1, 1, 2 };
  const auto encoder = MakeEncoder(settings, torch::kFloat64);
  encoder->Initialise(test::Generator(3));
  torch::Tensor bags = test::Normal({ 1, 2, 3, 4 }, 4);
  bags.index_put_({ 0, torch::indexing::Slice(), 2 }, 0.0);
  const torch::Tensor   expected = bags.slice(2, 0, 2).mean(2).flatten(1);
  const at::NoGradGuard guard;
  CHECK(test::LargestDifference(encoder->Forward(bags).features, expected) < 1e-12);
  settings.head = "mlp";
  CHECK_THROWS_WITH_AS(MakeEncoder(settings), doctest::Contains("head: expected \"linear\""), LearnError);
}

TEST_CASE("Images and treatments that do not fit are an error before any step")
{
  const test::RandomCrops crops(8, 1, 32, kTreatments);
  const auto              source = crops.Source();
  TrainingData            data = crops.Data(source);
  CHECK_THROWS_WITH_AS(
    Train(data, ImageSettings("clip"), {}), doctest::Contains("needs the treatments' side"), LearnError);
  test::FreeTower three(3);
  data.treatments = &three;
  CHECK_THROWS_WITH_AS(
    Train(data, ImageSettings("clip"), {}), doctest::Contains("4 classes and 3 treatments"), LearnError);
  test::FreeTower narrow(kTreatments, 5);
  data.treatments = &narrow;
  CHECK_THROWS_WITH_AS(Train(data, ImageSettings("clip"), {}), doctest::Contains("5 wide, the images' 8"), LearnError);
}
