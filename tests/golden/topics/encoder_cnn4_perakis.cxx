#include "phenoGoldenTensor.h"

#include "phenoPretrained.h"

namespace pheno::golden
{
Json
RunEncoderCnn4Perakis(const Case & golden)
{
  const Json &                   in = golden.inputs;
  const torch::Tensor            x = FormulaInput(in.at("x")).requires_grad_(true);
  const std::vector<NamedTensor> state = FormulaState(in.at("state"));
  EncoderSettings                settings{ "cnn4", static_cast<int>(x.size(1)), in.at("out_dim").get<int>() };
  settings.head = "mlp";
  const auto encoder = MakeEncoder(settings, torch::kFloat64);
  encoder->LoadState(TranslateState(state));
  for (const NamedTensor & parameter : encoder->Parameters())
  {
    parameter.tensor.requires_grad_(true);
  }
  const Encoder::Output output = encoder->Forward(x);
  const torch::Tensor   objective = (output.embedding * FormulaInput(in.at("g"))).sum() + output.features.sum();
  objective.backward();
  Json got;
  got["h"] = FromTensor(output.features.detach());
  got["z"] = FromTensor(output.embedding.detach());
  got["objective"] = objective.item<double>();
  for (const NamedTensor & entry : state)
  {
    const std::string name = TranslateState({ entry }).front().name;
    for (const NamedTensor & parameter : encoder->Parameters())
    {
      if (parameter.name == name)
      {
        got["grad_norm"][entry.name] = parameter.tensor.grad().norm().item<double>();
        got["grad_dot"][entry.name] = SineDot(parameter.tensor.grad());
      }
    }
  }
  got["grad_input_norm"] = x.grad().norm().item<double>();
  got["grad_input_dot"] = SineDot(x.grad());
  return got;
}
} // namespace pheno::golden
