#ifndef phenoSmallMapConvolution_h
#define phenoSmallMapConvolution_h

#include <torch/types.h>

namespace pheno::learn
{
/** Whether maps are so small that most of the kernel's taps fall outside of them: at most half as many pixels as taps.
 * That holds for the last maps of ResNets on crops of 64 px and below.
 * \param x N x C x H x W
 * \param weight O x C x K x K */
bool
IsSmallMap(const torch::Tensor & x, const torch::Tensor & weight, int stride, int padding);

/** Convolution of small maps on the processor, stride 1, as one product of matrices that leaves out the taps outside:
 *   y[n, q, o] = sum over p, c of x[n, p, c] w[o, c, tap(p, q)],   p, q: pixels of x and of y.
 * conv2d's values and gradients but for rounding, at two to four times the speed of oneDNN's, above all in the gradient
 * of the weights. With OpenBLAS the same bits for any number of threads.
 * \param x N x C x H x W, channels last in memory for speed
 * \param weight O x C x K x K, K odd, in the type of the parameters; its gradient has that type
 * \returns N x O x H x W, channels last */
torch::Tensor
ConvolveSmallMap(const torch::Tensor & x, const torch::Tensor & weight);

/** The second factor of that product for maps of height x width, so that it is made once.
 * \returns (H W O) x (H W C), in the type of the weights */
torch::Tensor
SmallMapMatrix(const torch::Tensor & weight, std::int64_t height, std::int64_t width);

/** The convolution with such a matrix, without gradients. */
torch::Tensor
ConvolveSmallMapBy(const torch::Tensor & matrix, const torch::Tensor & x);
} // namespace pheno::learn

#endif
