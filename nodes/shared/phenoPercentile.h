#ifndef phenoPercentile_h
#define phenoPercentile_h

#include <algorithm>
#include <cstddef>
#include <vector>

namespace pheno
{
/** The percentile (0 to 100) of sorted values by linear interpolation between order statistics; at least one value. */
inline double
PercentileOfSorted(const std::vector<float> & sorted, double percent)
{
  const double      at = percent / 100 * static_cast<double>(sorted.size() - 1);
  const std::size_t below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}
} // namespace pheno

#endif
