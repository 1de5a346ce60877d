#include "phenoScriptedEncoder.h"
#include "phenoFiles.h"
#include "phenoLearnError.h"
#include "phenoShapeText.h"

#include <torch/script.h>

namespace pheno
{
namespace
{
/** N x F out of N x F or N x F x H x W. */
torch::Tensor
RowsOf(const torch::Tensor & out)
{
  return out.dim() == 4 ? out.mean({ 2, 3 }) : out;
}

torch::Tensor
RunModule(torch::jit::Module module, const torch::Tensor & images)
{
  const at::NoGradGuard guard;
  const c10::IValue     out = module.forward({ images });
  if (!out.isTensor())
  {
    throw LearnError("TorchScript: expected a tensor from forward(images), got a " + out.tagKind());
  }
  return out.toTensor();
}
} // namespace

ScriptedEncoder::ScriptedEncoder(const EncoderSettings & settings, torch::ScalarType type, Step forward)
  : Encoder(settings, type)
{
  this->Add(std::move(forward));
  this->AddHead("", settings.embed_dim, 0);
}

std::shared_ptr<ScriptedEncoder>
ScriptedEncoder::Load(const std::string & path, int in_channels, int image_px, torch::ScalarType type)
{
  EncoderSettings settings{ "torchscript", in_channels };
  settings.head = "none";
  try
  {
    torch::jit::Module module = torch::jit::load(path, torch::kCPU);
    module.eval();
    const torch::Tensor rows = RowsOf(RunModule(module, torch::zeros({ 1, in_channels, image_px, image_px }, type)));
    if (rows.dim() != 2 || rows.size(0) != 1)
    {
      throw LearnError("expected 1 x F or 1 x F x H x W numbers for one image, got " + ShapeText(rows));
    }
    settings.embed_dim = static_cast<int>(rows.size(1));
    const auto forward = [module](Activations & a) { a.x = RunModule(module, a.x); };
    return std::shared_ptr<ScriptedEncoder>(new ScriptedEncoder(settings, type, forward));
  }
  catch (const LearnError & error)
  {
    throw LearnError(path + ": " + error.what());
  }
  catch (const std::exception & error) // torch's own
  {
    throw LearnError(path + ": not a TorchScript module that takes 1 x " + std::to_string(in_channels) + " x " +
                     std::to_string(image_px) + " x " + std::to_string(image_px) +
                     " images: " + learn::FirstLine(error.what()));
  }
}

torch::Tensor
ScriptedEncoder::Pool(const torch::Tensor & x) const
{
  return RowsOf(x);
}
} // namespace pheno
