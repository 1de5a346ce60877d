#ifndef phenoDropout_h
#define phenoDropout_h

#include <torch/types.h>

namespace pheno::learn
{
/** Each number zeroed with probability `rate`, the rest divided by 1 - rate (Srivastava 2014); x itself for rate 0.
 * \param rate in [0, 1) \param generator of the draws, on any device; nullptr: nothing is dropped */
inline torch::Tensor
Dropout(const torch::Tensor & x, double rate, at::Generator * generator)
{
  if (!generator || rate == 0)
  {
    return x;
  }
  const torch::Tensor kept = torch::empty(x.sizes(), x.options().device(generator->device()));
  return x * kept.bernoulli_(1 - rate, *generator).div_(1 - rate).to(x.device());
}
} // namespace pheno::learn

#endif
