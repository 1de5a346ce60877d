#include "phenoChannelFeatures.h"
#include "phenoEmbedder.h"
#include "phenoEncoder.h"
#include "phenoEncoderModel.h"
#include "phenoFreeTower.h"
#include "phenoLearnTest.h"
#include "phenoObjectiveKinds.h"
#include "phenoScript.h"
#include "phenoTrainer.h"

#include "phenoTest.h"

#include <ATen/Context.h>

#include <cmath>

using namespace pheno;

namespace
{
constexpr auto kGpu = "cuda:0";

TrainingSettings
Small(const std::string & objective)
{
  TrainingSettings settings;
  settings.architecture = "cnn4";
  settings.objective = objective;
  settings.embed_dim = 8;
  settings.batch_size = 8;
  settings.epochs = 2;
  settings.precision = "float64"; // so that both devices agree closely
  settings.ema_decay = 0.5;
  return settings;
}

void
CheckOnProcessor(const std::vector<NamedTensor> & tensors)
{
  for (const NamedTensor & entry : tensors)
  {
    CHECK(entry.tensor.is_cpu());
  }
}

EncoderModel
Copy(const std::shared_ptr<const EncoderModel> & model)
{
  return EncoderModel(model->Description(), std::shared_ptr<Encoder>(model, &model->Network()), {});
}
} // namespace

TEST_CASE("A training on the GPU is that on the processor up to last bits, and leaves everything on the processor")
{
  if (!at::globalContext().hasCUDA())
  {
    PHENO_SKIP("no GPU");
  }
  const test::RandomCrops crops(16, 2, 32), held(8, 2, 32);
  const auto              source = crops.Source(), heldSource = held.Source();
  for (const char * objective : { "spc", "simclr", "proxy_anchor", "supcon", "clip", "siglip" })
  {
    CAPTURE(objective);
    const auto train = [&](const std::string & device) {
      TrainingData    data = crops.Data(source);
      test::FreeTower tower(4, 8, torch::kFloat64);
      if (TakesTreatments(objective))
      {
        data.treatments = &tower;
      }
      data.validation = { &heldSource, { 0, 1, 2, 3, 0, 1, 2, 3 }, data.class_names, {} };
      TrainingRun run;
      run.device = device;
      const TrainingResult result = Train(data, Small(objective), run);
      CheckOnProcessor(result.model->Network().State());
      CheckOnProcessor(tower.State());
      return result;
    };
    const TrainingResult cpu = train("cpu"), gpu = train(kGpu);
    REQUIRE(cpu.history.size() == gpu.history.size());
    for (std::size_t i = 0; i < cpu.history.size(); ++i)
    {
      CHECK(gpu.history[i].loss == doctest::Approx(cpu.history[i].loss).epsilon(1e-6));
      const double validation = cpu.history[i].validation_loss;
      CHECK((std::isnan(validation) || gpu.history[i].validation_loss == doctest::Approx(validation).epsilon(1e-6)));
    }
    const auto expected = cpu.model->Network().State(), found = gpu.model->Network().State();
    for (std::size_t i = 0; i < expected.size(); ++i)
    {
      CHECK(test::LargestDifference(expected[i].tensor.detach(), found[i].tensor.detach()) < 1e-4);
    }
    CHECK(test::LargestDifference(cpu.model->ClassVectors(), gpu.model->ClassVectors()) < 1e-4);
  }
}

TEST_CASE("A checkpoint of a training on the GPU goes on there, or on the processor")
{
  if (!at::globalContext().hasCUDA())
  {
    PHENO_SKIP("no GPU");
  }
  const test::TemporaryFolder folder;
  const test::RandomCrops     crops(16, 1, 32);
  const auto                  source = crops.Source();
  for (const std::string device : { kGpu, "cpu" })
  {
    TrainingRun run;
    run.device = kGpu;
    run.scratch_folder = (folder / device).string();
    std::int64_t reached = 0;
    run.on_step = [&](const TrainingProgress & progress) { reached = progress.step; };
    run.cancelled = [&] { return reached == 2; };
    CHECK_FALSE(Train(crops.Data(source), Small("spc"), run).completed);
    run.device = device;
    const TrainingResult result = Train(crops.Data(source), Small("spc"), run);
    CHECK(result.completed);
    CHECK(result.resumed_from == 2);
  }
}

TEST_CASE("Every precision trains and embeds on the GPU; TF32 is as before afterwards")
{
  if (!at::globalContext().hasCUDA())
  {
    PHENO_SKIP("no GPU");
  }
  const test::TemporaryFolder    folder;
  const test::RandomCrops        crops(16, 2, 32);
  const auto                     source = crops.Source();
  const std::vector<std::string> channels = crops.Data(source).channels, plates(16, "P");
  at::globalContext().setAllowTF32CuDNN(false);
  at::globalContext().setAllowTF32CuBLAS(false);
  for (const char * architecture : { "resnet18", "vit", "torchscript" })
  {
    for (const char * precision : { "float32", "auto" })
    {
      CAPTURE(architecture);
      CAPTURE(precision);
      TrainingData data = crops.Data(source);
      data.script = test::SaveNetwork(folder, 2);
      TrainingSettings settings = Small("spc");
      settings.architecture = architecture;
      settings.transformer = { 8, 32, 16, 1, 2, 32 };
      settings.precision = precision;
      TrainingRun run;
      run.device = kGpu;
      const TrainingResult result = Train(data, settings, run);
      CHECK(std::isfinite(result.history.back().loss));
      CHECK_FALSE(at::globalContext().allowTF32CuDNN());
      CHECK_FALSE(at::globalContext().allowTF32CuBLAS());

      EncoderModel      model = Copy(result.model);
      EmbeddingSettings onCpu, onGpu;
      onGpu.device = kGpu;
      CHECK(test::LargestDifference(Embed(model, source, channels, onCpu).values,
                                    Embed(model, source, channels, onGpu).values) < 1e-2); // TF32
      if (std::string(architecture) != "torchscript")
      {
        const std::vector<bool> controls(16, true);
        CHECK(test::LargestDifference(EmbedPlates(model, source, channels, plates, controls, onCpu).values,
                                      EmbedPlates(model, source, channels, plates, controls, onGpu).values) < 1e-2);
      }
      CheckOnProcessor(model.Network().State());
    }
  }
}

TEST_CASE("Frozen features of channels are those of the processor")
{
  if (!at::globalContext().hasCUDA())
  {
    PHENO_SKIP("no GPU");
  }
  const test::RandomCrops crops(4, 2, 32);
  const auto              source = crops.Source();
  const auto              encoder = MakeEncoder({ "cnn4", 3, 6 }, torch::kFloat64);
  encoder->Initialise(test::Generator(2));
  ChannelFeatureSettings onCpu, onGpu;
  onGpu.device = kGpu;
  CHECK(test::LargestDifference(ChannelFeatures(*encoder, source, { 0, 0, 1, 1 }, 2, onCpu),
                                ChannelFeatures(*encoder, source, { 0, 0, 1, 1 }, 2, onGpu)) < 1e-5);
}
