#include "phenoEncoder.h"
#include "phenoEncoderModel.h"
#include "phenoFiles.h"
#include "phenoFreeTower.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoObjectiveKinds.h"
#include "phenoTensorFile.h"
#include "phenoTrainer.h"

#include "phenoTest.h"

#include <ATen/CPUGeneratorImpl.h>

#include <cmath>
#include <fstream>
#include <map>

using namespace pheno;

namespace
{
TrainingSettings
SmallSettings(const std::string & objective)
{
  TrainingSettings settings;
  settings.objective = objective;
  settings.embed_dim = 8;
  settings.batch_size = 8;
  settings.epochs = 3;
  settings.schedule = "cosine";
  settings.warmup_steps = 2;
  settings.precision = "float32";
  settings.augmentation.horizontal_flip = 0.5;
  settings.augmentation.jitter_probability = 0.5;
  settings.augmentation.jitter_gain = 0.1;
  return settings;
}

/** Settings that between them use every part of a training's state. */
std::map<std::string, TrainingSettings>
AllKinds()
{
  std::map<std::string, TrainingSettings> kinds = { { "spc", SmallSettings("spc") },
                                                    { "simclr", SmallSettings("simclr") } };
  TrainingSettings &                      more = kinds["accumulated"] = SmallSettings("spc");
  more.optimizer = "sgd";
  more.schedule = "cosine_restarts";
  more.cycles = 2;
  more.clip_norm = 0.5;
  more.ema_decay = 0.9;
  more.batch_size = 4;
  more.accumulate = 2;
  more.sampler = "class_balanced";
  (kinds["rate"] = SmallSettings("spc")).class_update = "rate";
  (kinds["gradient"] = SmallSettings("spc")).class_update = "gradient";
  (kinds["trained"] = SmallSettings("spc")).class_update = "trained";
  TrainingSettings & unit = kinds["trained_unit"] = SmallSettings("spc");
  unit.class_update = "trained_unit";
  unit.class_negatives = "all";
  unit.image_negatives = false;
  for (auto & [kind, settings] : kinds)
  {
    settings.architecture = kind == "spc" || kind == "simclr" ? "resnet18" : "cnn4";
  }
  for (const char * objective : { "normalized_softmax", "proxy_nca", "proxy_anchor", "supcon", "sincere" })
  {
    (kinds[objective] = SmallSettings(objective)).architecture = "cnn4";
  }
  return kinds;
}

/** The bytes of all files of a model. */
std::string
BytesOf(const std::string & folder)
{
  std::string bytes;
  for (const std::string file : { "/model.json", "/weights.safetensors", "/class_vectors.safetensors" })
  {
    bytes += learn::FileExists(folder + file) ? learn::ReadWholeFile(folder + file) : std::string("absent");
  }
  return bytes;
}
} // namespace

TEST_CASE("A training that is stopped and resumed ends with the bytes of one that was not")
{
  const test::TemporaryFolder folder;
  const test::RandomCrops     crops(20, 2, 32);
  const auto                  source = crops.Source();
  const TrainingData          data = crops.Data(source);
  for (const auto & [kind, settings] : AllKinds())
  {
    const std::string    whole = (folder / (kind + "-whole")).string();
    const std::string    parts = (folder / (kind + "-parts")).string();
    const TrainingResult straight = Train(data, settings, {}, whole);
    CHECK(straight.completed);
    CHECK(straight.steps == 6); // 20 crops give 2 full batches of 8, three times

    TrainingRun  run;
    std::int64_t stopAt = 1;
    run.scratch_folder = (folder / ("scratch/" + kind)).string();
    run.loader_threads = 2;
    std::int64_t reached = 0;
    run.on_step = [&](const TrainingProgress & progress) { reached = progress.step; };
    run.cancelled = [&] { return reached >= stopAt; };
    TrainingResult result = Train(data, settings, run, parts);
    CHECK_FALSE(result.completed);
    CHECK_FALSE(learn::FileExists(parts + "/model.json"));
    stopAt = 4;
    result = Train(data, settings, run, parts);
    CHECK(result.resumed_from == 1);
    stopAt = 100;
    result = Train(data, settings, run, parts);
    CHECK(result.resumed_from == 4);
    CHECK(result.completed);
    CHECK(BytesOf(parts) == BytesOf(whole));
    REQUIRE(result.history.size() == straight.history.size());
    for (std::size_t i = 0; i < result.history.size(); ++i)
    {
      CHECK(result.history[i].step == straight.history[i].step);
      CHECK(result.history[i].loss == straight.history[i].loss);
      CHECK(result.history[i].learning_rate == straight.history[i].learning_rate);
    }
  }
}

TEST_CASE("A kill between checkpoints falls back to the last one and still ends with the same bytes")
{
  const test::TemporaryFolder folder;
  const test::RandomCrops     crops(16, 1, 32);
  const auto                  source = crops.Source();
  const TrainingData          data = crops.Data(source);
  const TrainingSettings      settings = SmallSettings("spc");
  Train(data, settings, {}, (folder / "whole").string());
  TrainingRun run;
  run.scratch_folder = (folder / "scratch").string();
  run.checkpoint_every_steps = 2;
  run.on_step = [](const TrainingProgress & progress) {
    if (progress.step == 4) // thrown before the checkpoint of step 4 is written
    {
      throw LearnError("killed");
    }
  };
  CHECK_THROWS_WITH_AS(Train(data, settings, run, (folder / "parts").string()), "killed", LearnError);
  run.on_step = nullptr;
  const TrainingResult result = Train(data, settings, run, (folder / "parts").string());
  CHECK(result.resumed_from == 2);
  CHECK(BytesOf((folder / "parts").string()) == BytesOf((folder / "whole").string()));
}

TEST_CASE("Accumulated batches make one step with their mean loss and gradient")
{
  const test::TemporaryFolder folder;
  const test::RandomCrops     crops(16, 1, 32);
  const auto                  source = crops.Source();
  const TrainingData          data = crops.Data(source);
  TrainingSettings            settings = SmallSettings("spc");
  settings.learning_rate = 0;
  settings.class_step_rad = 0;
  settings.batch_size = 4;
  settings.epochs = 1;
  const TrainingResult single = Train(data, settings, {});
  settings.accumulate = 2;
  const TrainingResult pairs = Train(data, settings, {});
  REQUIRE(single.steps == 4);
  REQUIRE(pairs.steps == 2);
  for (std::size_t i = 0; i < 2; ++i)
  {
    const double mean = (single.history[2 * i].loss + single.history[2 * i + 1].loss) / 2;
    CHECK(pairs.history[i].loss == doctest::Approx(mean).epsilon(1e-6));
  }
}

namespace
{
/** What a training of so many steps leaves behind: weights, class vectors, tower and learnt numbers of the loss, which
 * start at log(1 / temperature) and -10. */
std::map<std::string, torch::Tensor>
LearnedIn(std::int64_t steps, double decay, TrainingSettings settings)
{
  const test::TemporaryFolder folder;
  const test::RandomCrops     crops(16, 1, 32);
  const auto                  source = crops.Source();
  TrainingData                data = crops.Data(source);
  test::FreeTower             tower;
  if (TakesTreatments(settings.objective))
  {
    data.treatments = &tower;
  }
  settings.architecture = "cnn4";
  settings.schedule = "constant";
  settings.warmup_steps = 0;
  settings.learning_rate = 0.01;
  settings.epochs = steps;
  settings.max_steps = steps;
  settings.ema_decay = decay;
  TrainingRun run;
  run.scratch_folder = (folder / "scratch").string();
  run.checkpoint_every_steps = 1;
  const auto model = Train(data, settings, run).model;

  std::map<std::string, torch::Tensor> learned;
  for (const NamedTensor & entry : model->Network().Parameters())
  {
    learned[entry.name] = entry.tensor.detach();
  }
  if (!model->ClassVectors().empty())
  {
    learned["class_vectors"] = torch::tensor(model->ClassVectors()).view({ -1, settings.embed_dim });
  }
  if (data.treatments != nullptr)
  {
    learned["tower"] = tower.State().front().tensor.detach();
    learned["log_scale"] = torch::full({}, -std::log(settings.temperature));
    learned["logit_bias"] = torch::full({}, -10.0);
    for (const std::string name : { "log_scale", "logit_bias" })
    {
      const std::string checkpoint = run.scratch_folder + "/training.safetensors";
      learned[name] =
        steps == 0 ? learned[name] : TensorFile::Read(checkpoint).At(decay > 0 ? name + ".average" : name);
    }
  }
  return learned;
}
} // namespace

TEST_CASE("With ema_decay the model holds the moving average of all that the optimizer moves")
{
  std::map<std::string, TrainingSettings> kinds;
  for (const char * objective : { "normalized_softmax", "proxy_nca", "proxy_anchor", "siglip" })
  {
    kinds[objective] = SmallSettings(objective);
  }
  for (const char * update : { "attract", "trained", "trained_unit" })
  {
    (kinds[update] = SmallSettings("spc")).class_update = update;
  }
  (kinds["means"] = kinds["trained"]).class_start = "means";
  for (const auto & [kind, settings] : kinds)
  {
    CAPTURE(kind);
    const auto before = LearnedIn(0, 0, settings), one = LearnedIn(1, 0, settings), two = LearnedIn(2, 0, settings);
    const auto averaged = LearnedIn(2, 0.75, settings);
    REQUIRE(averaged.size() == before.size());
    for (const auto & [name, found] : averaged)
    {
      CAPTURE(name);
      torch::Tensor expected = 0.75 * (0.75 * before.at(name) + 0.25 * one.at(name)) + 0.25 * two.at(name);
      if (name == "class_vectors" && kind == "attract")
      {
        expected = two.at(name);
      }
      if (name == "class_vectors" && kind == "trained_unit")
      {
        CHECK(test::LargestDifference(expected.norm(2, { 1 }), torch::ones({ 4 })) > 1e-5);
        expected = expected / expected.norm(2, { 1 }, true);
      }
      CHECK(test::LargestDifference(found, expected) < 2e-6);
      CHECK(test::LargestDifference(before.at(name), two.at(name)) > 1e-4);
    }
  }
}

TEST_CASE("A loss that is not finite stops the training with the crops of its batch")
{
  const test::RandomCrops crops(8, 1, 32);
  const auto              source = crops.Source();
  TrainingSettings        settings = SmallSettings("spc");
  TrainingData            data = crops.Data(source);
  data.scaling.scale[0] = std::numeric_limits<float>::infinity();
  settings.batch_size = 8;
  CHECK_THROWS_WITH_AS(
    Train(data, settings, {}), doctest::Contains("not finite at step 0, of the crops ["), LearnError);
}

TEST_CASE("The loader's threads do not change a byte and torch's default generator is neither read nor moved")
{
  const test::TemporaryFolder folder;
  const test::RandomCrops     crops(16, 1, 32);
  const auto                  source = crops.Source();
  const TrainingSettings      settings = SmallSettings("simclr");
  TrainingRun                 run;
  run.loader_threads = 0;
  at::Generator       global = at::detail::getDefaultCPUGenerator();
  const torch::Tensor before = global.get_state();
  Train(crops.Data(source), settings, run, (folder / "a").string());
  CHECK(torch::equal(before, global.get_state()));
  run.loader_threads = 3;
  global.set_current_seed(99);
  Train(crops.Data(source), settings, run, (folder / "b").string());
  CHECK(BytesOf((folder / "a").string()) == BytesOf((folder / "b").string()));
}

TEST_CASE("Every objective learns to tell classes of different brightness apart")
{
  const test::RandomCrops crops(64, 1, 32);
  const auto              source = crops.Source();
  for (auto [kind, settings] : AllKinds())
  {
    CAPTURE(kind);
    settings.optimizer = "adam";
    settings.batch_size = 16;
    settings.accumulate = 1;
    settings.epochs = 12;
    settings.schedule = "constant";
    const TrainingResult result = Train(crops.Data(source), settings, {});
    // Two views of a crop are alike from the start; there the loss falls less.
    CHECK(result.history.back().loss < (kind == "simclr" ? 0.95 : 0.8) * result.history.front().loss);
  }
}

TEST_CASE("A checkpoint of another training, or a damaged one, is not used and said so")
{
  const test::TemporaryFolder folder;
  const test::RandomCrops     crops(8, 1, 32);
  const auto                  source = crops.Source();
  const TrainingData          data = crops.Data(source);
  TrainingSettings            settings = SmallSettings("spc");
  TrainingRun                 run;
  run.scratch_folder = (folder / "scratch").string();
  run.checkpoint_every_steps = 1;
  Train(data, settings, run, (folder / "a").string());
  settings.seed = 2;
  TrainingResult result = Train(data, settings, run, (folder / "b").string());
  CHECK(result.resumed_from == 0);
  CHECK(result.note.find("belongs to another training") != std::string::npos);
  std::ofstream(run.scratch_folder + "/training.safetensors") << "damaged";
  result = Train(data, settings, run, (folder / "c").string());
  CHECK(result.resumed_from == 0);
  CHECK(result.note.find("cannot be used") != std::string::npos);
  CHECK(BytesOf((folder / "b").string()) == BytesOf((folder / "c").string()));
}

TEST_CASE("Zero epochs give the untrained network, even of no crops; max_steps ends early")
{
  const test::TemporaryFolder folder;
  const test::RandomCrops     none(0, 1, 32), crops(16, 1, 32);
  const auto                  nothing = none.Source(), source = crops.Source();
  TrainingSettings            settings = SmallSettings("spc");
  settings.max_steps = 3;
  CHECK(Train(crops.Data(source), settings, {}, (folder / "short").string()).steps == 3);
  settings.epochs = 0;
  CHECK(Train(none.Data(nothing), settings, {}, (folder / "untrained").string()).completed);
  CHECK(EncoderModel::Load((folder / "untrained").string()).Description().steps == 0);
}

TEST_CASE("A constant channel trains; data that do not fit are refused")
{
  const test::TemporaryFolder folder;
  test::RandomCrops           crops(8, 1, 32);
  std::fill(crops.Pixels().begin(), crops.Pixels().end(), std::uint8_t{ 50 });
  const auto       source = crops.Source();
  TrainingData     data = crops.Data(source);
  TrainingSettings settings = SmallSettings("spc");
  const auto       train = [&] { return Train(data, settings, {}, (folder / "m").string()); };
  CHECK(train().completed);
  settings.batch_size = 9;
  CHECK_THROWS_WITH_AS(train(), "training: 8 crops do not fill one batch of 9", LearnError);
  settings.batch_size = 4;
  data.class_of_crop[3] = 4;
  CHECK_THROWS_WITH_AS(train(), doctest::Contains("class index 4 with 4 class names"), LearnError);
  data.class_of_crop.pop_back();
  CHECK_THROWS_WITH_AS(train(), doctest::Contains("needs a class for each of the 8 crops"), LearnError);
  data.channels.push_back("more");
  CHECK_THROWS_WITH_AS(train(), doctest::Contains("the crops have 1 channels"), LearnError);
}
