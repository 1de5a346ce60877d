#ifndef phenoTextCwclLoss_h
#define phenoTextCwclLoss_h

#include "phenoSimilarityWeights.h"

namespace pheno
{
/** CWCL with the weights of the texts instead of the images (CellCLIP's cwcl_ma, methods 3.3; its name speaks of a
 * Mahalanobis distance that the authors' code does not compute).
 *
 * v_ij = 1/2 + cos(q_i, q_j) / 2 (norms below 1e-8 count as 1e-8),
 * w = NormaliseWeights(v),  k_ij = exp(log_scale) p_i.q_j,
 * L = - 1/N SUM_ij w_ij log softmax_j(k_ij) + mean_j [ - log softmax_i(k_ij) at i = j ]
 *
 * Zero rows: logits 0, weights 1/2. */
class TextCwclLoss
{
public:
  explicit TextCwclLoss(WeightGradient gradient)
    : m_Gradient(gradient)
  {}

  /** w, N x N, rows sum to 1. \param text N x D */
  torch::Tensor
  Weights(const torch::Tensor & text) const;

  /** \param image, text p and q, N x D, unit rows  \param log_scale one number (LogitScale)
   * \return the scalar L  \throws LearnError for other shapes */
  torch::Tensor
  Compute(const torch::Tensor & image, const torch::Tensor & text, const torch::Tensor & log_scale) const;

private:
  WeightGradient m_Gradient;
};
} // namespace pheno

#endif
