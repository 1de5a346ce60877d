#include "phenoAdam.h"
#include "phenoAdamUpdate.h"
#include "phenoLearnError.h"

#include <cmath>

namespace pheno
{
namespace
{
learn::AdamNumbers
NumbersOf(const Adam::Settings & s, double weight_decay, double learning_rate, std::int64_t t)
{
  const auto steps = static_cast<double>(t);
  return { s.beta1,
           s.beta2,
           s.epsilon,
           s.decoupled ? 0.0 : weight_decay,
           s.decoupled ? 1.0 - learning_rate * weight_decay : 1.0,
           learning_rate / (1 - std::pow(s.beta1, steps)),
           std::sqrt(1 - std::pow(s.beta2, steps)) };
}

/** The gradient with the parameter's own strides, so that one flat loop serves both. */
torch::Tensor
LikeParameter(const torch::Tensor & gradient, const torch::Tensor & p)
{
  if (gradient.strides() == p.strides())
  {
    return gradient;
  }
  torch::Tensor laidOut = torch::empty_like(p);
  laidOut.copy_(gradient);
  return laidOut;
}

std::vector<NamedTensor>
Dense(std::vector<NamedTensor> parameters)
{
  for (const NamedTensor & parameter : parameters)
  {
    if (!parameter.tensor.is_non_overlapping_and_dense())
    {
      throw LearnError("Adam: parameter '" + parameter.name + "' is not dense in memory");
    }
  }
  return parameters;
}
} // namespace

Adam::Adam(std::vector<NamedTensor> parameters, Settings settings)
  : Optimizer(Dense(std::move(parameters)),
              { "exp_avg", "exp_avg_sq" },
              { settings.weight_decay, settings.decay_matrices_only })
  , m_Settings(settings)
{}

void
Adam::Apply(const Move & move) const
{
  const torch::Tensor &    p = move.parameter;
  const torch::Tensor      gradient = LikeParameter(move.gradient, p);
  const learn::AdamTensors of{ p, move.memory[0], move.memory[1], gradient };
  const learn::AdamNumbers numbers = NumbersOf(m_Settings, move.weight_decay, move.learning_rate, this->Steps());
  p.is_cpu() ? learn::AdamInOnePass(of, numbers) : learn::AdamByTensors(of, numbers);
}
} // namespace pheno
