#ifndef phenoClassMeans_h
#define phenoClassMeans_h

#include "phenoBatchLoader.h"
#include "phenoEncoder.h"
#include "phenoTrainer.h"

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace pheno::learn
{
/** The class of each item of a batch (its first view); 0 where the data have no classes. */
std::vector<std::int64_t>
ClassesOfItems(const TrainingData & data, const Batch & batch, std::int64_t items);

/** The unit mean row of each class. \param z N x D \param classes of the rows
 * \return classes x D; zero for a class without rows */
torch::Tensor
MeanDirections(const torch::Tensor & z, const std::vector<std::int64_t> & classes, std::size_t number_of_classes);

/** The mean direction of up to 32 crops of each class, as the encoder embeds them in evaluation mode: class vectors
 * from a model (SPC as fine-tuning, methods 1.3). Memory: their embeddings.
 * \param images their type and device \return classes x D; zero for a class without crops */
torch::Tensor
ClassMeans(Encoder &                    encoder,
           const TrainingData &         data,
           std::int64_t                 batch_size,
           const torch::TensorOptions & images,
           int                          threads);
} // namespace pheno::learn

#endif
