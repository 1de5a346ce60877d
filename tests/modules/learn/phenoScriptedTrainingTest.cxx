#include "phenoEmbedder.h"
#include "phenoEncoderModel.h"
#include "phenoFiles.h"
#include "phenoLearnError.h"
#include "phenoScript.h"
#include "phenoScriptedEncoder.h"
#include "phenoTrainer.h"

#include <map>

using namespace pheno;

namespace
{
const std::vector<std::string> kChannels = { "channel0", "channel1" };

TrainingSettings
Small()
{
  TrainingSettings settings;
  settings.architecture = "torchscript";
  settings.embed_dim = 8;
  settings.batch_size = 8;
  settings.epochs = 3;
  settings.learning_rate = 0.01;
  settings.precision = "float32";
  return settings;
}

/** Simulated crops and a module for them. */
struct Screen
{
  test::TemporaryFolder folder;
  test::RandomCrops     crops{ 20, 2, 16 };
  BlockCropSource       source = crops.Source();
  std::string           script = test::SaveNetwork(folder, 2);
  TrainingData          data = crops.Data(source);

  Screen() { data.script = script; }
};

std::map<std::string, torch::Tensor>
StateOf(const EncoderModel & model)
{
  std::map<std::string, torch::Tensor> state;
  for (const NamedTensor & entry : model.Network().State())
  {
    state[entry.name] = entry.tensor.detach().clone();
  }
  return state;
}

std::map<std::string, torch::Tensor>
StateOfScript(const std::string & path)
{
  const torch::jit::Module             module = torch::jit::load(path);
  std::map<std::string, torch::Tensor> state;
  for (const auto & entry : module.named_parameters())
  {
    state["script." + entry.name] = entry.value.detach();
  }
  for (const auto & entry : module.named_buffers())
  {
    state["script." + entry.name] = entry.value;
  }
  return state;
}

std::string
BytesOf(const std::string & folder)
{
  std::string bytes;
  for (const std::string file : { "/model.json", "/weights.safetensors", "/class_vectors.safetensors", "/encoder.pt" })
  {
    bytes += learn::ReadWholeFile(folder + file);
  }
  return bytes;
}
} // namespace

TEST_CASE("A TorchScript module is trained further; its model folder embeds the same bit for bit")
{
  const Screen      screen;
  const std::string folder = (screen.folder / "model").string();
  const auto        trained = Train(screen.data, Small(), {}, folder).model;
  const auto        before = StateOfScript(screen.script);
  const auto        after = StateOf(*trained);
  REQUIRE(before.size() == 5);
  for (const auto & [name, tensor] : before)
  {
    CAPTURE(name);
    CHECK(test::LargestDifference(tensor, after.at(name)) > 1e-4); // the norm's statistics, too
  }
  for (const auto & [name, tensor] : StateOfScript(folder + "/encoder.pt"))
  {
    CHECK(torch::equal(tensor, after.at(name)));
  }
  EncoderModel original(trained->Description(), std::shared_ptr<Encoder>(trained, &trained->Network()), {});
  EncoderModel loaded = EncoderModel::Load(folder);
  const auto   expected = Embed(original, screen.source, kChannels, {});
  CHECK(expected.width == 8);
  CHECK(Embed(loaded, screen.source, kChannels, {}).values == expected.values);
  CHECK_THROWS_WITH_AS(Embed(loaded, screen.source, { "channel0", "other" }, {}),
                       doctest::Contains("trained on channels [\"channel0\",\"channel1\"], the crops have"),
                       LearnError);
  CHECK_THROWS_WITH_AS(
    EmbedPlates(loaded, screen.source, kChannels, std::vector<std::string>(20, "P"), std::vector<bool>(20, true), {}),
    doctest::Contains("the norms of a TorchScript module cannot be reached"),
    LearnError);
}

TEST_CASE("A frozen module stays bit by bit while its head learns")
{
  const Screen     screen;
  TrainingSettings settings = Small();
  settings.freeze = "trunk";
  const auto after = StateOf(*Train(screen.data, settings, {}).model);
  for (const auto & [name, tensor] : StateOfScript(screen.script))
  {
    CAPTURE(name);
    CHECK(torch::equal(tensor, after.at(name)));
  }
  settings.epochs = 0;
  const auto untrained = StateOf(*Train(screen.data, settings, {}).model);
  CHECK(test::LargestDifference(untrained.at("mlp_head.0.weight"), after.at("mlp_head.0.weight")) > 1e-4);
}

TEST_CASE("A training of a module that is stopped and resumed ends with the bytes of one that was not")
{
  const Screen      screen;
  const std::string whole = (screen.folder / "whole").string(), parts = (screen.folder / "parts").string();
  at::Generator     global = at::detail::getDefaultCPUGenerator();
  global.set_current_seed(5);
  const torch::Tensor before = global.get_state();
  for (const char * freeze : { "none", "trunk" })
  {
    CAPTURE(freeze);
    TrainingSettings settings = Small();
    settings.freeze = freeze;
    settings.ema_decay = 0.5;
    Train(screen.data, settings, {}, whole);
    TrainingRun  run;
    std::int64_t reached = 0;
    run.scratch_folder = (screen.folder / freeze).string();
    run.on_step = [&](const TrainingProgress & progress) { reached = progress.step; };
    run.cancelled = [&] { return reached == 3; };
    CHECK_FALSE(Train(screen.data, settings, run, parts).completed);
    const TrainingResult result = Train(screen.data, settings, run, parts);
    CHECK(result.resumed_from == 3);
    CHECK(BytesOf(parts) == BytesOf(whole));
  }
  CHECK(torch::equal(before, global.get_state())); // dropout drew from the training's seed
}

TEST_CASE("A training of a module draws its dropout from the seed")
{
  const Screen     screen;
  TrainingSettings settings = Small();
  settings.max_steps = 1;
  const auto lossOf = [&](std::uint64_t defaultSeed) {
    at::Generator(at::detail::getDefaultCPUGenerator()).set_current_seed(defaultSeed);
    return Train(screen.data, settings, {}).history.front().loss;
  };
  const double loss = lossOf(1);
  CHECK(lossOf(2) == loss);
}

TEST_CASE("Zero epochs without a head embed with the module's own features")
{
  const Screen     screen;
  TrainingSettings settings = Small();
  settings.epochs = 0;
  settings.head = "none";
  settings.embed_dim = 6;
  const std::string folder = (screen.folder / "model").string();
  Train(screen.data, settings, {}, folder);
  EncoderModel loaded = EncoderModel::Load(folder);
  const auto   found = Embed(loaded, SubsetCropSource(screen.source, { 3 }), kChannels, {});

  std::vector<std::byte> scratch;
  const std::byte *      crop = screen.source.Read(3, scratch);
  torch::Tensor          image = torch::empty({ 1, 2, 16, 16 });
  for (std::int64_t i = 0; i < image.numel(); ++i)
  {
    image.view({ -1 })[i] = (static_cast<double>(static_cast<std::uint8_t>(crop[i])) - 127.5) / 255;
  }
  torch::jit::Module module = torch::jit::load(screen.script);
  module.eval();
  const torch::Tensor expected = module.forward({ image }).toTensor().detach().view({ -1 });
  CHECK(test::LargestDifference(torch::tensor(found.values), expected) < 1e-6);
}

TEST_CASE("A model starts from another module's model; what cannot be trained is said")
{
  const Screen      screen;
  const std::string folder = (screen.folder / "model").string();
  TrainingSettings  settings = Small();
  const auto        first = Train(screen.data, settings, {}, folder).model;
  TrainingData      again = screen.data;
  again.script = ScriptedEncoder::ScriptIn(folder);
  again.start = std::shared_ptr<const Encoder>(first, &first->Network());
  settings.epochs = 0;
  for (const auto & [name, tensor] : StateOf(*Train(again, settings, {}).model))
  {
    CHECK(torch::equal(tensor, StateOf(*first).at(name)));
  }

  const auto refused = [&](const char * message) {
    CHECK_THROWS_WITH_AS(Train(again, settings, {}), doctest::Contains(message), LearnError);
  };
  settings = Small();
  settings.precision = "bfloat16";
  refused("expected \"float32\" or \"auto\" for a TorchScript encoder");
  settings = Small();
  settings.head = "none";
  settings.embed_dim = 6;
  settings.freeze = "trunk";
  again.start = nullptr;
  refused("expected a head of its own to train beside the frozen trunk");
  torch::jit::Module module("m");
  module.define("def forward(self, x):\n    return x.mean([2, 3])\n");
  again.script = (screen.folder / "without.pt").string();
  module.save(again.script);
  settings = Small();
  refused("has no parameters to train");
  again.script = test::SaveNetwork(screen.folder, 3);
  refused("does not take 2 x 2 x 16 x 16 images");
}
