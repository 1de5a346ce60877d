#ifndef phenoStarLoss_h
#define phenoStarLoss_h

#include "phenoStarNetwork.h"
#include "phenoStarPatch.h"

#include <vector>

namespace pheno
{
/** Patches and what a network should say of them. */
struct StarBatch
{
  torch::Tensor images;      ///< N x 1 x H x W
  torch::Tensor probability; ///< N x 1 x H/2 x W/2
  torch::Tensor distances;   ///< N x rays x H/2 x W/2
  torch::Tensor is_known;    ///< N x 1 x H x W, 1 where the image reaches, otherwise 0
  torch::Tensor foreground;  ///< N x 1 x H x W, 1 in objects
};

/** Patches of one side, a multiple of the network's step. */
StarBatch
MakeStarBatch(const std::vector<StarPatch> & patches, std::size_t side, int rays);

/** What a network is trained by, means over what is known:
 *
 * H(p, p') + sum p D / sum p + 1e-4 sum_{p = 0} R / sum_{p = 0} 1 + H(f, f'),
 * D = sum_k |d_k - d'_k| / sum_k d_k, R = mean_k d'_k
 *
 * with p the probability's target, d the distances', f that of the foreground, ' what the network says, H binary cross
 * entropy (Schmidt et al. 2018, section 2, with distances relative to the object's size, so that objects of all sizes
 * count alike, the background's distances drawn to 0, and the foreground's term). */
torch::Tensor
StarLoss(const StarNetwork::Output & output, const StarBatch & batch);
} // namespace pheno

#endif
