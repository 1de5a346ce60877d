#include "phenoChannelStatistics.h"
#include "phenoClones.h"
#include "phenoLearnError.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cstring>

namespace pheno::learn
{
namespace
{
constexpr std::int64_t kRowsOfBlock = 1024;

inline double
Widened(float value)
{
  return value;
}
inline double
Widened(double value)
{
  return value;
}
/** A bfloat16 is the upper half of a float. */
inline double
Widened(std::uint16_t value)
{
  const std::uint32_t bits = static_cast<std::uint32_t>(value) << 16;
  float               wide = 0;
  std::memcpy(&wide, &bits, sizeof(wide));
  return wide;
}

/** Mean and squared deviations of some rows. */
template <typename T>
inline __attribute__((always_inline)) void
Summarise(const T * __restrict rows,
          std::int64_t n,
          std::int64_t channels,
          double * __restrict mean,
          double * __restrict squares)
{
  std::fill_n(mean, channels, 0.0);
  std::fill_n(squares, channels, 0.0);
  for (std::int64_t i = 1; i < n; ++i)
  {
    const T * __restrict row = rows + i * channels;
    for (std::int64_t c = 0; c < channels; ++c)
    {
      const double deviation = Widened(row[c]) - Widened(rows[c]);
      mean[c] += deviation;
      squares[c] += deviation * deviation;
    }
  }
  const auto count = static_cast<double>(n);
  for (std::int64_t c = 0; c < channels; ++c)
  {
    const double shift = mean[c] / count;
    squares[c] = std::max(0.0, squares[c] - mean[c] * shift);
    mean[c] = Widened(rows[c]) + shift;
  }
}

PHENO_CLONES void
SummariseRows(const float * rows, std::int64_t n, std::int64_t channels, double * mean, double * squares)
{
  Summarise(rows, n, channels, mean, squares);
}
PHENO_CLONES void
SummariseRows(const double * rows, std::int64_t n, std::int64_t channels, double * mean, double * squares)
{
  Summarise(rows, n, channels, mean, squares);
}
PHENO_CLONES void
SummariseRows(const std::uint16_t * rows, std::int64_t n, std::int64_t channels, double * mean, double * squares)
{
  Summarise(rows, n, channels, mean, squares);
}

template <typename T>
void
SummariseBlocks(const torch::Tensor & rows, std::vector<double> & summaries)
{
  const std::int64_t n = rows.size(0), channels = rows.size(1);
  const auto * const values = static_cast<const T *>(rows.data_ptr());
  at::parallel_for(0, (n + kRowsOfBlock - 1) / kRowsOfBlock, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t block = begin; block < end; ++block)
    {
      const std::int64_t first = block * kRowsOfBlock;
      double * const     mean = summaries.data() + 2 * block * channels;
      SummariseRows(values + first * channels, std::min(kRowsOfBlock, n - first), channels, mean, mean + channels);
    }
  });
}

torch::Tensor
AsRows(const torch::Tensor & x)
{
  return x.dim() == 2 ? x.contiguous() : x.permute({ 0, 2, 3, 1 }).reshape({ -1, x.size(1) }).contiguous();
}

torch::Tensor
AsTensor(const std::vector<double> & values)
{
  return torch::tensor(values, torch::kFloat64);
}
} // namespace

void
ChannelStatistics::Add(const torch::Tensor & x)
{
  const torch::Tensor rows = AsRows(x).cpu(); // where the sums are made
  const std::int64_t  n = rows.size(0), channels = rows.size(1);
  std::vector<double> summaries(static_cast<std::size_t>((n + kRowsOfBlock - 1) / kRowsOfBlock * 2 * channels));
  switch (rows.scalar_type())
  {
    case torch::kFloat32:
      SummariseBlocks<float>(rows, summaries);
      break;
    case torch::kFloat64:
      SummariseBlocks<double>(rows, summaries);
      break;
    case torch::kBFloat16:
      SummariseBlocks<std::uint16_t>(rows, summaries);
      break;
    default:
      throw LearnError(std::string("statistics of channels: expected float32, float64 or bfloat16, got ") +
                       c10::toString(rows.scalar_type()));
  }
  m_Mean.resize(static_cast<std::size_t>(channels));
  m_Squares.resize(static_cast<std::size_t>(channels));
  for (std::int64_t first = 0; first < n; first += kRowsOfBlock)
  {
    const double * const mean = summaries.data() + 2 * (first / kRowsOfBlock) * channels;
    this->Merge(static_cast<double>(std::min(kRowsOfBlock, n - first)), mean, mean + channels);
  }
}

void
ChannelStatistics::Merge(double count, const double * mean, const double * squares)
{
  const double total = m_Count + count;
  for (std::size_t c = 0; c < m_Mean.size(); ++c)
  {
    const double delta = mean[c] - m_Mean[c];
    m_Squares[c] += squares[c] + delta * delta * (m_Count * count / total);
    m_Mean[c] += delta * (count / total);
  }
  m_Count = total;
}

torch::Tensor
ChannelStatistics::Mean() const
{
  return AsTensor(m_Mean);
}

torch::Tensor
ChannelStatistics::SquaresOver(double count) const
{
  return AsTensor(m_Squares) / count;
}

torch::Tensor
ChannelStatistics::BiasedVariance() const
{
  return this->SquaresOver(m_Count);
}

torch::Tensor
ChannelStatistics::UnbiasedVariance() const
{
  return this->SquaresOver(m_Count - 1);
}
} // namespace pheno::learn
