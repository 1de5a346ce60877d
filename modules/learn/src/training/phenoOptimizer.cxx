#include "phenoOptimizer.h"
#include "phenoAdam.h"
#include "phenoCommunicator.h"
#include "phenoLearnError.h"
#include "phenoSgd.h"

#include <cmath>

namespace pheno
{
Optimizer::Optimizer(std::vector<NamedTensor> parameters, std::vector<std::string> memory, Decay decay)
  : m_Parameters(std::move(parameters))
  , m_MemoryNames(std::move(memory))
  , m_Decay(decay)
{
  for (const NamedTensor & parameter : m_Parameters)
  {
    parameter.tensor.requires_grad_(true);
    std::vector<torch::Tensor> & zeros = m_Memory.emplace_back();
    for (std::size_t k = 0; k < m_MemoryNames.size(); ++k)
    {
      zeros.push_back(torch::zeros_like(parameter.tensor).detach());
    }
  }
}

void
Optimizer::Step(double learning_rate)
{
  const at::NoGradGuard guard;
  ++m_Steps;
  for (std::size_t i = 0; i < m_Parameters.size(); ++i)
  {
    const torch::Tensor & p = m_Parameters[i].tensor;
    if (p.grad().defined())
    {
      const bool decays = p.dim() >= 2 || !m_Decay.matrices_only;
      this->Apply({ p, p.grad(), m_Memory[i], decays ? m_Decay.weight : 0.0, learning_rate });
      p.mutable_grad() = torch::Tensor();
    }
  }
}

std::vector<NamedTensor>
Optimizer::State() const
{
  std::vector<NamedTensor> state;
  for (std::size_t i = 0; i < m_Parameters.size(); ++i)
  {
    for (std::size_t k = 0; k < m_MemoryNames.size(); ++k)
    {
      state.push_back({ m_Parameters[i].name + "." + m_MemoryNames[k], m_Memory[i][k] });
    }
  }
  return state;
}

std::unique_ptr<Optimizer>
MakeOptimizer(const OptimizerSettings & settings, std::vector<NamedTensor> parameters)
{
  const bool matricesOnly = settings.decay == "matrices";
  if (settings.name == "sgd")
  {
    return std::make_unique<Sgd>(std::move(parameters),
                                 Sgd::Settings{ settings.momentum, settings.weight_decay, matricesOnly });
  }
  if (settings.name == "adam" || settings.name == "adamw")
  {
    Adam::Settings adam;
    adam.weight_decay = settings.weight_decay;
    adam.decay_matrices_only = matricesOnly;
    adam.decoupled = settings.name == "adamw";
    return std::make_unique<Adam>(std::move(parameters), adam);
  }
  throw LearnError("optimizer: expected \"adam\", \"adamw\" or \"sgd\", got \"" + settings.name + "\"");
}

double
ClipGradients(const std::vector<NamedTensor> & parameters, double max_norm)
{
  double sum = 0;
  for (const NamedTensor & parameter : parameters)
  {
    if (parameter.tensor.grad().defined())
    {
      const double norm = parameter.tensor.grad().norm().item<double>();
      sum += norm * norm;
    }
  }
  const double norm = std::sqrt(sum);
  const double factor = max_norm / (norm + 1e-6);
  for (const NamedTensor & parameter : parameters)
  {
    if (factor < 1 && parameter.tensor.grad().defined())
    {
      parameter.tensor.mutable_grad().mul_(factor);
    }
  }
  return norm;
}

void
AverageGradients(const std::vector<NamedTensor> & parameters, Communicator & ranks)
{
  if (ranks.Size() == 1)
  {
    return;
  }
  std::vector<torch::Tensor> gradients;
  for (const NamedTensor & parameter : parameters)
  {
    if (parameter.tensor.grad().defined())
    {
      gradients.push_back(parameter.tensor.grad());
    }
  }
  ranks.AllReduceSum_(gradients);
  for (const torch::Tensor & gradient : gradients)
  {
    gradient.div_(ranks.Size());
  }
}
} // namespace pheno
