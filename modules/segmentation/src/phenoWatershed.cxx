#include "phenoWatershed.h"

#include <algorithm>
#include <queue>
#include <tuple>
#include <utility>

namespace pheno
{
namespace
{
/** Calls visit with the index of each of the up to 8 neighbours of a pixel. */
template <typename Visit>
void
ForEachNeighbour(std::size_t pixel, std::size_t width, std::size_t height, Visit visit)
{
  const std::size_t x = pixel % width;
  const std::size_t y = pixel / width;
  const std::size_t right = std::min(x + 1, width - 1);
  const std::size_t bottom = std::min(y + 1, height - 1);
  for (std::size_t v = y > 0 ? y - 1 : 0; v <= bottom; ++v)
  {
    for (std::size_t u = x > 0 ? x - 1 : 0; u <= right; ++u)
    {
      if (u != x || v != y)
      {
        visit(v * width + u);
      }
    }
  }
}

/** Foreground pixels in order of falling height, equal ones in raster order. */
std::vector<std::uint32_t>
ByFallingHeight(PlaneView<const std::uint8_t> mask, PlaneView<const std::uint16_t> heights)
{
  std::vector<std::size_t> start(kTopLevel + std::size_t{ 1 }, 0);
  std::size_t              pixels = 0;
  for (std::size_t i = 0; i < mask.size(); ++i)
  {
    if (mask.data[i] != 0)
    {
      ++start[heights.data[i]];
      ++pixels;
    }
  }
  std::size_t before = 0;
  for (std::size_t level = start.size(); level-- > 0;)
  {
    before += std::exchange(start[level], before);
  }
  std::vector<std::uint32_t> order(pixels);
  for (std::size_t i = 0; i < mask.size(); ++i)
  {
    if (mask.data[i] != 0)
    {
      order[start[heights.data[i]]++] = static_cast<std::uint32_t>(i);
    }
  }
  return order;
}

/** Basins of the flooding; joined ones share a root. */
class Basins
{
public:
  explicit Basins(const BasinRules & rules)
    : m_Rules(rules)
  {
    Add(0); // number 0 stays background
  }
  std::uint32_t
  Add(std::uint16_t peak)
  {
    m_Basins.push_back({ static_cast<std::uint32_t>(m_Basins.size()), peak, 0 });
    return m_Basins.back().parent;
  }
  std::uint32_t
  Root(std::uint32_t basin)
  {
    while (m_Basins[basin].parent != basin)
    {
      m_Basins[basin].parent = m_Basins[m_Basins[basin].parent].parent;
      basin = m_Basins[basin].parent;
    }
    return basin;
  }
  /** Joins two roots that meet at this height where the rules say so. Returns the root that a pixel there takes. */
  std::uint32_t
  Meet(std::uint32_t a, std::uint32_t b, std::uint16_t height)
  {
    if (a == b)
    {
      return a;
    }
    const std::uint32_t tall = m_Basins[a].peak >= m_Basins[b].peak ? a : b;
    const std::uint32_t low = tall == a ? b : a;
    if (height >= m_Rules.neck_ratio * m_Basins[low].peak || m_Basins[low].area < m_Rules.least_area)
    {
      m_Basins[low].parent = tall;
      m_Basins[tall].area += m_Basins[low].area;
      return tall;
    }
    return a;
  }
  void
  Grow(std::uint32_t root)
  {
    m_Basins[root].area += 1.0;
  }

private:
  struct Basin
  {
    std::uint32_t parent;
    std::uint16_t peak;
    double        area;
  };
  BasinRules         m_Rules;
  std::vector<Basin> m_Basins;
};
} // namespace

std::vector<std::uint16_t>
HeightLevels(PlaneView<const float> heights, PlaneView<const std::uint8_t> mask)
{
  float greatest = 0.0f;
  for (std::size_t i = 0; i < heights.size(); ++i)
  {
    greatest = mask.data[i] != 0 ? std::max(greatest, heights.data[i]) : greatest;
  }
  const float                top = kTopLevel;
  const float                scale = greatest > 0.0f ? top / greatest : 0.0f;
  std::vector<std::uint16_t> levels(heights.size());
  for (std::size_t i = 0; i < heights.size(); ++i)
  {
    levels[i] = mask.data[i] != 0 ? static_cast<std::uint16_t>(std::clamp(heights.data[i] * scale, 0.0f, top)) : 0;
  }
  return levels;
}

std::vector<std::uint32_t>
FloodBasins(PlaneView<const std::uint16_t> heights, PlaneView<const std::uint8_t> mask, const BasinRules & rules)
{
  std::vector<std::uint32_t> labels(mask.size(), 0);
  Basins                     basins(rules);
  for (const std::uint32_t pixel : ByFallingHeight(mask, heights))
  {
    const std::uint16_t height = heights.data[pixel];
    std::uint32_t       owner = 0;
    std::uint16_t       ownerHeight = 0;
    std::uint32_t       roots[8]; // of the neighbours, each as often as it follows another
    int                 count = 0;
    std::uint32_t       lastLabel = 0;
    ForEachNeighbour(pixel, mask.width, mask.height, [&](std::size_t neighbour) {
      const std::uint32_t label = labels[neighbour];
      if (label == 0)
      {
        return;
      }
      if (label != lastLabel)
      {
        lastLabel = label;
        roots[count++] = basins.Root(label);
      }
      if (owner == 0 || heights.data[neighbour] > ownerHeight)
      {
        owner = roots[count - 1];
        ownerHeight = heights.data[neighbour];
      }
    });
    if (owner == 0)
    {
      owner = basins.Add(height);
    }
    for (int i = 0; i < count; ++i)
    {
      owner = basins.Meet(basins.Root(owner), basins.Root(roots[i]), height);
    }
    basins.Grow(owner);
    labels[pixel] = owner;
  }
  for (std::uint32_t & label : labels)
  {
    label = basins.Root(label);
  }
  return labels;
}

void
FloodFromSeeds(PlaneView<const std::uint16_t> heights,
               PlaneView<const std::uint8_t>  mask,
               PlaneView<std::uint32_t>       labels)
{
  // Height, then age: the front pixel that waits longest goes first among equals.
  using Front = std::tuple<std::uint16_t, std::int64_t, std::uint32_t>;
  std::priority_queue<Front> fronts;
  std::int64_t               age = 0;
  const auto                 wait = [&](std::size_t pixel) {
    fronts.emplace(heights.data[pixel], --age, static_cast<std::uint32_t>(pixel));
  };
  for (std::size_t i = 0; i < labels.size(); ++i)
  {
    if (labels.data[i] != 0)
    {
      wait(i);
    }
  }
  while (!fronts.empty())
  {
    const std::uint32_t pixel = std::get<2>(fronts.top());
    fronts.pop();
    ForEachNeighbour(pixel, labels.width, labels.height, [&](std::size_t neighbour) {
      if (mask.data[neighbour] != 0 && labels.data[neighbour] == 0)
      {
        labels.data[neighbour] = labels.data[pixel];
        wait(neighbour);
      }
    });
  }
}
} // namespace pheno
