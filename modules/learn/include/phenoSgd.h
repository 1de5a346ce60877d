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

  /** Its memory is "<parameter>.momentum_buffer". */
  Sgd(std::vector<NamedTensor> parameters, Settings settings);

private:
  void
  Apply(const Move & move) const override;

  Settings m_Settings;
};
} // namespace pheno

#endif
