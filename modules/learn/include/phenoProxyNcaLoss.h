#ifndef phenoProxyNcaLoss_h
#define phenoProxyNcaLoss_h

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace pheno
{
/** Whether the proxy of an embedding's own class stands in the denominator of ProxyNCA. */
enum class ProxyDenominator
{
  OthersOnly, ///< the paper
  AllProxies  ///< a softmax, as common libraries have it
};

/** ProxyNCA (Movshovitz-Attias 2017; methods 1.4).
 *
 * L = mean_i [ - log ( exp(-s |x_i - p_c(i)|^2) / SUM_{k in P(i)} exp(-s |x_i - p_k|^2) ) ]
 *
 * P(i): the proxies of the other classes, or all. x and p are normalised inside (norms below 1e-12 count as 1e-12): a
 * zero row is at distance 1 from every unit row. Trained against a TrainableClassVectors table. */
class ProxyNcaLoss
{
public:
  /** \param scale s; 1 in the paper \throws LearnError unless it is above 0 */
  ProxyNcaLoss(double scale, ProxyDenominator denominator);

  /** \param x B x D  \param proxies K x D, K > 1 for OthersOnly  \param classes of each row, 0 ... K - 1
   * \return the scalar L  \throws LearnError for anything else */
  torch::Tensor
  Compute(const torch::Tensor & x, const torch::Tensor & proxies, const std::vector<std::int64_t> & classes) const;

private:
  double           m_Scale;
  ProxyDenominator m_Denominator;
};
} // namespace pheno

#endif
