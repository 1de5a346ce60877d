#include "phenoGoldenTensor.h"

#include "phenoPretrained.h"

#include <algorithm>

namespace pheno::golden
{
namespace
{
torch::Tensor
FirstColumns(const torch::Tensor & rows)
{
  return rows.narrow(1, 0, std::min<std::int64_t>(32, rows.size(1)));
}

void
Report(const std::string & mode, const Encoder::Output & output, Json & got)
{
  got[mode + "_h_norm"] = FromTensor(output.features.norm(2, { 1 }));
  got[mode + "_h_first32"] = FromTensor(FirstColumns(output.features));
  got[mode + "_h_dot"] = FromTensor(SineDotRows(output.features));
  got[mode + "_z_norm"] = FromTensor(output.embedding.norm(2, { 1 }));
  got[mode + "_z_first32"] = FromTensor(FirstColumns(output.embedding));
}
} // namespace

Json
RunEncoderResnet50Torchvision(const Case & golden)
{
  const at::NoGradGuard guard;
  const Json &          in = golden.inputs;
  const torch::Tensor   x = FormulaInput(in.at("x"));
  EncoderSettings       settings{ in.at("arch"), static_cast<int>(x.size(1)), in.at("out_dim").get<int>() };
  settings.norm = "affine";
  settings.head = "mlp";
  const auto encoder = MakeEncoder(settings, torch::kFloat64);
  encoder->LoadState(TranslateState(FormulaState(in.at("state"))));
  Json                  got;
  const Encoder::Output eval = encoder->Forward(x);
  Report("eval", eval, got);
  got["shape_h"] = eval.features.squeeze().sizes().vec(); // as the reference reports it: without an axis of length 1
  const Json & expected = golden.whole.at("expected");
  if (!expected.contains("train_h_norm") && !expected.contains("after_h_norm"))
  {
    return got; // a training pass may be impossible: one value a channel
  }
  encoder->SetTraining(true);
  Report("train", encoder->Forward(x), got);
  encoder->SetTraining(false);
  Report("after", encoder->Forward(x), got);
  got["rm1"] = FromTensor(encoder->Norm(0).mean.narrow(0, 0, 16));
  got["rv1"] = FromTensor(encoder->Norm(0).variance.narrow(0, 0, 16));
  return got;
}
} // namespace pheno::golden
