#ifndef phenoChannelStatistics_h
#define phenoChannelStatistics_h

#include <torch/types.h>

#include <vector>

namespace pheno::learn
{
/** Mean and variance of each channel over several chunks, in float64; the same bits for any number of threads.
 *
 * Blocks of rows are summed as deviations from their first row and merged in order (Chan, Golub, LeVeque 1983). */
class ChannelStatistics
{
public:
  /** \param x N x C, or N x C x H x W, channels last in memory for speed, on any device; the same C every
   * time */
  void
  Add(const torch::Tensor & x);

  /** Values a channel. */
  double
  Count() const
  {
    return m_Count;
  }
  /** C, float64. */
  torch::Tensor
  Mean() const;
  torch::Tensor
  BiasedVariance() const;
  torch::Tensor
  UnbiasedVariance() const;

private:
  void
  Merge(double count, const double * mean, const double * squares);
  torch::Tensor
  SquaresOver(double count) const;

  double              m_Count = 0;
  std::vector<double> m_Mean;
  std::vector<double> m_Squares; ///< of deviations from the mean
};
} // namespace pheno::learn

#endif
