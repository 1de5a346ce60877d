#include "phenoEmbedder.h"
#include "phenoEncoder.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"

#include "phenoTest.h"

using namespace pheno;

namespace
{
EncoderModel
UntrainedModel(const test::TemporaryFolder & folder, const std::string & objective, int channels)
{
  const test::RandomCrops none(0, channels, 32);
  const auto              source = none.Source();
  TrainingSettings        settings;
  settings.objective = objective;
  settings.embed_dim = 8;
  settings.epochs = 0;
  Train(none.Data(source), settings, {}, (folder / objective).string());
  return EncoderModel::Load((folder / objective).string());
}

const std::vector<std::string> kChannels = { "channel0", "channel1" };
} // namespace

TEST_CASE("Rows are unit, in crop order, and independent of batch size and loader threads")
{
  const test::TemporaryFolder folder;
  EncoderModel                model = UntrainedModel(folder, "spc", 2);
  const test::RandomCrops     crops(11, 2, 32);
  const auto                  source = crops.Source();
  EmbeddingSettings           settings;
  settings.features = true;
  const Embeddings all = Embed(model, source, kChannels, settings);
  CHECK(all.rows == 11);
  CHECK(all.width == 8);
  CHECK(all.feature_width == 512);
  CHECK(all.features.size() == 11 * 512);
  for (std::size_t i = 0; i < 11; ++i)
  {
    double squares = 0;
    for (std::size_t d = 0; d < 8; ++d)
    {
      squares += all.values[i * 8 + d] * all.values[i * 8 + d];
    }
    CHECK(squares == doctest::Approx(1.0).epsilon(1e-5));
  }
  settings.batch_size = 3;
  settings.loader_threads = 3;
  CHECK(test::LargestDifference(Embed(model, source, kChannels, settings).values, all.values) < 1e-5);
  const Embeddings last = Embed(model, SubsetCropSource(source, { 10 }), kChannels, settings);
  CHECK(test::LargestDifference(last.values, std::vector<float>(all.values.end() - 8, all.values.end())) < 1e-5);
}

TEST_CASE("No crops give no rows; a SimCLR model embeds with its features")
{
  const test::TemporaryFolder folder;
  const test::RandomCrops     none(0, 2, 32), two(2, 2, 32);
  const auto                  nothing = none.Source(), source = two.Source();
  EncoderModel                model = UntrainedModel(folder, "simclr", 2);
  EmbeddingSettings           settings;
  settings.features = true;
  const Embeddings empty = EmbedPlates(model, nothing, kChannels, {}, {}, settings);
  CHECK(empty.rows == 0);
  CHECK(empty.width == 512);
  const Embeddings some = Embed(model, source, kChannels, settings);
  CHECK(some.values == some.features);
}

TEST_CASE("Plates are recalibrated to their own controls, and the model is itself again afterwards")
{
  const test::TemporaryFolder folder;
  EncoderModel                model = UntrainedModel(folder, "spc", 2);
  test::RandomCrops           crops(24, 2, 32, 1);
  const auto                  source = crops.Source();
  const std::size_t           half = crops.Pixels().size() / 2;
  for (std::size_t i = 0; i < half; ++i) // plate b is plate a with a third of the contrast around 127.5, exactly
  {
    const int k = crops.Pixels()[i] % 80 - 40;
    crops.Pixels()[i] = static_cast<std::uint8_t>(129 + 3 * k); // 127.5 + 3 (k + 1/2)
    crops.Pixels()[i + half] = static_cast<std::uint8_t>(128 + k);
  }
  std::vector<std::string> plates(24, "a");
  std::fill(plates.begin() + 12, plates.end(), std::string("b"));
  std::vector<bool> controls(24, false);
  std::fill(controls.begin(), controls.begin() + 6, true);
  std::fill(controls.begin() + 12, controls.begin() + 18, true);
  const torch::Tensor before = model.Network().Norm(3).mean.clone();
  EmbeddingSettings   settings;
  settings.batch_size = 5;

  const auto gap = [](const std::vector<float> & values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    return test::LargestDifference(std::vector<float>(values.begin(), middle),
                                   std::vector<float>(middle, values.end()));
  };
  const double own = gap(EmbedPlates(model, source, kChannels, plates, controls, settings).values);
  CHECK(torch::equal(model.Network().Norm(3).mean, before));

  // The same by hand: recalibrate to plate b's controls, embed its crops.
  const Embeddings          both = EmbedPlates(model, source, kChannels, plates, controls, settings);
  std::vector<std::int64_t> indices(12);
  std::iota(indices.begin(), indices.end(), 12);
  RecalibrateToControls(model, source, { 12, 13, 14, 15, 16, 17 }, "b", settings);
  const Embeddings b = Embed(model, SubsetCropSource(source, indices), kChannels, settings);
  CHECK(test::LargestDifference(b.values, std::vector<float>(both.values.begin() + 12 * 8, both.values.end())) < 1e-6);
  CHECK(own < 0.2 * gap(Embed(model, source, kChannels, settings).values)); // all crops by plate b's controls
}

TEST_CASE("Plates without a control are all named before any work")
{
  const test::TemporaryFolder folder;
  EncoderModel                model = UntrainedModel(folder, "spc", 2);
  const test::RandomCrops     crops(3, 2, 32);
  const auto                  source = crops.Source();
  CHECK_THROWS_WITH_AS(EmbedPlates(model, source, kChannels, { "p1", "p2", "p3" }, { false, true, false }, {}),
                       "no control crop to recalibrate the batch norms with on plate 'p1', 'p3'",
                       LearnError);
  CHECK_THROWS_WITH_AS(EmbedPlates(model, source, kChannels, { "p1", "p1", "p1" }, { true, false, false }, {}),
                       doctest::Contains("plate 'p1': batch norm encoder.layer4.0.bn1 sees one value a channel"),
                       LearnError);
  CHECK_THROWS_AS(EmbedPlates(model, source, kChannels, { "p1" }, { true }, {}), LearnError);
  CHECK_THROWS_AS(Embed(model, source, { "channel0" }, {}), LearnError);
}

TEST_CASE("A control sample is drawn by seed and cancelling stops")
{
  const test::TemporaryFolder folder;
  EncoderModel                model = UntrainedModel(folder, "spc", 2);
  const test::RandomCrops     crops(12, 2, 32);
  const auto                  source = crops.Source();
  std::vector<std::int64_t>   controls(12);
  std::iota(controls.begin(), controls.end(), 0);
  EmbeddingSettings settings;
  settings.control_sample_size = 4;
  const auto mean = [&](std::uint64_t seed) {
    settings.seed = seed;
    RecalibrateToControls(model, source, controls, "p", settings);
    return model.Network().Norm(0).mean.clone();
  };
  const torch::Tensor first = mean(1);
  CHECK(torch::equal(first, mean(1)));
  CHECK_FALSE(torch::equal(first, mean(2)));
  settings.cancelled = [] { return true; };
  CHECK_THROWS_WITH_AS(Embed(model, source, kChannels, settings), "cancelled", LearnError);
}
