#include "phenoTrainedModel.h"
#include "phenoTreatmentTower.h"

#include <utility>

namespace pheno::learn
{
namespace
{
ModelDescription
Describe(const TrainingData & data, const TrainingSettings & settings)
{
  const CropShape & shape = data.crops->Shape();
  ModelDescription  d;
  d.architecture = settings.architecture;
  d.channels = data.channels;
  d.height = shape.height;
  d.width = shape.width;
  d.pixel_type = shape.type;
  d.scaling = data.scaling;
  d.embed_dim = settings.embed_dim;
  d.embedding = settings.objective == "simclr" ? "features" : "head";
  d.objective = settings.objective;
  d.seed = settings.seed;
  d.training = ToJson(settings);
  d.treatments = data.treatments == nullptr ? nlohmann::json() : data.treatments->Settings();
  return d;
}

/** The encoder as models hold it. */
std::shared_ptr<Encoder>
SinglePrecision(const std::shared_ptr<Encoder> & trained)
{
  if (trained->ParameterType() == torch::kFloat32)
  {
    return trained;
  }
  std::shared_ptr<Encoder> encoder = MakeEncoder(trained->Settings());
  encoder->LoadState(trained->State());
  return encoder;
}
} // namespace

std::shared_ptr<const EncoderModel>
MakeTrainedModel(const Learner &          learner,
                 const TrainingData &     data,
                 const TrainingSettings & settings,
                 const std::string &      precision,
                 std::int64_t             steps)
{
  ModelDescription d = Describe(data, settings);
  d.precision = precision;
  d.steps = steps;
  std::vector<float>  vectors;
  const torch::Tensor trained = learner.ClassVectors();
  if (trained.defined())
  {
    const torch::Tensor table = trained.detach().to(torch::kCPU, torch::kFloat32).contiguous();
    vectors.assign(table.data_ptr<float>(), table.data_ptr<float>() + table.numel());
    d.class_names = data.class_names;
  }
  return std::make_shared<const EncoderModel>(std::move(d), SinglePrecision(learner.encoder), std::move(vectors));
}
} // namespace pheno::learn
