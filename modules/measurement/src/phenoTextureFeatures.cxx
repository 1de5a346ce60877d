#include "phenoTextureFeatures.h"

#include "phenoHaralick.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pheno
{
namespace
{
constexpr std::pair<std::ptrdiff_t, std::ptrdiff_t> kDirections[] = { { 1, 0 }, { 1, 1 }, { 0, 1 }, { -1, 1 } };

void
CountPairs(const ObjectMap &                 objects,
           const MeasuredObject &            object,
           const std::vector<std::uint8_t> & levels,
           std::ptrdiff_t                    dx,
           std::ptrdiff_t                    dy,
           HaralickCounter &                 counter)
{
  // rows and columns whose partner lies in the bounding box too; dy is never negative
  const auto           labels = objects.Labels();
  const auto           width = static_cast<std::ptrdiff_t>(labels.width);
  const auto           left = static_cast<std::ptrdiff_t>(object.left);
  const auto           right = left + static_cast<std::ptrdiff_t>(object.width);
  const auto           top = static_cast<std::ptrdiff_t>(object.top);
  const auto           bottom = top + static_cast<std::ptrdiff_t>(object.height);
  const std::ptrdiff_t offset = dy * width + dx;
  for (std::ptrdiff_t y = top; y + dy < bottom; ++y)
  {
    for (std::ptrdiff_t x = std::max(left, left - dx); x < std::min(right, right - dx); ++x)
    {
      const std::ptrdiff_t i = y * width + x;
      if (labels.data[i] == object.label && labels.data[i + offset] == object.label)
      {
        counter.Add(levels[static_cast<std::size_t>(i)], levels[static_cast<std::size_t>(i + offset)]);
      }
    }
  }
}

/** One more than the greatest grey level of each object. */
std::vector<std::size_t>
CountLevels(const ObjectMap & objects, const std::vector<std::uint8_t> & levels)
{
  std::vector<std::size_t> counts;
  for (const MeasuredObject & object : objects.Objects())
  {
    std::size_t count = 0;
    objects.ForEachPixel(
      object, [&](std::size_t, std::size_t, std::size_t i) { count = std::max(count, std::size_t{ levels[i] } + 1); });
    counts.push_back(count);
  }
  return counts;
}
} // namespace

TextureFeatures::TextureFeatures(const std::vector<NamedPlane> & planes, std::vector<unsigned> scales)
  : m_Scales(std::move(scales))
{
  for (const NamedPlane & plane : planes)
  {
    LevelPlane quantised{ plane.name, std::vector<std::uint8_t>(plane.pixels.size()) };
    for (std::size_t i = 0; i < plane.pixels.size(); ++i)
    {
      const double level = std::nearbyint(255.0 * static_cast<double>(plane.pixels.data[i]));
      quantised.levels[i] = static_cast<std::uint8_t>(std::clamp(level, 0.0, 255.0));
    }
    m_Planes.push_back(std::move(quantised));
  }
}

void
TextureFeatures::Measure(const ObjectMap & objects, FeatureColumns & columns) const
{
  HaralickCounter counter;
  for (const LevelPlane & plane : m_Planes)
  {
    const std::vector<std::size_t> levels = CountLevels(objects, plane.levels);
    for (const unsigned scale : m_Scales)
    {
      for (std::size_t direction = 0; direction < std::size(kDirections); ++direction)
      {
        std::vector<std::vector<double> *> cells;
        for (const char * const name : kHaralickNames)
        {
          cells.push_back(&columns.Add(std::string("Texture_") + name + "_" + plane.name + "_" + std::to_string(scale) +
                                       "_0" + std::to_string(direction) + "_256"));
        }
        const auto distance = static_cast<std::ptrdiff_t>(scale);
        for (std::size_t row = 0; row < columns.Rows(); ++row)
        {
          CountPairs(objects,
                     objects.Objects()[row],
                     plane.levels,
                     distance * kDirections[direction].first,
                     distance * kDirections[direction].second,
                     counter);
          const auto features = counter.Take(levels[row]);
          for (std::size_t f = 0; f < features.size(); ++f)
          {
            (*cells[f])[row] = features[f];
          }
        }
      }
    }
  }
}
} // namespace pheno
