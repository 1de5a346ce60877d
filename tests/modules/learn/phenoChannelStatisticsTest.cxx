#include "phenoChannelStatistics.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"

#include "phenoTest.h"

#include <ATen/Parallel.h>

using namespace pheno;

namespace
{
learn::ChannelStatistics
StatisticsOf(const std::vector<torch::Tensor> & chunks)
{
  learn::ChannelStatistics statistics;
  for (const torch::Tensor & chunk : chunks)
  {
    statistics.Add(chunk);
  }
  return statistics;
}

bool
SameBits(const learn::ChannelStatistics & a, const learn::ChannelStatistics & b)
{
  return a.Count() == b.Count() && torch::equal(a.Mean(), b.Mean()) &&
         torch::equal(a.BiasedVariance(), b.BiasedVariance());
}

/** More rows than a block of the sums has. */
torch::Tensor
Images()
{
  return test::Normal({ 5, 3, 40, 17 }, 1);
}
} // namespace

TEST_CASE("Mean and variance of all chunks together, whatever the chunks and the order in memory")
{
  const torch::Tensor images = Images(), rows = images.permute({ 0, 2, 3, 1 }).reshape({ -1, 3 });
  for (const auto & chunks : { std::vector<torch::Tensor>{ images },
                               std::vector<torch::Tensor>{ images.narrow(0, 0, 1), images.narrow(0, 1, 4) },
                               std::vector<torch::Tensor>{ images.contiguous(at::MemoryFormat::ChannelsLast) },
                               std::vector<torch::Tensor>{ rows.narrow(0, 0, 1), rows.narrow(0, 1, 3399) } })
  {
    const learn::ChannelStatistics statistics = StatisticsOf(chunks);
    CHECK(statistics.Count() == 3400);
    CHECK(test::LargestDifference(statistics.Mean(), rows.mean(0)) < 1e-14);
    CHECK(test::LargestDifference(statistics.BiasedVariance(), rows.var(0, false)) < 1e-13);
    CHECK(test::LargestDifference(statistics.UnbiasedVariance(), rows.var(0, true)) < 1e-13);
  }
}

TEST_CASE("A variance far from zero keeps its digits")
{
  const torch::Tensor far = Images() + 1e6, near = far - 1e6; // the same variance, without loss
  const double        expected = near.permute({ 1, 0, 2, 3 }).reshape({ 3, -1 }).var(1, false)[1].item<double>();
  CHECK(StatisticsOf({ far }).BiasedVariance()[1].item<double>() == doctest::Approx(expected).epsilon(1e-12));
}

TEST_CASE("bfloat16 counts as the float32 that it is; the same bits for any number of threads")
{
  const torch::Tensor short16 = Images().to(torch::kBFloat16);
  const int           before = at::get_num_threads();
  at::set_num_threads(1);
  const learn::ChannelStatistics one = StatisticsOf({ short16 });
  CHECK(SameBits(one, StatisticsOf({ short16.to(torch::kFloat32) })));
  CHECK(SameBits(one, StatisticsOf({ short16.to(torch::kFloat64) })));
  at::set_num_threads(2);
  CHECK(SameBits(one, StatisticsOf({ short16 })));
  at::set_num_threads(before);
}

TEST_CASE("Integers are refused")
{
  learn::ChannelStatistics statistics;
  CHECK_THROWS_WITH_AS(statistics.Add(torch::ones({ 4, 2 }, torch::kInt64)),
                       doctest::Contains("expected float32, float64 or bfloat16, got Long"),
                       LearnError);
}
