#include "phenoStarScaling.h"

#include <algorithm>
#include <cmath>

namespace pheno
{
namespace
{
constexpr float kLeast = -1.0F;
constexpr float kGreatest = 4.0F;

/** Reorders the values. */
double
Percentile(std::vector<float> & values, double percent)
{
  const double at = percent / 100.0 * static_cast<double>(values.size() - 1);
  const auto   below = values.begin() + static_cast<std::ptrdiff_t>(at);
  std::nth_element(values.begin(), below, values.end());
  const double low = *below;
  const double high = below + 1 == values.end() ? low : *std::min_element(below + 1, values.end());
  return low + (at - std::floor(at)) * (high - low);
}
} // namespace

std::vector<float>
StarScaling::Apply(PlaneView<const float> plane) const
{
  std::vector<float> values(plane.size(), 0.0F), finite;
  finite.reserve(plane.size());
  std::copy_if(
    plane.data, plane.data + plane.size(), std::back_inserter(finite), [](float v) { return std::isfinite(v); });
  if (finite.empty())
  {
    return values;
  }
  const double from = Percentile(finite, low);
  const double span = Percentile(finite, high) - from;
  for (std::size_t i = 0; i < values.size() && span > 0; ++i)
  {
    const float value = plane.data[i];
    values[i] = std::isfinite(value) ? std::clamp(static_cast<float>((value - from) / span), kLeast, kGreatest) : 0.0F;
  }
  return values;
}
} // namespace pheno
