#ifndef phenoSgd_h
#define phenoSgd_h

#include "phenoOptimizer.h"

namespace pheno
{
/** Stochastic gradient descent with momentum: g <- g + weight_decay p, b <- momentum b + g, p <- p - lr b. As
 * torch.optim.SGD without dampening. */
class Sgd : public Optimizer
{
public:
  struct Settings
  {
    double momentum = 0.9;
    double weight_decay = 0.0;
    bool   decay_matrices_only = false; ///< no decay of parameters with fewer than two dimensions
  };

  Sgd(std::vector<NamedTensor> parameters, Settings settings);

  void
  Step(double learning_rate) override;

  /** "<parameter>.momentum_buffer" */
  std::vector<NamedTensor>
  State() const override;

private:
  std::vector<NamedTensor>   m_Parameters;
  std::vector<torch::Tensor> m_Buffers;
  Settings                   m_Settings;
};
} // namespace pheno

#endif
