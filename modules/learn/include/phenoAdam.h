#ifndef phenoAdam_h
#define phenoAdam_h

#include "phenoOptimizer.h"

namespace pheno
{
/** Adam (Kingma and Ba 2015) and AdamW (Loshchilov and Hutter 2019); on the processor one fused pass over each
 * parameter.
 *
 * m <- b1 m + (1 - b1) g,  v <- b2 v + (1 - b2) g^2,
 * p <- p - lr m / (1 - b1^t) / ( sqrt(v / (1 - b2^t)) + eps );
 * Adam adds weight_decay p to g first, AdamW multiplies p by 1 - lr weight_decay first. As torch.optim. */
class Adam : public Optimizer
{
public:
  struct Settings
  {
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double weight_decay = 0.0;
    bool   decoupled = false;           ///< AdamW
    bool   decay_matrices_only = false; ///< no decay of parameters with fewer than two dimensions
  };

  /** Parameters are float32 or float64 and dense; they get requires_grad. Its memory are the moments
   * "<parameter>.exp_avg" and "<parameter>.exp_avg_sq". */
  Adam(std::vector<NamedTensor> parameters, Settings settings);

private:
  void
  Apply(const Move & move) const override;

  Settings m_Settings;
};
} // namespace pheno

#endif
