#include "phenoSgd.h"

namespace pheno
{
Sgd::Sgd(std::vector<NamedTensor> parameters, Settings settings)
  : Optimizer(std::move(parameters), { "momentum_buffer" }, { settings.weight_decay, settings.decay_matrices_only })
  , m_Settings(settings)
{}

void
Sgd::Apply(const Move & move) const
{
  const torch::Tensor & buffer = move.memory.front();
  buffer.mul_(m_Settings.momentum).add_(move.gradient).add_(move.parameter, move.weight_decay);
  move.parameter.sub_(buffer, move.learning_rate);
}
} // namespace pheno
