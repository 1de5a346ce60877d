#ifndef phenoSupervisedPairs_h
#define phenoSupervisedPairs_h

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace pheno::learn
{
/** All pairs of a labelled batch. */
struct SupervisedPairs
{
  torch::Tensor logits;   ///< cos(z_i, z_j) / t, B x B
  torch::Tensor same;     ///< i and j share a class, i = j too
  torch::Tensor positive; ///< i and j share a class, i != j
};

/** \throws LearnError "<what>: ..." unless z is a floating B x D matrix with a class for each row */
SupervisedPairs
MakeSupervisedPairs(const char *                      what,
                    const torch::Tensor &             z,
                    const std::vector<std::int64_t> & classes,
                    double                            temperature);

/** The mean over a row's positives, then over the rows that have any; 0 without any.
 * \param values B x B, those that are no positives may be infinite */
torch::Tensor
MeanOverPositives(const torch::Tensor & values, const torch::Tensor & positive);
} // namespace pheno::learn

#endif
