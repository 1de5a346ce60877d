#ifndef phenoCloobLoss_h
#define phenoCloobLoss_h

#include <torch/types.h>

namespace pheno
{
/** CLOOB: leave-one-out InfoNCE of Hopfield-retrieved embeddings (Fuerst 2022; CLOOME, methods 3.3 and 5).
 *
 * ret(S | M) = unit rows of softmax(beta S M^T) M,
 * LOOB(x, y) = t ( - mean_i k_ii + mean_i log SUM_{j != i} exp(k_ij) ),  k = x y^T / t,  t = 1 / inv_tau,
 * L = LOOB( ret(p | p), ret(q | p) ) + LOOB( ret(q | q), ret(p | q) )
 *
 * The diagonal is left out as minus infinity; published code adds -1000 instead, which is not the equation once the
 * other logits come near -1000. A zero row retrieves the mean of M; a retrieved row that is zero stays zero. */
class CloobLoss
{
public:
  /** \param hopfield_scale beta; published runs use 8 to 30 \throws LearnError unless it is above 0 */
  explicit CloobLoss(double hopfield_scale);

  /** \param image, text p and q, N x D, unit rows, N > 1  \param inv_tau one number: the scale itself, no logarithm;
   * published runs start at 14.3  \return the scalar L  \throws LearnError for other shapes */
  torch::Tensor
  Compute(const torch::Tensor & image, const torch::Tensor & text, const torch::Tensor & inv_tau) const;

private:
  torch::Tensor
  Retrieve(const torch::Tensor & state, const torch::Tensor & stored) const;

  double m_HopfieldScale;
};
} // namespace pheno

#endif
