#ifndef phenoSpcLoss_h
#define phenoSpcLoss_h

#include "phenoClassVectorLoss.h"

#include <torch/types.h>

namespace pheno
{
/** The image-anchored SPC loss (Nightingale et al. 2024/2026; methods 1.2).
 *
 * l_i = - log [ exp(z_i.y_i / t) / ( SUM_{j != i} exp(z_i.z_j / t) + SUM_{j = 1..B} exp(z_i.y_j / t) ) ],  L = mean_i
 * l_i
 *
 * The positive is in the denominator, which has 2B - 1 terms; nothing of the same class is masked. y (the class vectors
 * of the batch) carries no gradient: a ClassVectorLoss in which each image has a class vector of its own. */
class SpcLoss
{
public:
  /** \throws LearnError unless temperature > 0 */
  explicit SpcLoss(double temperature);

  /** z, y: B x D, unit rows. \return l, length B */
  torch::Tensor
  PerImage(const torch::Tensor & z, const torch::Tensor & y) const;

  /** \return the scalar L */
  torch::Tensor
  Compute(const torch::Tensor & z, const torch::Tensor & y) const
  {
    return this->PerImage(z, y).mean();
  }

private:
  ClassVectorLoss m_Loss;
};
} // namespace pheno

#endif
