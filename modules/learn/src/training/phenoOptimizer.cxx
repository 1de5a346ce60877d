#include "phenoOptimizer.h"
#include "phenoAdam.h"
#include "phenoCommunicator.h"
#include "phenoLearnError.h"
#include "phenoSgd.h"

#include <cmath>

namespace pheno
{
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
