#ifndef phenoSupConLoss_h
#define phenoSupConLoss_h

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace pheno
{
/** Supervised contrast, the form with the sum outside the logarithm (Khosla 2020, eq. 2; methods 1.4).
 *
 * l_i = -1/|P(i)| SUM_{p in P(i)} log [ exp(z_i.z_p / t) / SUM_{a != i} exp(z_i.z_a / t) ],
 * P(i) the other rows of class c(i),  L = the mean of l_i over the rows with P(i) not empty
 *
 * A batch in which no two rows share a class gives 0 with a gradient of 0. Rows are normalised inside (norms below
 * 1e-12 count as 1e-12): a zero row has logits 0. */
class SupConLoss
{
public:
  /** \param temperature 0.1 in the paper \throws LearnError unless temperature > 0 */
  explicit SupConLoss(double temperature);

  /** \param z B x D  \param classes of each row, any numbers  \return the scalar L  \throws LearnError for other shapes
   */
  torch::Tensor
  Compute(const torch::Tensor & z, const std::vector<std::int64_t> & classes) const;

private:
  double m_Temperature;
};
} // namespace pheno

#endif
