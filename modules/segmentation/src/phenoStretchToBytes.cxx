#include "phenoStretchToBytes.h"

#include <algorithm>
#include <cmath>

namespace pheno
{
namespace
{
constexpr float kRounding = 1e-6f; // of the values: what resizing a constant plane leaves between its percentiles
} // namespace

double
Percentile(std::vector<float> values, double percentile)
{
  const double rank = percentile / 100.0 * static_cast<double>(values.size() - 1);
  const auto   below = values.begin() + static_cast<std::ptrdiff_t>(rank);
  std::nth_element(values.begin(), below, values.end());
  const double low = *below;
  const double share = rank - static_cast<double>(below - values.begin());
  return below + 1 == values.end() ? low : low + share * (*std::min_element(below + 1, values.end()) - low);
}

std::vector<std::uint8_t>
StretchToBytes(PlaneView<const float> plane, double low_percentile, double high_percentile)
{
  const std::vector<float>  values(plane.data, plane.data + plane.size());
  const auto                low = static_cast<float>(Percentile(values, low_percentile));
  const auto                high = static_cast<float>(Percentile(values, high_percentile));
  std::vector<std::uint8_t> bytes(plane.size(), 0);
  if (high - low > kRounding * std::max(std::abs(low), std::abs(high)))
  {
    std::transform(values.begin(), values.end(), bytes.begin(), [&](float v) {
      return static_cast<std::uint8_t>((std::clamp(v, low, high) - low) / (high - low) * 255.0f);
    });
  }
  return bytes;
}
} // namespace pheno
