#include "phenoIntensityRange.h"
#include "phenoLearnError.h"

#include <algorithm>
#include <cstring>

namespace pheno
{
namespace
{
constexpr std::int64_t kSampledCrops = 2000;
constexpr std::size_t  kSampledPixels = 256; ///< of a crop's channel

float
PixelAt(const std::byte * pixels, PixelType type, std::size_t at)
{
  if (type == PixelType::kUInt16)
  {
    std::uint16_t value = 0;
    std::memcpy(&value, pixels + at * sizeof(value), sizeof(value));
    return value;
  }
  float value = 0;
  std::memcpy(&value, pixels + at * sizeof(value), sizeof(value));
  return value;
}

/** Linear interpolation between order statistics; 0 without values. */
double
PercentileOfSorted(const std::vector<float> & sorted, double percent)
{
  if (sorted.empty())
  {
    return 0;
  }
  const double      at = percent / 100 * static_cast<double>(sorted.size() - 1);
  const std::size_t below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

/** Sampled pixels of each channel. */
std::vector<std::vector<float>>
SamplePixels(const CropSource & crops)
{
  const CropShape & shape = crops.Shape();
  const std::size_t plane = static_cast<std::size_t>(shape.height) * static_cast<std::size_t>(shape.width);
  const std::size_t stride = std::max<std::size_t>(1, plane / kSampledPixels);
  std::vector<std::vector<float>> values(static_cast<std::size_t>(shape.channels));
  std::vector<std::byte>          scratch;
  const std::int64_t              visits = std::min(crops.Size(), kSampledCrops);
  for (std::int64_t i = 0; i < visits; ++i)
  {
    const std::byte * pixels = crops.Read(i * crops.Size() / visits, scratch);
    for (std::size_t c = 0; c < values.size(); ++c)
    {
      for (std::size_t p = 0; p < plane; p += stride)
      {
        values[c].push_back(PixelAt(pixels, shape.type, c * plane + p));
      }
    }
  }
  return values;
}
} // namespace

InputScaling
MeasureInputScaling(const CropSource & crops, double low_percentile, double high_percentile)
{
  if (!(low_percentile >= 0 && low_percentile <= high_percentile && high_percentile <= 100))
  {
    throw LearnError("intensity range: expected percentiles 0 <= low <= high <= 100, got " +
                     nlohmann::json({ low_percentile, high_percentile }).dump());
  }
  if (crops.Shape().type == PixelType::kUInt8)
  {
    return EightBitScaling(crops.Shape().channels);
  }
  std::vector<double> low, high;
  for (std::vector<float> & values : SamplePixels(crops))
  {
    std::sort(values.begin(), values.end());
    low.push_back(PercentileOfSorted(values, low_percentile));
    high.push_back(PercentileOfSorted(values, high_percentile));
  }
  return RangeScaling(low, high);
}
} // namespace pheno
