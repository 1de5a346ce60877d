#ifndef phenoPositionEmbedding_h
#define phenoPositionEmbedding_h

#include <torch/types.h>

#include <string>

namespace pheno
{
/** Position embeddings of a square grid, resampled to another grid by cubic convolution (Keys 1981). Three rules are in
 * use and give different numbers; a network needs the one its weights were made with:
 *
 * "timm": A = -0.5; when the grid shrinks by r the kernel is widened by r (antialias); weights that fall outside the
 * grid are left out and the others renormalised. "transformers": A = -0.75, no antialias, places outside the grid take
 * the border's value; output o reads (o + 0.5) g / h - 0.5. "dino" (DINO and DINOv2 as published): the same with (o +
 * 0.5) g / (h + 0.1) - 0.5. A grid that stays as it is is never resampled.
 *
 * \param positions 1 x (1 + g g) x W, the class token's first
 * \return 1 x (1 + rows columns) x W, differentiable
 * \throws LearnError for another rule, or positions that are not 1 + a square number */
torch::Tensor
ResamplePositions(const torch::Tensor & positions, std::int64_t rows, std::int64_t columns, const std::string & rule);
} // namespace pheno

#endif
