#include "phenoScriptedEncoder.h"
#include "phenoFiles.h"
#include "phenoLearnError.h"
#include "phenoScriptModule.h"
#include "phenoShapeText.h"

#include <torch/script.h>

#include <set>
#include <sstream>

namespace pheno
{
namespace
{
using Module = torch::jit::Module;

torch::Tensor
FeaturesOf(Module & module, const torch::Tensor & images)
{
  const torch::Tensor out = learn::RunScript(module, images);
  const torch::Tensor rows = out.dim() == 4 ? out.mean({ 2, 3 }) : out;
  if (rows.dim() != 2 || rows.size(0) != images.size(0))
  {
    throw LearnError("TorchScript: expected N x F or N x F x H x W numbers for N images, got " + ShapeText(out) +
                     " for " + std::to_string(images.size(0)));
  }
  return rows;
}

/** Each tensor once, under its first name. */
template <typename TList>
std::vector<NamedTensor>
TensorsOf(const TList & list)
{
  std::set<const void *>   seen;
  std::vector<NamedTensor> tensors;
  for (const auto & entry : list)
  {
    if (seen.insert(entry.value.unsafeGetTensorImpl()).second)
    {
      tensors.push_back({ "script." + entry.name, entry.value });
    }
  }
  return tensors;
}

/** Brings the module's floating tensors to a type. */
void
Convert(const Module & module, torch::ScalarType type)
{
  for (const auto & tensors : { TensorsOf(module.named_parameters()), TensorsOf(module.named_buffers()) })
  {
    for (const NamedTensor & entry : tensors)
    {
      if (entry.tensor.is_floating_point() && entry.tensor.scalar_type() != type)
      {
        entry.tensor.set_data(entry.tensor.to(type));
      }
    }
  }
}

/** F of a module that takes such images. */
int
WidthOf(Module & module, const EncoderSettings & settings, torch::ScalarType type)
{
  const at::NoGradGuard guard;
  const torch::Tensor   images =
    torch::zeros({ 2, settings.in_channels, settings.script.height_px, settings.script.width_px }, type);
  return static_cast<int>(FeaturesOf(module, images).size(1));
}
} // namespace

ScriptedEncoder::ScriptedEncoder(const EncoderSettings & settings, torch::ScalarType type)
  : Encoder(settings, type)
{
  if (settings.script.path.empty())
  {
    throw LearnError("torchscript: expected the file of a module, got none");
  }
  int width = 0;
  try
  {
    m_Module = learn::LoadScript(settings.script.path);
    Convert(*m_Module, type);
    width = WidthOf(*m_Module, settings, type);
  }
  catch (const LearnError & error)
  {
    throw LearnError(settings.script.path + ": " + error.what());
  }
  for (const NamedTensor & entry : TensorsOf(m_Module->named_parameters()))
  {
    this->AdoptParameter(entry.name, entry.tensor);
  }
  for (const NamedTensor & entry : TensorsOf(m_Module->named_buffers()))
  {
    this->AddBuffer(entry.name, entry.tensor);
  }
  this->Add([module = m_Module](Activations & a) { a.x = FeaturesOf(*module, a.x); });
  this->AddHead("mlp_head", width, width);
}

void
ScriptedEncoder::SetTraining(bool training)
{
  Encoder::SetTraining(training);
  m_Module->train(this->IsTraining());
}

void
ScriptedEncoder::MoveTo(const torch::Device & device)
{
  m_Module->to(device);
  Encoder::MoveTo(device);
}

void
ScriptedEncoder::SaveParts(const std::string & folder) const
{
  std::ostringstream bytes;
  m_Module->save(bytes);
  learn::WriteFileAtomically(ScriptIn(folder), { bytes.str() });
}

torch::Tensor
ScriptedEncoder::Pool(const torch::Tensor & x) const
{
  return x;
}
} // namespace pheno
