#ifndef phenoPooling_h
#define phenoPooling_h

#include <torch/types.h>

#include <cstdint>

namespace pheno
{
// Bags of instances are B x M x C x D, filled up with zeros: an instance of a channel whose D features are all zero is
// padding. They are pooled channel by channel to B x C x D. All functions throw LearnError for another number of
// dimensions or no instance.

/** What padding is to a mean or median. */
enum class Padding
{
  LeftOut, ///< only instances that are there count; a channel with none gives zeros
  Counted  ///< padding counts as an instance of zeros, as CellCLIP's mean and median have it
};

/** B x M x C, true where an instance is there: some feature is not zero. */
torch::Tensor
InstanceMask(const torch::Tensor & bags);

torch::Tensor
MeanPool(const torch::Tensor & bags, Padding padding);

/** Feature by feature; of an even number of instances the LOWER middle value. */
torch::Tensor
MedianPool(const torch::Tensor & bags, Padding padding);

/** The mean of the centroids of k clusters of the bag's instances (padding left out), so that a cluster counts once
 * whatever its size. With no more instances than clusters it is their mean; a channel with none gives zeros.
 *
 * Lloyd's k-means on Euclidean distances from a deterministic start: the instance nearest to the mean, then always the
 * one farthest from those taken (Gonzalez 1985); ties go to the lowest instance; at most `rounds` rounds. Gradients
 * flow through the centroids, the assignment is fixed. (CellCLIP's table S.2 names k-means without saying how its
 * centroids are joined.) \throws LearnError for k < 1 */
torch::Tensor
KMeansPool(const torch::Tensor & bags, int k, int rounds = 100);
} // namespace pheno

#endif
