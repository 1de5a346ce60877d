#include "phenoScriptModule.h"
#include "phenoFiles.h"
#include "phenoLearnError.h"
#include "phenoShapeText.h"

#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/script.h>

namespace pheno::learn
{
namespace
{
/** The line of an error of torch's that says what is wrong: the last of its Python kind, else the first. */
std::string
ReasonOf(const std::exception & error)
{
  const std::string text = error.what();
  const std::string mark = "RuntimeError: ";
  const std::size_t at = text.rfind(mark);
  return FirstLine(at == std::string::npos ? text : text.substr(at + mark.size()));
}
} // namespace

std::shared_ptr<torch::jit::Module>
LoadScript(const std::string & path)
{
  try
  {
    const auto module = std::make_shared<torch::jit::Module>(torch::jit::load(path, torch::kCPU));
    module->eval();
    return module;
  }
  catch (const std::exception & error)
  {
    throw LearnError("not a TorchScript module: " + ReasonOf(error));
  }
}

torch::Tensor
RunScript(torch::jit::Module & module, const torch::Tensor & images)
{
  c10::IValue out;
  try
  {
    const torch::jit::GraphOptimizerEnabledGuard asWritten(false);
    out = module.forward({ images });
  }
  catch (const std::exception & error)
  {
    throw LearnError("the TorchScript module does not take " + ShapeText(images) + " images: " + ReasonOf(error));
  }
  if (!out.isTensor())
  {
    throw LearnError("TorchScript: expected a tensor from forward(images), got a " + out.tagKind());
  }
  return out.toTensor();
}
} // namespace pheno::learn
