#ifndef phenoBorder_h
#define phenoBorder_h

#include <algorithm>
#include <cstddef>
#include <vector>

namespace pheno
{
/** What stands beyond the border of a b c d. */
enum class Border
{
  Reflect, ///< d c b a | a b c d | d c b a, again and again (scipy's reflect)
  Mirror,  ///< d c b | a b c d | c b a, again and again (scipy's mirror, scikit-image's reflect)
  Nearest, ///< a a a | a b c d | d d d
  None     ///< nothing: not counted among ranks, 0 in a convolution
};

/** Which sample stands at a place, -1 for none. samples > 0. */
inline std::ptrdiff_t
BorderIndex(std::ptrdiff_t place, std::ptrdiff_t samples, Border border)
{
  if (place >= 0 && place < samples)
  {
    return place;
  }
  if (border == Border::None)
  {
    return -1;
  }
  if (border == Border::Nearest || samples == 1)
  {
    return std::clamp<std::ptrdiff_t>(place, 0, samples - 1);
  }
  const std::ptrdiff_t period = border == Border::Reflect ? 2 * samples : 2 * samples - 2;
  const std::ptrdiff_t last = border == Border::Reflect ? period - 1 : period;
  const std::ptrdiff_t within = (place % period + period) % period;
  return within < samples ? within : last - within;
}

/** The samples at places -reach to samples - 1 + reach. */
inline std::vector<std::ptrdiff_t>
BorderIndices(std::size_t samples, std::size_t reach, Border border)
{
  std::vector<std::ptrdiff_t> indices(samples + 2 * reach);
  for (std::size_t i = 0; i < indices.size(); ++i)
  {
    indices[i] = BorderIndex(static_cast<std::ptrdiff_t>(i) - static_cast<std::ptrdiff_t>(reach),
                             static_cast<std::ptrdiff_t>(samples),
                             border);
  }
  return indices;
}
} // namespace pheno

#endif
