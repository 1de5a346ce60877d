#ifndef phenoTransformerBlock_h
#define phenoTransformerBlock_h

#include "phenoParameterList.h"

#include <torch/types.h>

#include <string>

namespace pheno::learn
{
/** A weight and its bias, both shared with the network that trains them. */
struct WeightAndBias
{
  torch::Tensor weight, bias;
};

/** Adds <name>.weight of a shape, which `start` fills, and <name>.bias of shape[0] zeros. */
WeightAndBias
AddLayer(ParameterList & list, const std::string & name, at::IntArrayRef shape, const StartValues & start);

/** x W^T + b in the type of x. */
torch::Tensor
Linear(const torch::Tensor & x, const WeightAndBias & layer);

/** Layer normalisation of the last dimension (Ba 2016), in the type of x. */
torch::Tensor
LayerNorm(const torch::Tensor & x, const WeightAndBias & norm, double epsilon);

/** x sigmoid(1.702 x), CLIP's approximation of GELU (Hendrycks and Gimpel 2016). */
torch::Tensor
QuickGelu(const torch::Tensor & x);

/** What an attention leaves out: keys behind a text's end, and, in training, some weights. */
struct AttentionLimits
{
  torch::Tensor   mask = {}; ///< N x T, bool, true for the keys to use; undefined: all
  double          dropout_rate = 0;
  at::Generator * dropout = nullptr; ///< nullptr: no weight is dropped
};

/** softmax(q k^T / sqrt(W / heads)) v, each head with its own part of W (Vaswani 2017).
 * \param q, k, v N x T x W \return N x T x W, head after head */
torch::Tensor
Attend(const torch::Tensor &   q,
       const torch::Tensor &   k,
       const torch::Tensor &   v,
       int                     heads,
       const AttentionLimits & limits = {});

/** One pre-norm transformer block (Vaswani 2017; Dosovitskiy 2021):
 * x <- x + s1 * O(attention(LN1 x));  x <- x + s2 * F2(activation(F1(LN2 x)));
 * attention = Attend, the rows of `qkv` being q, k, v, each head after head. */
struct TransformerBlock
{
  WeightAndBias norm1, qkv, out, norm2, fc1, fc2;
  torch::Tensor scale1, scale2; ///< layer scale, W, or undefined: 1
  int           heads = 1;
  double        epsilon = 1e-5;
  torch::Tensor (*activation)(const torch::Tensor &) = nullptr;

  /** x: N x T x W. */
  torch::Tensor
  Apply(const torch::Tensor & x) const;
};
} // namespace pheno::learn

#endif
