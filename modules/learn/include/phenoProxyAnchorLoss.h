#ifndef phenoProxyAnchorLoss_h
#define phenoProxyAnchorLoss_h

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace pheno
{
/** Proxy anchor (Kim 2020; methods 1.4), with s the cosine, P the K proxies and P+ those with an image in the batch:
 *
 * L = 1/|P+| SUM_{p in P+} log( 1 + SUM_{x of p's class} exp(-alpha (s(x, p) - delta)) )
 *   + 1/|P|  SUM_{p in P}  log( 1 + SUM_{x of other classes} exp(alpha (s(x, p) + delta)) )
 *
 * Norms below 1e-12 count as 1e-12: a zero row has cosine 0 with every row. Trained against a TrainableClassVectors
 * table. */
class ProxyAnchorLoss
{
public:
  /** The paper's are alpha 32 and delta 0.1. \throws LearnError unless alpha > 0 and delta >= 0 */
  ProxyAnchorLoss(double alpha, double delta);

  /** \param x B x D  \param proxies K x D  \param classes of each row, 0 ... K - 1
   * \return the scalar L  \throws LearnError for anything else */
  torch::Tensor
  Compute(const torch::Tensor & x, const torch::Tensor & proxies, const std::vector<std::int64_t> & classes) const;

private:
  double m_Alpha;
  double m_Delta;
};
} // namespace pheno

#endif
