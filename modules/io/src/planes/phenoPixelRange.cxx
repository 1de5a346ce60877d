#include "phenoPixelRange.h"

#include "phenoReadPlane.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace pheno
{
namespace
{
constexpr std::size_t kLanes = 16;         ///< so many independent sums: a single one waits for every addition
constexpr std::size_t kFew = 256 * kLanes; ///< 256 numbers up to 65535 have a sum that a float holds exactly
constexpr float       kInfinity = std::numeric_limits<float>::infinity();

/** Of the pixels i, i + kLanes, i + 2 kLanes, ... */
template <typename T>
using Lanes = std::array<T, kLanes>;

/** Calls add(lane, pixel) for every pixel. */
template <typename TAdd>
void
ForEachPixel(const float * pixels, std::size_t count, TAdd add)
{
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes)
  {
    for (std::size_t lane = 0; lane < kLanes; ++lane)
    {
      add(lane, pixels[i + lane]);
    }
  }
  for (; i < count; ++i)
  {
    add(i % kLanes, pixels[i]);
  }
}

template <typename T, typename TSum>
TSum
Total(const Lanes<T> & lanes, TSum start)
{
  return std::accumulate(lanes.begin(), lanes.end(), start);
}
} // namespace

PixelRangeMeter::PixelRangeMeter(const PlaneKind & kind)
  : m_FewLevels(kind.bits <= 16 && !kind.isFloat)
  , m_Highest(m_FewLevels ? std::ldexp(1.0F, static_cast<int>(kind.bits)) - 1 : kInfinity)
{}

template <typename TSum>
void
PixelRangeMeter::AddFew(const float * pixels, std::size_t count)
{
  Lanes<float>         minimum, maximum;
  Lanes<TSum>          sum{};
  Lanes<std::uint32_t> saturated{};
  minimum.fill(kInfinity);
  maximum.fill(-kInfinity);
  ForEachPixel(pixels, count, [&, highest = m_Highest](std::size_t lane, float pixel) {
    minimum[lane] = pixel < minimum[lane] ? pixel : minimum[lane];
    maximum[lane] = pixel > maximum[lane] ? pixel : maximum[lane];
    sum[lane] += static_cast<TSum>(pixel);
    saturated[lane] += pixel >= highest ? 1U : 0U;
  });
  m_Minimum = std::min(m_Minimum, *std::min_element(minimum.begin(), minimum.end()));
  m_Maximum = std::max(m_Maximum, *std::max_element(maximum.begin(), maximum.end()));
  m_Sum += Total(sum, 0.0);
  m_Saturated += Total(saturated, std::uint64_t(0));
}

void
PixelRangeMeter::Add(const float * pixels, std::size_t count)
{
  m_Count += count;
  for (std::size_t i = 0; i < count; i += kFew)
  {
    const std::size_t few = std::min(kFew, count - i);
    if (m_FewLevels)
    {
      this->AddFew<float>(pixels + i, few);
      continue;
    }
    this->AddFew<double>(pixels + i, few);
    m_NotFinite += CountNotFinite(pixels + i, few);
  }
}

PixelRange
PixelRangeMeter::Finish() const
{
  return { m_Minimum, m_Maximum, m_Sum / static_cast<double>(m_Count), m_Count, m_Saturated, m_NotFinite };
}

std::size_t
CountNotFinite(const float * pixels, std::size_t count)
{
  Lanes<std::uint32_t> odd{}; // no plane has 2^32 pixels
  ForEachPixel(
    pixels, count, [&](std::size_t lane, float pixel) { odd[lane] += std::abs(pixel) < kInfinity ? 0U : 1U; });
  return Total(odd, std::size_t(0));
}
} // namespace pheno
