#include "phenoCropObjects.h"

#include "phenoMeasureObjects.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

namespace pheno
{
namespace
{
/** A square on the pixel grid, possibly beyond the image. */
struct Window
{
  std::ptrdiff_t left;
  std::ptrdiff_t top;
  std::ptrdiff_t size;

  template <typename T>
  bool
  IsInside(PlaneView<T> plane) const
  {
    return left >= 0 && top >= 0 && left + size <= static_cast<std::ptrdiff_t>(plane.width) &&
           top + size <= static_cast<std::ptrdiff_t>(plane.height);
  }
};

Window
WindowOf(const ObjectTable & table, std::size_t row, const CropRules & rules, PlaneView<const std::uint32_t> plane)
{
  const auto half = static_cast<std::ptrdiff_t>(rules.size / 2);
  Window     window{ static_cast<std::ptrdiff_t>(std::llround(table.centre_x[row])) - half,
                 static_cast<std::ptrdiff_t>(std::llround(table.centre_y[row])) - half,
                 static_cast<std::ptrdiff_t>(rules.size) };
  if (rules.edge == CropEdge::Shift && rules.size <= std::min(plane.width, plane.height))
  {
    window.left = std::clamp<std::ptrdiff_t>(window.left, 0, static_cast<std::ptrdiff_t>(plane.width - rules.size));
    window.top = std::clamp<std::ptrdiff_t>(window.top, 0, static_cast<std::ptrdiff_t>(plane.height - rules.size));
  }
  return window;
}

template <typename TPixel>
TPixel
Store(float value, double scale)
{
  const double scaled = std::isfinite(value) ? scale * value : 0.0;
  if constexpr (std::is_floating_point_v<TPixel>)
  {
    return static_cast<TPixel>(scaled);
  }
  else
  {
    return static_cast<TPixel>(
      std::clamp(std::round(scaled), 0.0, static_cast<double>(std::numeric_limits<TPixel>::max())));
  }
}

/** Writes one plane of one crop; out is filled with 0 before. */
template <typename TPixel>
void
Cut(PlaneView<const std::uint32_t> labels,
    PlaneView<const float>         plane,
    std::uint32_t                  label,
    const Window &                 window,
    const CropRules &              rules,
    TPixel *                       out)
{
  const auto           width = static_cast<std::ptrdiff_t>(plane.width);
  const std::ptrdiff_t firstX = std::max<std::ptrdiff_t>(window.left, 0);
  const std::ptrdiff_t endX = std::min(window.left + window.size, width);
  const std::ptrdiff_t firstY = std::max<std::ptrdiff_t>(window.top, 0);
  const std::ptrdiff_t endY = std::min(window.top + window.size, static_cast<std::ptrdiff_t>(plane.height));
  for (std::ptrdiff_t y = firstY; y < endY; ++y)
  {
    TPixel * line = out + (y - window.top) * window.size - window.left;
    for (std::ptrdiff_t x = firstX; x < endX; ++x)
    {
      const std::ptrdiff_t pixel = y * width + x;
      line[x] = rules.mask && labels.data[pixel] != label ? TPixel{ 0 } : Store<TPixel>(plane.data[pixel], rules.scale);
    }
  }
}
} // namespace

template <typename TPixel>
CellCrops<TPixel>
CropObjects(PlaneView<const std::uint32_t>              labels,
            const std::vector<PlaneView<const float>> & planes,
            const ObjectTable &                         table,
            const CropRules &                           rules)
{
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < table.size(); ++row)
  {
    if (rules.edge == CropEdge::Zero || WindowOf(table, row, rules, labels).IsInside(labels))
    {
      rows.push_back(row);
    }
  }
  CellCrops<TPixel> crops;
  crops.dropped = table.size() - rows.size();
  crops.table = SelectRows(table, rows);
  crops.stack = { rows.size(), planes.size(), rules.size, rules.size, {} };
  const std::size_t area = rules.size * rules.size;
  crops.stack.pixels.assign(rows.size() * planes.size() * area, TPixel{ 0 });
  TPixel * out = crops.stack.pixels.data();
  for (const std::size_t row : rows)
  {
    for (const PlaneView<const float> & plane : planes)
    {
      Cut(labels, plane, table.label[row], WindowOf(table, row, rules, labels), rules, out);
      out += area;
    }
  }
  return crops;
}

template CellCrops<float>
CropObjects(PlaneView<const std::uint32_t>,
            const std::vector<PlaneView<const float>> &,
            const ObjectTable &,
            const CropRules &);
template CellCrops<std::uint8_t>
CropObjects(PlaneView<const std::uint32_t>,
            const std::vector<PlaneView<const float>> &,
            const ObjectTable &,
            const CropRules &);
template CellCrops<std::uint16_t>
CropObjects(PlaneView<const std::uint32_t>,
            const std::vector<PlaneView<const float>> &,
            const ObjectTable &,
            const CropRules &);
} // namespace pheno
