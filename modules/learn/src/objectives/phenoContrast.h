#ifndef phenoContrast_h
#define phenoContrast_h

#include <torch/types.h>

namespace pheno::learn
{
/** What the contrastive objectives share. A logit k_ij belongs to anchor i (row) and candidate j (column); the positive
 * of row i is column i. Every exponential is taken inside a log-sum-exp or a log-sigmoid. */

/** \throws LearnError "<what>: ..." unless temperature > 0 */
void
CheckTemperature(const char * what, double temperature);

/** x as a scalar. \throws LearnError "<what>: expected one number as <name>, ..." unless it is one number */
torch::Tensor
Number(const char * what, const char * name, const torch::Tensor & x);

/** \throws LearnError "<what>: ..." unless x is a floating N x D matrix with N >= rows */
void
CheckMatrix(const char * what, const torch::Tensor & x, std::int64_t rows = 1);

/** \throws LearnError "<what>: ..." unless a and b are floating N x D matrices of one shape with N >= rows */
void
CheckPair(const char * what, const torch::Tensor & a, const torch::Tensor & b, std::int64_t rows = 1);

/** \throws LearnError "<what>: ..." unless z is a floating B x D and table a K x D matrix with B and K above 0 */
void
CheckTable(const char * what, const torch::Tensor & z, const torch::Tensor & table);

/** exp(log_scale). \throws LearnError "<what>: ..." unless log_scale is one number */
torch::Tensor
ScaleOf(const char * what, const torch::Tensor & log_scale);

/** exp(log_scale) a b^T, N x N. \throws LearnError as CheckPair and ScaleOf */
torch::Tensor
PairLogits(const char * what, const torch::Tensor & a, const torch::Tensor & b, const torch::Tensor & log_scale);

/** PairLogits + bias. \throws LearnError as PairLogits, and unless bias is one number */
torch::Tensor
BiasedPairLogits(const char *          what,
                 const torch::Tensor & a,
                 const torch::Tensor & b,
                 const torch::Tensor & log_scale,
                 const torch::Tensor & bias);

/** |a_i - b_j|^2 as |a_i|^2 + |b_j|^2 - 2 a_i.b_j, N x M. */
torch::Tensor
SquaredDistances(const torch::Tensor & a, const torch::Tensor & b);

/** True on the diagonal, N x N. */
torch::Tensor
SelfMask(const torch::Tensor & rows);

/** ... x N x N with the diagonal set to minus infinity. */
torch::Tensor
WithoutSelf(const torch::Tensor & logits);

/** mean_i [ - log softmax_i(k_i.) ] */
torch::Tensor
CrossEntropy(const torch::Tensor & logits);

/** mean_i [ - SUM_j w_ij log softmax_j(k_i.) ]. \throws LearnError unless there is one weight a logit */
torch::Tensor
CrossEntropy(const torch::Tensor & logits, const torch::Tensor & weights);

/** The mean of the cross entropies of the rows and of the columns. */
torch::Tensor
SymmetricCrossEntropy(const torch::Tensor & logits);

/** mean_i [ log SUM_{j != i} exp(k_ij) - k_ii ], over all leading dimensions too: the positive is left out of the
 * denominator. Needs N > 1. */
torch::Tensor
LeaveOneOutCrossEntropy(const torch::Tensor & logits);
} // namespace pheno::learn

#endif
