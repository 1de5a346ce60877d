#ifndef phenoGradientCheck_h
#define phenoGradientCheck_h

#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace pheno::test
{
inline double
Dot(const torch::Tensor & a, const torch::Tensor & b)
{
  return (a * b).sum().item<double>();
}

inline double
Cosine(const torch::Tensor & a, const torch::Tensor & b)
{
  return Dot(a, b) / std::sqrt(Dot(a, a) * Dot(b, b));
}

/** The gradient of a scalar function. */
inline torch::Tensor
Gradient(const std::function<torch::Tensor(const torch::Tensor &)> & loss, const torch::Tensor & at)
{
  const torch::Tensor leaf = at.detach().clone().requires_grad_(true);
  loss(leaf).backward();
  return leaf.grad();
}

/** Largest difference between the gradient and central differences, float64. */
inline double
GradientError(const std::function<torch::Tensor(const torch::Tensor &)> & loss, const torch::Tensor & at)
{
  const torch::Tensor gradient = Gradient(loss, at).contiguous();
  double              largest = 0;
  const double        h = 1e-5;
  for (std::int64_t i = 0; i < at.numel(); ++i)
  {
    torch::Tensor up = at.clone(), down = at.clone();
    up.data_ptr<double>()[i] += h;
    down.data_ptr<double>()[i] -= h;
    const double slope = (loss(up) - loss(down)).item<double>() / (2 * h);
    largest = std::max(largest, std::abs(slope - gradient.data_ptr<double>()[i]));
  }
  return largest;
}
} // namespace pheno::test

#endif
