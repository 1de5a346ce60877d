#include "phenoGoldenTensor.h"

#include <algorithm>
#include <stdexcept>

namespace pheno::golden
{
namespace
{
const BatchNorm &
NormNamed(const Encoder & encoder, const std::string & name)
{
  for (std::size_t k = 0; k < encoder.NumberOfNorms(); ++k)
  {
    if (encoder.Norm(k).name == name)
    {
      return encoder.Norm(k);
    }
  }
  throw std::logic_error("no norm " + name);
}

Json
RunEncoder(Encoder & encoder, const Json & in)
{
  Json                got;
  const torch::Tensor x = FormulaInput(in.at("x")).requires_grad_(true);
  for (const NamedTensor & parameter : encoder.Parameters())
  {
    parameter.tensor.requires_grad_(true);
  }
  got["emb_eval_initial"] = FromTensor(encoder.Forward(x).embedding.detach());
  encoder.SetTraining(true);
  const Encoder::Output output = encoder.Forward(x);
  encoder.SetTraining(false);
  got["emb_train"] = FromTensor(output.embedding.detach());
  got["emb_eval_after"] = FromTensor(encoder.Forward(x).embedding.detach());
  const torch::Tensor features = output.features.detach();
  got["feature512_norm"] = FromTensor(features.norm(2, { 1 }));
  got["feature512_first16"] = FromTensor(features.narrow(1, 0, 16));
  const BatchNorm & first = NormNamed(encoder, "encoder.bn1");
  const BatchNorm & last = NormNamed(encoder, "encoder.layer4.1.bn2");
  got["bn1_mean"] = FromTensor(first.mean);
  got["bn1_var"] = FromTensor(first.variance);
  got["last_mean"] = FromTensor(last.mean.narrow(0, 0, 32));
  got["last_var"] = FromTensor(last.variance.narrow(0, 0, 32));
  const torch::Tensor objective = (output.embedding * FormulaInput(in.at("g"))).sum();
  objective.backward();
  got["objective"] = objective.item<double>();
  for (const NamedTensor & parameter : encoder.Parameters())
  {
    got["grad_norm"][parameter.name] = parameter.tensor.grad().norm().item<double>();
    got["grad_dot"][parameter.name] = SineDot(parameter.tensor.grad());
  }
  got["grad_input_norm"] = x.grad().norm().item<double>();
  got["grad_input_dot"] = SineDot(x.grad());
  return got;
}

Json
RunRecalibrate(Encoder & encoder, const Json & in)
{
  torch::Tensor            images = FormulaInput(in.at("x"));
  const Json &             plate = in.at("plate");
  std::vector<std::string> seen;
  for (std::size_t i = 0; i < plate.size(); ++i)
  {
    auto found = std::find(seen.begin(), seen.end(), plate[i].get<std::string>());
    if (found == seen.end())
    {
      seen.push_back(plate[i]);
      found = seen.end() - 1;
    }
    const auto p = static_cast<std::size_t>(found - seen.begin());
    images[static_cast<std::int64_t>(i)]
      .mul_(in.at("scale").at(p).get<double>())
      .add_(in.at("shift").at(p).get<double>());
  }
  const Json embeddings = FromTensor(EmbedByPlate(encoder, images, plate, in.at("moa"), nullptr));
  return { { "embeddings", embeddings }, { "embeddings_f64", embeddings } };
}
} // namespace

Json
RunEncoderResnet18Spc(const Case & golden)
{
  const Json & in = golden.inputs;
  const auto   encoder =
    MakeEncoder({ "resnet18", in.at("in_channels").get<int>(), in.at("embed_dim").get<int>() }, torch::kFloat64);
  encoder->LoadState(FormulaState(in.at("state")));
  return in.at("kind") == "encoder" ? RunEncoder(*encoder, in) : RunRecalibrate(*encoder, in);
}
} // namespace pheno::golden
