#include "phenoPixelRange.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>

namespace pheno
{
namespace
{
constexpr std::size_t kLanes = 16; // so many independent sums: a single one waits for every addition
constexpr float       kInfinity = std::numeric_limits<float>::infinity();

/** Of the pixels i, i + kLanes, i + 2 kLanes, ... */
template <typename T>
using Lanes = std::array<T, kLanes>;

/** Calls add(lane, pixel) for every pixel. */
template <typename TAdd>
void
ForEachPixel(const Plane & plane, TAdd add)
{
  const float *     pixels = plane.GetBufferPointer();
  const std::size_t count = plane.GetBufferedRegion().GetNumberOfPixels();
  std::size_t       i = 0;
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
} // namespace

PixelRange
MeasurePixelRange(const Plane & plane, float highest)
{
  Lanes<float>         minimum, maximum;
  Lanes<double>        sum{};
  Lanes<std::uint32_t> saturated{}; // no plane has 2^32 pixels
  minimum.fill(kInfinity);
  maximum.fill(-kInfinity);
  ForEachPixel(plane, [&](std::size_t lane, float pixel) {
    minimum[lane] = pixel < minimum[lane] ? pixel : minimum[lane];
    maximum[lane] = pixel > maximum[lane] ? pixel : maximum[lane];
    sum[lane] += static_cast<double>(pixel);
    saturated[lane] += pixel >= highest ? 1U : 0U;
  });
  PixelRange range;
  range.minimum = *std::min_element(minimum.begin(), minimum.end());
  range.maximum = *std::max_element(maximum.begin(), maximum.end());
  range.mean =
    std::accumulate(sum.begin(), sum.end(), 0.0) / static_cast<double>(plane.GetBufferedRegion().GetNumberOfPixels());
  range.saturated = std::accumulate(saturated.begin(), saturated.end(), std::size_t(0));
  return range;
}

std::size_t
CountNotFinite(const Plane & plane)
{
  Lanes<std::uint32_t> count{};
  ForEachPixel(plane, [&](std::size_t lane, float pixel) { count[lane] += std::abs(pixel) < kInfinity ? 0U : 1U; });
  return std::accumulate(count.begin(), count.end(), std::size_t(0));
}
} // namespace pheno
