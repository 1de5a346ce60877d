#ifndef phenoImmLoss_h
#define phenoImmLoss_h

#include <torch/types.h>

namespace pheno
{
/** IMM: every pair among a compound and its image views (Watkinson 2023; methods 4.1).
 *
 * Z_0 = c, Z_v = x_v, for all 0 <= a < b <= V:
 * l_ab = mean_i [ log SUM_{j != i} exp(s cos(Z_ia, Z_jb)) - s cos(Z_ia, Z_ib) ],  s = exp(log_scale),
 * L = SUM_{a < b} m_ab l_ab,  m_ab = 1 for a = 0, else lambda_image
 *
 * A sum, so its scale grows with V. Anchors have the lower index; the positive is not in the denominator. Rows are
 * normalised inside (norms below 1e-12 count as 1e-12), so a zero row has cosine 0 with every row. */
class ImmLoss
{
public:
  /** \param lambda_image weight of two image views; 0.5 in the paper's runs \throws LearnError for one below 0 */
  explicit ImmLoss(double lambda_image);

  /** m_ab l_ab, in the order (0,1), (0,2), ..., (0,V), (1,2), ...
   * \param compound c, B x D, B > 1  \param images x, B x V x D, V > 0  \param log_scale one number (LogitScale)
   * \return length V (V + 1) / 2  \throws LearnError for other shapes */
  torch::Tensor
  PairLosses(const torch::Tensor & compound, const torch::Tensor & images, const torch::Tensor & log_scale) const;

  /** \return the scalar L */
  torch::Tensor
  Compute(const torch::Tensor & compound, const torch::Tensor & images, const torch::Tensor & log_scale) const
  {
    return this->PairLosses(compound, images, log_scale).sum();
  }

private:
  double m_LambdaImage;
};
} // namespace pheno

#endif
