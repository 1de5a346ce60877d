#ifndef phenoClassLabels_h
#define phenoClassLabels_h

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace pheno::learn
{
/** The classes as an index tensor of length B on the device of `rows`.
 * \throws LearnError "<what>: ..." unless there is one class of 0 ... count - 1 for each row */
torch::Tensor
ClassIndices(const char *                      what,
             const torch::Tensor &             rows,
             const std::vector<std::int64_t> & classes,
             std::int64_t                      count);

/** As above for labels that index nothing: any numbers. */
torch::Tensor
ClassLabels(const char * what, const torch::Tensor & rows, const std::vector<std::int64_t> & classes);

/** True where rows i and j share a class, B x B. */
torch::Tensor
SameClass(const torch::Tensor & labels);

/** True where column k is the class of row i, B x count. */
torch::Tensor
ClassColumns(const torch::Tensor & indices, std::int64_t count);
} // namespace pheno::learn

#endif
