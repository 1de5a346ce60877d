#ifndef phenoInfoNceLoss_h
#define phenoInfoNceLoss_h

#include <torch/types.h>

namespace pheno
{
/** One-directional InfoNCE (van den Oord 2018; methods 4.1, baselines).
 *
 * k_ij = exp(log_scale) a_i.b_j,  L = mean_i [ - log ( exp(k_ii) / SUM_j exp(k_ij) ) ]
 *
 * Anchors are the rows of a only; the positive is in the denominator. A zero row has logits 0. One pair gives 0. */
class InfoNceLoss
{
public:
  /** \param anchor, other N x D, unit rows  \param log_scale one number (LogitScale)
   * \return the scalar L  \throws LearnError for other shapes */
  torch::Tensor
  Compute(const torch::Tensor & anchor, const torch::Tensor & other, const torch::Tensor & log_scale) const;
};
} // namespace pheno

#endif
