#include "phenoTrainingStart.h"
#include "phenoClassVectors.h"
#include "phenoDraws.h"
#include "phenoImages.h"
#include "phenoObjective.h"

#include <ATen/CPUGeneratorImpl.h>

namespace pheno::learn
{
at::Generator
MakeGenerator(std::uint64_t seed, Stream stream, std::int64_t number)
{
  Draws draws = number == 0 ? Draws({ seed, stream }) : Draws({ seed, stream, static_cast<std::uint64_t>(number) });
  return at::make_generator<at::CPUGeneratorImpl>(draws.Next());
}

std::shared_ptr<Encoder>
StartEncoder(const TrainingData & data, const TrainingSettings & settings)
{
  const EncoderSettings          network = EncoderSettingsOf(settings, data.crops->Shape());
  const std::shared_ptr<Encoder> encoder = MakeEncoder(network, ParameterType(settings.precision));
  encoder->Initialise(MakeGenerator(settings.seed, kWeights));
  if (data.start)
  {
    encoder->LoadState(data.start->State());
  }
  return encoder;
}

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
} // namespace pheno::learn
