#ifndef phenoSigLipLoss_h
#define phenoSigLipLoss_h

#include <torch/types.h>

namespace pheno
{
/** SigLIP, the sigmoid loss over all pairs (Zhai 2023; CellCLIP's sigclip, methods 3.3).
 *
 * L = - mean_ij log sigmoid( l_ij (exp(log_scale) p_i.q_j + bias) ),  l_ij = +1 for i = j, else -1
 *
 * The mean is over N^2 pairs as in CellCLIP; the paper divides by N. A zero row has logits `bias`. */
class SigLipLoss
{
public:
  /** \param image, text p and q, N x D, unit rows  \param log_scale one number (LogitScale)  \param bias one number,
   * learnt; the paper starts it at -10  \return the scalar L  \throws LearnError for other shapes */
  torch::Tensor
  Compute(const torch::Tensor & image,
          const torch::Tensor & text,
          const torch::Tensor & log_scale,
          const torch::Tensor & bias) const;
};
} // namespace pheno

#endif
