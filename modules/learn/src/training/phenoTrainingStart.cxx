#include "phenoTrainingStart.h"
#include "phenoClassMeans.h"
#include "phenoClassVectors.h"
#include "phenoDraws.h"
#include "phenoImages.h"
#include "phenoLearnError.h"
#include "phenoTreatmentTower.h"

#include <ATen/CPUGeneratorImpl.h>

namespace pheno::learn
{
namespace
{
/** What of an encoder learns. */
void
ChooseTrained(Encoder & encoder, const TrainingSettings & settings)
{
  if (settings.freeze == "trunk")
  {
    encoder.FreezeTrunk();
  }
  else if (settings.architecture == "torchscript" && encoder.TrunkParameters() == 0)
  {
    throw LearnError("training: the TorchScript module has no parameters to train; expected freeze \"trunk\" or 0 "
                     "epochs");
  }
}

std::shared_ptr<Encoder>
StartEncoder(const TrainingData & data, const TrainingSettings & settings)
{
  const EncoderSettings          network = EncoderSettingsOf(settings, data.crops->Shape(), data.script);
  const std::shared_ptr<Encoder> encoder = MakeEncoder(network, ParameterType(settings.precision));
  encoder->Initialise(MakeGenerator(settings.seed, kWeights));
  if (data.start)
  {
    encoder->LoadState(data.start->State());
  }
  if (settings.epochs > 0)
  {
    ChooseTrained(*encoder, settings);
  }
  return encoder;
}

/** Undefined for objectives without. */
torch::Tensor
RandomClassVectors(const TrainingData & data, const TrainingSettings & settings)
{
  if (!HasClassVectors(settings.objective))
  {
    return {};
  }
  const auto classes = static_cast<std::int64_t>(data.class_names.size());
  return ClassVectors(
           classes, settings.embed_dim, MakeGenerator(settings.seed, kVectors), ParameterType(settings.precision))
    .Table();
}
} // namespace

at::Generator
MakeGenerator(std::uint64_t seed, Stream stream, std::int64_t number)
{
  Draws draws = number == 0 ? Draws({ seed, stream }) : Draws({ seed, stream, static_cast<std::uint64_t>(number) });
  return at::make_generator<at::CPUGeneratorImpl>(draws.Next());
}

Learner
MakeLearner(const TrainingData & data, const TrainingSettings & settings)
{
  Learner learner;
  learner.encoder = StartEncoder(data, settings);
  learner.objective = MakeObjective(settings, RandomClassVectors(data, settings), data.treatments);
  if (data.treatments != nullptr)
  {
    data.treatments->Initialise(MakeGenerator(settings.seed, kTreatments));
  }
  return learner;
}

void
StartAtMeans(const Learner &              learner,
             const TrainingData &         data,
             std::int64_t                 batch_size,
             const torch::TensorOptions & images,
             int                          loader_threads)
{
  const torch::Tensor   means = ClassMeans(*learner.encoder, data, batch_size, images, loader_threads);
  const at::NoGradGuard guard;
  const torch::Tensor   vectors = learner.ClassVectors();
  if (vectors.defined())
  {
    vectors.copy_(at::where(means.norm(2, { 1 }, true) > 0, means, vectors));
  }
}
} // namespace pheno::learn
