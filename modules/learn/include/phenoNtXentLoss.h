#ifndef phenoNtXentLoss_h
#define phenoNtXentLoss_h

#include <torch/types.h>

namespace pheno
{
/** The two-view NT-Xent loss of SimCLR (Chen 2020; Perakis 2021, methods 2.1).
 *
 * Over the 2N anchors a of both views, with s the cosine and a+ the other view of the same crop:
 * L = 1/(2N) SUM_a - log [ exp(s(a, a+) / t) / SUM_{b != a} exp(s(a, b) / t) ]
 *
 * The positive is in the denominator, self is not. Norms below 1e-8 count as 1e-8. Computed by log-sum-exp. */
class NtXentLoss
{
public:
  /** \throws LearnError unless temperature > 0 */
  explicit NtXentLoss(double temperature);

  /** zi, zj: N x D, the two views, not necessarily normalised. \return the scalar L */
  torch::Tensor
  Compute(const torch::Tensor & zi, const torch::Tensor & zj) const;

private:
  double m_Temperature;
};
} // namespace pheno

#endif
