#ifndef phenoCwclLoss_h
#define phenoCwclLoss_h

#include "phenoSimilarityWeights.h"

namespace pheno
{
/** Continuously weighted contrastive loss (Srinivasa 2023) as CellCLIP uses it (methods 3.3).
 *
 * w = NormaliseWeights(SimilarityWeights(pooled)),  k_ij = exp(log_scale) p_i.q_j,
 * L = - 1/N SUM_ij w_ij log softmax_j(k_ij) + mean_j [ - log softmax_i(k_ij) at i = j ]
 *
 * The sum of both directions, without 1/2. With w = I it is twice ClipLoss. The weights come from the pooled channel
 * embeddings as they are given: hand them over before anything is added to them. Zero rows: logits 0, weights 1/2. */
class CwclLoss
{
public:
  explicit CwclLoss(WeightGradient gradient)
    : m_Gradient(gradient)
  {}

  /** w, N x N, rows sum to 1. \param pooled N x C x W */
  torch::Tensor
  Weights(const torch::Tensor & pooled) const
  {
    return NormaliseWeights(SimilarityWeights(pooled, m_Gradient));
  }

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
