#include "phenoAugmentation.h"
#include "phenoEncoder.h"
#include "phenoEncoderModel.h"
#include "phenoFiles.h"
#include "phenoImages.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoSupConLoss.h"
#include "phenoTrainer.h"

#include "phenoTest.h"

#include <algorithm>
#include <cmath>

using namespace pheno;

namespace
{
TrainingSettings
Settings(const std::string & objective)
{
  TrainingSettings settings;
  settings.architecture = "cnn4";
  settings.objective = objective;
  settings.embed_dim = 8;
  settings.batch_size = 8;
  settings.epochs = 12;
  settings.learning_rate = 0.05; // large, so that the validation loss rises too
  settings.precision = "float32";
  return settings;
}

/** Crops to learn from and others to stop by. */
struct Split
{
  test::RandomCrops train{ 20, 2, 32, 4 };
  test::RandomCrops others{ 16, 2, 32, 3 };
  BlockCropSource   train_source = train.Source();
  BlockCropSource   other_source = others.Source();

  TrainingData
  Data() const
  {
    TrainingData       data = train.Data(train_source);
    const TrainingData held = others.Data(other_source);
    data.validation = { &other_source, held.class_of_crop, held.class_names, {} };
    return data;
  }
};

std::vector<double>
ValidationLosses(const TrainingResult & result)
{
  std::vector<double> losses;
  for (const HistoryRow & row : result.history)
  {
    if (std::isfinite(row.validation_loss))
    {
      losses.push_back(row.validation_loss);
    }
  }
  return losses;
}

std::string
WeightsOf(const std::string & folder)
{
  return learn::ReadWholeFile(folder + "/weights.safetensors");
}
} // namespace

TEST_CASE("Validation crops leave the training as it was, and give a loss an epoch")
{
  const test::TemporaryFolder folder;
  const Split                 split;
  for (const char * objective : { "spc", "simclr", "proxy_anchor", "supcon" })
  {
    TrainingSettings settings = Settings(objective);
    settings.epochs = 3;
    const TrainingData   with = split.Data();
    TrainingData         without = with;
    const TrainingResult result = Train(with, settings, {}, (folder / "with").string());
    without.validation = {};
    const TrainingResult plain = Train(without, settings, {}, (folder / "without").string());
    CHECK(ValidationLosses(result).size() == 3);
    CHECK(ValidationLosses(plain).empty());
    CHECK(WeightsOf((folder / "with").string()) == WeightsOf((folder / "without").string()));
  }
}

TEST_CASE("A training stops after `patience` epochs without gain and takes the best epoch's weights")
{
  const test::TemporaryFolder folder;
  const Split                 split;
  for (const char * objective : { "spc", "simclr" })
  {
    TrainingSettings settings = Settings(objective);
    settings.patience = 2;
    settings.ema_decay = std::string(objective) == "spc" ? 0.5 : 0;
    const TrainingResult      result = Train(split.Data(), settings, {}, (folder / "stopped").string());
    const std::vector<double> losses = ValidationLosses(result);
    const auto                best = std::min_element(losses.begin(), losses.end()) - losses.begin();
    REQUIRE(result.completed);
    CHECK(losses.size() == static_cast<std::size_t>(std::min<std::ptrdiff_t>(best + 3, 12)));
    CHECK(result.steps == 2 * static_cast<std::int64_t>(losses.size()));

    TrainingSettings short_settings = settings;
    short_settings.patience = 0;
    short_settings.epochs = best + 1;
    Train(split.Data(), short_settings, {}, (folder / "short").string());
    CHECK(WeightsOf((folder / "stopped").string()) == WeightsOf((folder / "short").string()));

    TrainingRun run; // broken off after each epoch
    run.scratch_folder = (folder / ("scratch" + std::string(objective))).string();
    bool stop = false;
    run.on_step = [&stop](const TrainingProgress & progress) { stop = progress.step % 2 == 0; };
    run.cancelled = [&stop] { return stop; };
    TrainingResult parts;
    for (int i = 0; i < 20 && !parts.completed; ++i)
    {
      parts = Train(split.Data(), settings, run, (folder / "parts").string());
    }
    REQUIRE(parts.completed);
    CHECK(WeightsOf((folder / "parts").string()) == WeightsOf((folder / "stopped").string()));
    CHECK(ValidationLosses(parts) == losses);
  }
}

TEST_CASE("A validation loss that cannot fall stops at once")
{
  const Split      split;
  TrainingSettings settings = Settings("spc");
  settings.learning_rate = 0;
  settings.patience = 1;
  CHECK(Train(split.Data(), settings, {}).steps == 4); // the first epoch is the best, the second no better
}

TEST_CASE("The validation loss is the objective's over plain crops with the batch's statistics")
{
  const Split      split;
  TrainingSettings settings = Settings("supcon");
  settings.learning_rate = 0;
  settings.epochs = 1;
  settings.batch_size = 16;
  const TrainingData   data = split.Data();
  const TrainingResult result = Train(data, settings, {});

  const CropShape &      shape = split.other_source.Shape();
  Augmentation           augmentation(shape, data.scaling, {});
  std::vector<float>     pixels(16 * shape.Pixels());
  std::vector<std::byte> scratch;
  for (std::int64_t i = 0; i < 16; ++i)
  {
    augmentation.Scale(split.other_source.Read(i, scratch),
                       pixels.data() + static_cast<std::size_t>(i) * shape.Pixels());
  }
  Encoder & network = result.model->Network();
  network.SetTraining(true);
  const at::NoGradGuard guard;
  const torch::Tensor   z = network.Forward(learn::ImagesOf(pixels, shape, torch::kFloat32)).embedding;
  const double expected = SupConLoss(settings.temperature).Compute(z, data.validation.class_of_crop).item<double>();
  REQUIRE(ValidationLosses(result).size() == 1);
  CHECK(ValidationLosses(result)[0] == doctest::Approx(expected).epsilon(1e-5));
}

TEST_CASE("Validation that cannot be is an error before any step")
{
  const Split  split;
  TrainingData data = split.Data();
  data.validation.class_of_crop.pop_back();
  CHECK_THROWS_WITH_AS(
    Train(data, Settings("spc"), {}), doctest::Contains("16 validation crops and 15 classes"), LearnError);
  data = split.Data();
  data.validation.class_of_crop[3] = 3;
  CHECK_THROWS_WITH_AS(
    Train(data, Settings("spc"), {}), doctest::Contains("class index 3 with 3 class names"), LearnError);
  data.validation = {};
  TrainingSettings settings = Settings("spc");
  settings.patience = 1;
  CHECK_THROWS_WITH_AS(Train(data, settings, {}), doctest::Contains("patience needs validation crops"), LearnError);
}

TEST_CASE("Training from a given encoder begins with its weights, and class vectors with its class means")
{
  const Split      split;
  TrainingSettings settings = Settings("spc");
  settings.epochs = 2;
  const TrainingResult first = Train(split.Data(), settings, {});
  TrainingData         data = split.Data();
  data.start = std::shared_ptr<const Encoder>(first.model, &first.model->Network());
  settings.epochs = 0;
  settings.class_start = "means";
  const TrainingResult second = Train(data, settings, {});
  const auto           before = first.model->Network().State();
  const auto           after = second.model->Network().State();
  REQUIRE(before.size() == after.size());
  for (std::size_t i = 0; i < before.size(); ++i)
  {
    CHECK(torch::equal(before[i].tensor, after[i].tensor));
  }
  // Class 1 by hand: crops 1, 5, 9, 13, 17 of four classes.
  const CropShape &      shape = split.train_source.Shape();
  Augmentation           augmentation(shape, data.scaling, {});
  std::vector<float>     pixels(5 * shape.Pixels());
  std::vector<std::byte> scratch;
  for (std::size_t i = 0; i < 5; ++i)
  {
    augmentation.Scale(split.train_source.Read(static_cast<std::int64_t>(1 + 4 * i), scratch),
                       pixels.data() + i * shape.Pixels());
  }
  const at::NoGradGuard guard;
  const torch::Tensor   z =
    first.model->Network().Forward(learn::ImagesOf(pixels, shape, torch::kFloat32)).embedding.sum(0);
  const torch::Tensor expected = z / z.norm();
  for (int d = 0; d < 8; ++d)
  {
    CHECK(second.model->ClassVectors()[static_cast<std::size_t>(8 + d)] ==
          doctest::Approx(expected[d].item<double>()).epsilon(1e-5));
  }
  settings.architecture = "resnet18";
  CHECK_THROWS_AS(Train(data, settings, {}), LearnError);
}
