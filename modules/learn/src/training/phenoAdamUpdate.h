#ifndef phenoAdamUpdate_h
#define phenoAdamUpdate_h

#include <torch/types.h>

namespace pheno::learn
{
/** The tensors of one parameter's update, of one shape, type and memory layout. */
struct AdamTensors
{
  const torch::Tensor & parameter;
  const torch::Tensor & first;  ///< moment
  const torch::Tensor & second; ///< moment
  const torch::Tensor & gradient;
};

/** g <- gradient + decay_gradient p,  q <- decay_parameter p,  m <- beta1 m + (1 - beta1) g,
 * v <- beta2 v + (1 - beta2) g^2,  p <- q - step m / (sqrt(v) / root_correction + epsilon). */
struct AdamNumbers
{
  double beta1, beta2, epsilon, decay_gradient, decay_parameter, step, root_correction;
};

/** The update in one pass over memory, on the processor; parameters are dense. */
void
AdamInOnePass(const AdamTensors & of, const AdamNumbers & numbers);

/** The same up to last bits, on any device. */
void
AdamByTensors(const AdamTensors & of, const AdamNumbers & numbers);
} // namespace pheno::learn

#endif
