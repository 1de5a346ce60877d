#ifndef phenoGoldenTensor_h
#define phenoGoldenTensor_h

#include "phenoGoldenTopics.h"

#include "phenoEncoder.h"

#include <torch/types.h>

#include <string>
#include <vector>

namespace pheno::golden
{
/** A nested list of numbers as a float64 tensor. \throws std::runtime_error for ragged lists */
torch::Tensor
ToTensor(const Json & json);

/** A tensor as nested lists of float64. */
Json
FromTensor(const torch::Tensor & tensor);

/** off + a sin(b (j + 1) + c) over the flat index i, j = (i^2 + 7 i) mod 10007 (the golden files' formula). */
torch::Tensor
FormulaTensor(const std::vector<std::int64_t> & shape, double a, double b, double c, double off);

/** The gradient of `scalar` with respect to a leaf. */
Json
GradientOf(const torch::Tensor & scalar, const torch::Tensor & leaf);

/** Per plate, in order of first appearance: recalibrates to the plate's "DMSO" images, then embeds all of its images.
 * \param images N x C x H x W
 * \param stats receives the norms' statistics per plate, unless nullptr
 * \return N x D in the order of the images */
torch::Tensor
EmbedByPlate(Encoder & encoder, const torch::Tensor & images, const Json & plate, const Json & moa, Json * stats);
} // namespace pheno::golden

#endif
