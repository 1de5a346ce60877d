#ifndef phenoPercentileOf_h
#define phenoPercentileOf_h

#include <algorithm>
#include <cmath>
#include <vector>

namespace pheno
{
/** The percentile (0 to 100) of at least one value by linear interpolation between order statistics; reorders them. */
inline double
PercentileOf(std::vector<float> & values, double percent)
{
  const double at = percent / 100.0 * static_cast<double>(values.size() - 1);
  const auto   below = values.begin() + static_cast<std::ptrdiff_t>(at);
  std::nth_element(values.begin(), below, values.end());
  const double low = *below;
  const double high = below + 1 == values.end() ? low : *std::min_element(below + 1, values.end());
  return low + (at - std::floor(at)) * (high - low);
}
} // namespace pheno

#endif
