#include "phenoStarScaling.h"

#include "phenoPercentileOf.h"

#include <algorithm>
#include <cmath>

namespace pheno
{
namespace
{
constexpr float kLeast = -1.0F;
constexpr float kGreatest = 4.0F;
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
  const double from = PercentileOf(finite, low);
  const double span = PercentileOf(finite, high) - from;
  for (std::size_t i = 0; i < values.size() && span > 0; ++i)
  {
    const float value = plane.data[i];
    values[i] = std::isfinite(value) ? std::clamp(static_cast<float>((value - from) / span), kLeast, kGreatest) : 0.0F;
  }
  return values;
}
} // namespace pheno
