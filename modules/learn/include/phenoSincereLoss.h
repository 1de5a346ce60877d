#ifndef phenoSincereLoss_h
#define phenoSincereLoss_h

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace pheno
{
/** SINCERE, supervised InfoNCE without repulsion inside a class (Feeney and Hughes 2023; methods 1.4).
 *
 * l_i = -1/|P(i)| SUM_{p in P(i)} log [ exp(z_i.z_p / t) / ( exp(z_i.z_p / t) + SUM_{n in N(i)} exp(z_i.z_n / t) ) ],
 * P(i) the other rows of class c(i), N(i) the rows of other classes,
 * L = the mean of l_i over the rows with P(i) not empty
 *
 * A batch in which no two rows share a class gives 0 with a gradient of 0, and so does one of a single class. Rows are
 * normalised inside (norms below 1e-12 count as 1e-12): a zero row has logits 0. */
class SincereLoss
{
public:
  /** \param temperature 0.07 in the paper's code \throws LearnError unless temperature > 0 */
  explicit SincereLoss(double temperature);

  /** \param z B x D  \param classes of each row, any numbers  \return the scalar L  \throws LearnError for other shapes
   */
  torch::Tensor
  Compute(const torch::Tensor & z, const std::vector<std::int64_t> & classes) const;

private:
  double m_Temperature;
};
} // namespace pheno

#endif
