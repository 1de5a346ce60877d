#ifndef phenoBiCwclLoss_h
#define phenoBiCwclLoss_h

#include "phenoSimilarityWeights.h"

namespace pheno
{
/** Continuously weighted in both directions (CellCLIP's bi_cwcl, methods 3.3).
 *
 * w = NormaliseWeights(SimilarityWeights(pooled)),  v_ij = 1/2 + cos(q_i, q_j) / 2,  k_ij = exp(log_scale) p_i.q_j,
 * L = - 1/N SUM_ij w_ij log softmax_j(k_ij) - 1/N SUM_ji v_ji log softmax_i(k_ij)
 *
 * The text weights v are not normalised, as in the authors' code, so the second term grows with N. Zero rows: logits 0,
 * weights 1/2. */
class BiCwclLoss
{
public:
  /** \param gradient of both w and v */
  explicit BiCwclLoss(WeightGradient gradient)
    : m_Gradient(gradient)
  {}

  /** \param image, text p and q, N x D, unit rows  \param pooled N x C x W  \param log_scale one number (LogitScale)
   * \return the scalar L  \throws LearnError for other shapes */
  torch::Tensor
  Compute(const torch::Tensor & image,
          const torch::Tensor & text,
          const torch::Tensor & pooled,
          const torch::Tensor & log_scale) const;

private:
  WeightGradient m_Gradient;
};
} // namespace pheno

#endif
