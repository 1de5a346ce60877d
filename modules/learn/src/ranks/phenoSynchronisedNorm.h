#ifndef phenoSynchronisedNorm_h
#define phenoSynchronisedNorm_h

#include "phenoEncoder.h"

#include <memory>

namespace pheno::learn
{
/** Training's batch normalisation with the statistics of all ranks' batches together; a collective forward and
 * backward.
 *
 * With R ranks of n values a channel each, mean m_r and sum of squared deviations q_r of rank r, all over one channel:
 * m = mean_r m_r,  q = SUM_r q_r + n (m_r - m)^2 (Chan 1983),  s = sqrt(q / (R n) + eps),  h = (x - m) / s,
 * y = weight h + bias
 * and of the gradient g of h, with sums over the values of all ranks:
 * dx = (g - SUM g / (R n) - h SUM(g h) / (R n)) / s
 * Weight and bias get the gradient of this rank alone, as all parameters do before AverageGradients.
 * The running statistics move as in BatchNorm, by the same bits on every rank.
 * \param x n x C x H x W, as large on every rank */
torch::Tensor
SynchronisedNorm(const BatchNorm &                     norm,
                 const torch::Tensor &                 x,
                 double                                eps,
                 const std::shared_ptr<Communicator> & ranks);
} // namespace pheno::learn

#endif
