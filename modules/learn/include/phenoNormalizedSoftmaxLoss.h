#ifndef phenoNormalizedSoftmaxLoss_h
#define phenoNormalizedSoftmaxLoss_h

#include "phenoClassVectorLoss.h"

namespace pheno
{
/** Normalised softmax over proxies (Zhai and Wu 2019; methods 1.4).
 *
 * L = mean_i [ - log ( exp(x_i.p_c(i) / t) / SUM_{k = 1..K} exp(x_i.p_k / t) ) ]
 *
 * x and p are normalised inside (norms below 1e-12 count as 1e-12): a zero row has logits 0. It is ClassVectorLoss
 * without image negatives and with all classes. Trained against a TrainableClassVectors table. */
class NormalizedSoftmaxLoss
{
public:
  /** \param temperature 0.05 in the paper \throws LearnError unless temperature > 0 */
  explicit NormalizedSoftmaxLoss(double temperature);

  /** \param x B x D  \param proxies K x D  \param classes of each row, 0 ... K - 1
   * \return the scalar L  \throws LearnError for anything else */
  torch::Tensor
  Compute(const torch::Tensor & x, const torch::Tensor & proxies, const std::vector<std::int64_t> & classes) const;

private:
  ClassVectorLoss m_Loss;
};
} // namespace pheno

#endif
