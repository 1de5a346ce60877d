#include "phenoEncoderModel.h"
#include "phenoFreeTower.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoRankCase.h"
#include "phenoRankError.h"
#include "phenoTensorFile.h"
#include "phenoTrainer.h"

#include <chrono>
#include <csignal>
#include <future>
#include <limits>
#include <thread>

using namespace pheno;

namespace
{
constexpr std::int64_t kSteps = 20;

/** A training small enough for a test, of 20 steps or more. */
struct SmallTraining
{
  explicit SmallTraining(const std::string & kind)
    : tower(4, 8, torch::kFloat64)
    , data(crops.Data(source))
  {
    settings.objective = kind == "simclr" || kind == "cwcl" ? kind : "spc";
    settings.architecture = kind == "spc" ? "resnet18" : "cnn4";
    settings.head = kind == "simclr" ? "mlp" : "unit_mlp";
    settings.embed_dim = 8;
    settings.batch_size = 8;
    settings.schedule = "cosine";
    settings.augmentation.horizontal_flip = 0.5;
    settings.augmentation.jitter_probability = 0.5;
    settings.augmentation.jitter_gain = 0.1;
    if (kind == "cwcl")
    {
      data.treatments = &tower;
    }
    if (kind == "all parts" || kind == "many steps")
    {
      settings.batch_size = 4;
      settings.accumulate = 2;
      settings.clip_norm = 0.5;
      settings.ema_decay = 0.9;
      settings.sampler = "class_balanced";
      settings.class_start = "means";
      settings.patience = 100;
      data.validation = { &source, data.class_of_crop, data.class_names, {} };
    }
    const bool diesEasily = kind == "many steps"; // a checkpoint after each of them
    settings.precision = diesEasily ? "float32" : "float64";
    settings.epochs = diesEasily ? 30 : 10;
    run.loader_threads = 0;
    run.checkpoint_every_steps = diesEasily ? 1 : kSteps;
  }

  TrainingResult
  Train(const boost::filesystem::path & folder)
  {
    run.scratch_folder = (folder / "scratch").string();
    return pheno::Train(data, settings, run, (folder / "model").string());
  }

  test::RandomCrops crops{ 16, 2, 16 };
  BlockCropSource   source = crops.Source();
  test::FreeTower   tower;
  TrainingData      data;
  TrainingSettings  settings;
  TrainingRun       run;
};

/** What a training left in its last checkpoint. */
std::vector<NamedTensor>
CheckpointIn(const boost::filesystem::path & folder)
{
  return TensorFile::Read((folder / "scratch" / "training.safetensors").string()).tensors;
}

std::string
ModelIn(const boost::filesystem::path & folder)
{
  std::string bytes;
  for (const std::string name : { "model.json", "weights.safetensors", "class_vectors.safetensors" })
  {
    bytes += learn::ReadWholeFile((folder / "model" / name).string());
  }
  return bytes;
}
} // namespace

PHENO_RANK_CASE("train the kind that the folder names")
{
  const auto    folder = test::FolderOfRanks();
  SmallTraining small(folder.filename().string());
  small.run.ranks = ConnectRanks(PlaceOfThisProcess());
  std::int64_t told = 0;
  small.run.on_step = [&](const TrainingProgress &) { ++told; };
  const TrainingResult result = small.Train(folder);
  CHECK(result.completed);
  CHECK(result.steps == kSteps);
  CHECK(told == (small.run.ranks->Rank() == 0 ? kSteps : 0));
}

PHENO_RANK_CASE("train in many steps")
{
  const auto    folder = test::FolderOfRanks();
  const auto    place = PlaceOfThisProcess();
  SmallTraining small("many steps");
  small.run.ranks = ConnectRanks(place);
  learn::WriteFileAtomically((folder / ("process-" + std::to_string(place.rank))).string(),
                             { std::to_string(getpid()) });
  small.run.on_step = [&](const TrainingProgress & progress) {
    if (progress.step == 5)
    {
      learn::WriteFileAtomically((folder / "step-5").string(), { "" });
      std::this_thread::sleep_for(std::chrono::seconds(1)); // time for the kill
    }
  };
  const TrainingResult result = small.Train(folder);
  learn::WriteFileAtomically((folder / ("resumed-from-" + std::to_string(place.rank))).string(),
                             { std::to_string(result.resumed_from) });
}

PHENO_RANK_CASE("train with a pause that rank 0 asks for")
{
  const auto    folder = test::FolderOfRanks();
  SmallTraining small("many steps");
  small.run.ranks = ConnectRanks(PlaceOfThisProcess());
  const bool isFirst = small.run.ranks->Rank() == 0;
  int        asked = 0;
  small.run.cancelled = [&] { return !isFirst || ++asked == 7; }; // others are not asked
  TrainingResult result = small.Train(folder);
  CHECK_FALSE(result.completed);
  CHECK(result.steps == 7);
  result = small.Train(folder);
  CHECK(result.resumed_from == 7);
  CHECK(result.completed);
}

PHENO_RANK_CASE("what several ranks cannot train is an error on each")
{
  SmallTraining small("spc");
  small.settings.architecture = "cnn4";
  small.run.ranks = ConnectRanks(PlaceOfThisProcess());
  const auto train = [&] { return Train(small.data, small.settings, small.run); };
  small.settings.batch_size = 7;
  CHECK_THROWS_WITH_AS(train(), "training: 2 ranks cannot share a batch of 7 equally", LearnError);
  small.settings.batch_size = 16;
  small.settings.sampler = "shuffled";
  small.data.scaling.scale[0] = std::numeric_limits<float>::infinity();
  std::string message;
  try
  {
    train();
  }
  catch (const LearnError & error)
  {
    message = error.what();
  }
  CHECK(message.find("not finite at step 0, of the crops [") != std::string::npos);
  CHECK(std::count(message.begin(), message.end(), ',') >= 16); // those of both ranks
}

TEST_CASE("The trainer's weights after 20 steps in double precision are the same on one rank and on two")
{
  for (const std::string kind : { "spc", "simclr", "cwcl", "all parts" })
  {
    CAPTURE(kind);
    const test::TemporaryFolder folder;
    boost::filesystem::create_directories(folder / "two" / kind);
    test::CheckRanks(2, "train the kind that the folder names", folder / "two" / kind);
    SmallTraining(kind).Train(folder / "one");
    const auto one = CheckpointIn(folder / "one"), two = CheckpointIn(folder / "two" / kind);
    REQUIRE(one.size() == two.size());
    double difference = 0;
    for (std::size_t i = 0; i < one.size(); ++i)
    {
      REQUIRE(one[i].name == two[i].name);
      CHECK((one[i].tensor.scalar_type() == torch::kFloat64));
      difference = std::max(difference, test::LargestDifference(one[i].tensor, two[i].tensor));
    }
    CHECK(difference < 1e-9);
    CHECK(EncoderModel::Load((folder / "two" / kind / "model").string()).Description().steps == kSteps);
    MESSAGE(kind << ": largest difference of two ranks from one " << difference);
  }
}

TEST_CASE("A training of two ranks, one of which is killed, ends and is resumed to the bytes of an unbroken one")
{
  const test::TemporaryFolder folder;
  const std::string           name = "train in many steps";
  test::CheckRanks(2, name, folder / "whole");
  const boost::filesystem::path parts = folder / "parts";

  auto broken = std::async(std::launch::async, [&] { RunRanks(2, test::CaseOfRanks(name, parts)); });
  while (!learn::FileExists((parts / "step-5").string()) &&
         broken.wait_for(std::chrono::milliseconds(10)) == std::future_status::timeout)
  {}
  const auto start = std::chrono::steady_clock::now();
  kill(std::stoi(learn::ReadWholeFile((parts / "process-1").string())), SIGKILL);
  CHECK_THROWS_WITH_AS(broken.get(), doctest::Contains("rank 1 of 2 was ended by signal 9"), RankError);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(30));
  CHECK_FALSE(learn::FileExists((parts / "model" / "model.json").string()));

  test::CheckRanks(2, name, parts);
  for (const std::string rank : { "0", "1" })
  {
    const int from = std::stoi(learn::ReadWholeFile((parts / ("resumed-from-" + rank)).string()));
    CHECK(from >= 4);
    CHECK(from <= 6);
  }
  CHECK(ModelIn(parts) == ModelIn(folder / "whole"));

  test::CheckRanks(2, "train with a pause that rank 0 asks for", folder / "pause");
  CHECK(ModelIn(folder / "pause") == ModelIn(folder / "whole"));
}

TEST_CASE("What several ranks cannot train")
{
  const test::TemporaryFolder folder;
  test::CheckRanks(2, "what several ranks cannot train is an error on each", folder.Path());
}
