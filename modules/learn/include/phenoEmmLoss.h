#ifndef phenoEmmLoss_h
#define phenoEmmLoss_h

#include <torch/types.h>

namespace pheno
{
/** EMM: a compound against each of its image views (Watkinson 2023; methods 4.1).
 *
 * S_ijv = exp(log_scale) cos(c_i, x_jv),
 * L = mean_{i,v} [ log SUM_{j != i} exp(S_ijv) - S_iiv ]
 *
 * Anchors are the compounds; the negatives of (i, v) are the other compounds' images of the same view. The positive is
 * not in the denominator (decoupled, the loss may be negative): per anchor, l_EMM = log(exp(l_InfoNCE) - 1). Rows are
 * normalised inside (norms below 1e-12 count as 1e-12), so a zero row has cosine 0 with every row. */
class EmmLoss
{
public:
  /** \param compound c, B x D, B > 1  \param images x, B x V x D, V > 0  \param log_scale one number (LogitScale)
   * \return the scalar L  \throws LearnError for other shapes */
  torch::Tensor
  Compute(const torch::Tensor & compound, const torch::Tensor & images, const torch::Tensor & log_scale) const;
};
} // namespace pheno

#endif
