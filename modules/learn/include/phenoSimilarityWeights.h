#ifndef phenoSimilarityWeights_h
#define phenoSimilarityWeights_h

#include <torch/types.h>

namespace pheno
{
/** Whether a loss that weights its pairs by similarities sends gradient into what these were computed from. */
enum class WeightGradient
{
  Kept,    ///< CellCLIP's code
  Detached ///< the weights are constants
};

/** The continuous weights of CWCL (Srinivasa 2023; CellCLIP, methods 3.3): the mean cosine over channels, mapped to
 * [0, 1]:
 *
 * w_ij = 1/2 + 1/(2C) SUM_c m_ic.m_jc / ( (|m_ic| + 1e-8) (|m_jc| + 1e-8) )
 *
 * A zero row is as far from every row as orthogonal ones (1/2).
 * \param pooled m, N x C x W, floating
 * \return N x N  \throws LearnError for another shape or a tensor without rows or channels */
torch::Tensor
SimilarityWeights(const torch::Tensor & pooled, WeightGradient gradient);

/** Rows divided by their sum + 1e-8. */
torch::Tensor
NormaliseWeights(const torch::Tensor & weights);
} // namespace pheno

#endif
