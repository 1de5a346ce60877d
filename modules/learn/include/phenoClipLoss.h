#ifndef phenoClipLoss_h
#define phenoClipLoss_h

#include <torch/types.h>

namespace pheno
{
/** The symmetric InfoNCE of CLIP (Radford 2021; CLOOME and CellCLIP's baseline, methods 3.3).
 *
 * k_ij = exp(log_scale) p_i.q_j,
 * L = 1/2 mean_i [ - log ( exp(k_ii) / SUM_j exp(k_ij) ) ] + 1/2 mean_j [ - log ( exp(k_jj) / SUM_i exp(k_ij) ) ]
 *
 * With a fixed scale this is MOCOP's loss (Nguyen 2023; methods 4.1). A zero row has logits 0. One pair gives 0. */
class ClipLoss
{
public:
  /** \param image, text p and q, N x D, unit rows  \param log_scale one number (LogitScale)
   * \return the scalar L  \throws LearnError for other shapes */
  torch::Tensor
  Compute(const torch::Tensor & image, const torch::Tensor & text, const torch::Tensor & log_scale) const;
};
} // namespace pheno

#endif
