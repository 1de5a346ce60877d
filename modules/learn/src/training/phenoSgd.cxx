#include "phenoSgd.h"

namespace pheno
{
Sgd::Sgd(std::vector<NamedTensor> parameters, Settings settings)
  : m_Parameters(std::move(parameters))
  , m_Settings(settings)
{
  for (const NamedTensor & parameter : m_Parameters)
  {
    parameter.tensor.requires_grad_(true);
    m_Buffers.push_back(torch::zeros_like(parameter.tensor).detach());
  }
}

void
Sgd::Step(double learning_rate)
{
  const at::NoGradGuard guard;
  ++m_Steps;
  for (std::size_t i = 0; i < m_Parameters.size(); ++i)
  {
    const torch::Tensor & p = m_Parameters[i].tensor;
    if (!p.grad().defined())
    {
      continue;
    }
    const bool decays = p.dim() >= 2 || !m_Settings.decay_matrices_only;
    m_Buffers[i].mul_(m_Settings.momentum).add_(p.grad()).add_(p, decays ? m_Settings.weight_decay : 0.0);
    p.sub_(m_Buffers[i], learning_rate);
    p.mutable_grad() = torch::Tensor();
  }
}

std::vector<NamedTensor>
Sgd::State() const
{
  std::vector<NamedTensor> state;
  for (std::size_t i = 0; i < m_Parameters.size(); ++i)
  {
    state.push_back({ m_Parameters[i].name + ".momentum_buffer", m_Buffers[i] });
  }
  return state;
}
} // namespace pheno
