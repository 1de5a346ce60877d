#include "phenoGreyMorphology.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <functional>

namespace pheno
{
namespace
{
/** The value of each disc that `better` prefers, row of the disc by row. */
template <typename Better>
GreyPlane
ExtremeOfDisc(const GreyPlane & plane, std::size_t radius, Better better)
{
  GreyPlane  result = plane;
  const auto width = static_cast<std::ptrdiff_t>(plane.width);
  const auto height = static_cast<std::ptrdiff_t>(plane.height);
  const auto reach = static_cast<std::ptrdiff_t>(radius);
  for (std::ptrdiff_t dy = -reach; dy <= reach; ++dy)
  {
    const auto half = static_cast<std::ptrdiff_t>(std::sqrt(static_cast<double>(reach * reach - dy * dy)));
    for (std::ptrdiff_t y = std::max<std::ptrdiff_t>(0, -dy); y < std::min(height, height - dy); ++y)
    {
      const double * const from = plane.values.data() + (y + dy) * width;
      double * const       to = result.values.data() + y * width;
      for (std::ptrdiff_t dx = -half; dx <= half; ++dx)
      {
        const std::ptrdiff_t end = std::min(width, width - dx);
        for (std::ptrdiff_t x = std::max<std::ptrdiff_t>(0, -dx); x < end; ++x)
        {
          to[x] = better(from[x + dx], to[x]) ? from[x + dx] : to[x];
        }
      }
    }
  }
  return result;
}
} // namespace

GreyPlane
Erode(const GreyPlane & plane, std::size_t radius)
{
  return ExtremeOfDisc(plane, radius, std::less<>());
}

GreyPlane
Dilate(const GreyPlane & plane, std::size_t radius)
{
  return ExtremeOfDisc(plane, radius, std::greater<>());
}

void
Reconstruct(GreyPlane & marker, const GreyPlane & mask)
{
  const std::size_t           w = marker.width;
  const std::size_t           n = marker.values.size();
  std::vector<double> &       value = marker.values;
  const std::vector<double> & limit = mask.values;
  std::deque<std::size_t>     open;
  for (std::size_t i = 0; i < n; ++i)
  {
    const double left = i % w > 0 ? value[i - 1] : value[i];
    const double above = i >= w ? value[i - w] : value[i];
    value[i] = std::min(std::max({ value[i], left, above }), limit[i]);
  }
  for (std::size_t i = n; i-- > 0;)
  {
    const bool   has_right = i % w + 1 < w;
    const bool   has_below = i + w < n;
    const double right = has_right ? value[i + 1] : value[i];
    const double below = has_below ? value[i + w] : value[i];
    value[i] = std::min(std::max({ value[i], right, below }), limit[i]);
    if ((has_right && right < value[i] && right < limit[i + 1]) ||
        (has_below && below < value[i] && below < limit[i + w]))
    {
      open.push_back(i);
    }
  }
  while (!open.empty())
  {
    const std::size_t i = open.front();
    open.pop_front();
    const auto flow = [&](bool inside, std::size_t to) {
      if (inside && value[to] < value[i] && value[to] < limit[to])
      {
        value[to] = std::min(value[i], limit[to]);
        open.push_back(to);
      }
    };
    flow(i % w > 0, i - 1);
    flow(i % w + 1 < w, i + 1);
    flow(i >= w, i - w);
    flow(i + w < n, i + w);
  }
}
} // namespace pheno
