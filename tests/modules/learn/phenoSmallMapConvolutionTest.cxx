#include "phenoSmallMapConvolution.h"
#include "phenoLearnTest.h"

#include "phenoTest.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/autograd.h>

// Weak: absent where LibTorch has another BLAS.
extern "C" int
openblas_get_num_threads() __attribute__((weak));

using namespace pheno;

namespace
{
struct Result
{
  torch::Tensor y;
  torch::Tensor of_x;
  torch::Tensor of_weight;
};

/** Maps of H x W of 5 images, 24 channels to 32 as oneDNN's units for bfloat16 take them, a kernel of K x K, and
 * gradients of a weighted sum of the result. */
template <typename TConvolve>
Result
Run(std::int64_t height, std::int64_t width, std::int64_t kernel, torch::ScalarType type, const TConvolve & convolve)
{
  const torch::Tensor x = test::Normal({ 5, 24, height, width }, 1).to(type).contiguous(at::MemoryFormat::ChannelsLast);
  const torch::Tensor weight =
    test::Normal({ 32, 24, kernel, kernel }, 2).to(type == torch::kFloat64 ? torch::kFloat64 : torch::kFloat32);
  const torch::Tensor share = test::Normal({ 5, 32, height, width }, 3).to(type);
  x.requires_grad_(true);
  weight.requires_grad_(true);
  const torch::Tensor y = convolve(x, weight);
  const auto          gradients = torch::autograd::grad({ (y * share).sum() }, { x, weight });
  return { y.detach(), gradients[0], gradients[1] };
}

Result
AsProduct(std::int64_t height, std::int64_t width, std::int64_t kernel, torch::ScalarType type)
{
  return Run(height, width, kernel, type, [](const torch::Tensor & x, const torch::Tensor & weight) {
    REQUIRE(learn::IsSmallMap(x, weight, 1, static_cast<int>(weight.size(2) / 2)));
    return learn::ConvolveSmallMap(x, weight);
  });
}

Result
AsConvolution(std::int64_t height, std::int64_t width, std::int64_t kernel, torch::ScalarType type)
{
  return Run(height, width, kernel, type, [kernel](const torch::Tensor & x, const torch::Tensor & weight) {
    return at::conv2d(x, weight.to(x.scalar_type()), {}, 1, kernel / 2);
  });
}

double
LargestDifference(const Result & a, const Result & b)
{
  return std::max({ test::LargestDifference(a.y, b.y),
                    test::LargestDifference(a.of_x, b.of_x),
                    test::LargestDifference(a.of_weight, b.of_weight) });
}
} // namespace

TEST_CASE("A convolution of small maps is conv2d, values and both gradients")
{
  for (const auto & [height, width, kernel] :
       { std::array{ 1, 1, 3 }, { 2, 2, 3 }, { 1, 2, 3 }, { 2, 1, 3 }, { 3, 3, 5 } })
  {
    CAPTURE(height);
    CAPTURE(width);
    CAPTURE(kernel);
    const Result product = AsProduct(height, width, kernel, torch::kFloat64);
    CHECK(LargestDifference(product, AsConvolution(height, width, kernel, torch::kFloat64)) < 1e-12);
    CHECK(product.y.is_contiguous(at::MemoryFormat::ChannelsLast));
    CHECK((product.of_weight.scalar_type() == torch::kFloat64));
  }
}

TEST_CASE("In float32 and bfloat16 it is as near to float64 as conv2d, and the weights' gradient is float32")
{
  const Result exact = AsConvolution(2, 2, 3, torch::kFloat64);
  for (const auto type : { torch::kFloat32, torch::kBFloat16 })
  {
    const Result product = AsProduct(2, 2, 3, type);
    const double error = LargestDifference(AsConvolution(2, 2, 3, type), exact);
    CHECK(LargestDifference(product, exact) < 2 * error);
    CHECK((product.y.scalar_type() == type));
    CHECK((product.of_weight.scalar_type() == torch::kFloat32));
  }
}

TEST_CASE("Larger maps and strides are left to conv2d")
{
  const torch::Tensor weight = torch::zeros({ 4, 3, 3, 3 });
  const auto          isSmall = [&](std::int64_t height, std::int64_t width, int stride, int padding) {
    return learn::IsSmallMap(torch::zeros({ 1, 3, height, width }), weight, stride, padding);
  };
  CHECK(isSmall(2, 2, 1, 1));
  CHECK_FALSE(isSmall(2, 3, 1, 1)); // 6 pixels of 9 taps
  CHECK_FALSE(isSmall(1, 3, 1, 1)); // no tap between the outer pixels
  CHECK_FALSE(isSmall(2, 2, 2, 1));
  CHECK_FALSE(isSmall(2, 2, 1, 0));
}

TEST_CASE("With OpenBLAS the same bits for any number of threads")
{
  if (openblas_get_num_threads == nullptr)
  {
    MESSAGE("[skipped] LibTorch multiplies with another BLAS");
    return;
  }
  const auto run = [](int threads) {
    at::set_num_threads(threads);
    const torch::Tensor x = test::Normal({ 9, 200, 2, 2 }, 1).to(torch::kFloat32).requires_grad_(true);
    const torch::Tensor weight = test::Normal({ 150, 200, 3, 3 }, 2).to(torch::kFloat32).requires_grad_(true);
    const torch::Tensor y = learn::ConvolveSmallMap(x, weight);
    const auto          gradients = torch::autograd::grad({ y.square().sum() }, { x, weight });
    return Result{ y.detach(), gradients[0], gradients[1] };
  };
  const int    before = at::get_num_threads();
  const Result one = run(1), two = run(2);
  at::set_num_threads(before);
  CHECK(torch::equal(one.y, two.y));
  CHECK(torch::equal(one.of_x, two.of_x));
  CHECK(torch::equal(one.of_weight, two.of_weight));
}
