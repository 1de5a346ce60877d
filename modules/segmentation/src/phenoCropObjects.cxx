#include "phenoCropObjects.h"

#include "phenoBicubicResize.h"
#include "phenoMeasureObjects.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
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

/** Side of the square around an object; 0 where there is none. */
std::ptrdiff_t
SideOf(const ObjectTable & table, std::size_t row, const CropRules & rules, PlaneView<const std::uint32_t> plane)
{
  if (rules.nucleus_diameter <= 0.0)
  {
    return static_cast<std::ptrdiff_t>(rules.size);
  }
  const double diameter = 2.0 * std::sqrt(table.nucleus_area[row] / std::numbers::pi);
  const double side = std::round(static_cast<double>(rules.size) * diameter / rules.nucleus_diameter);
  return side <= static_cast<double>(std::max(plane.width, plane.height)) ? static_cast<std::ptrdiff_t>(side) : 0;
}

/** Nothing for an object that is dropped. */
std::optional<Window>
WindowOf(const ObjectTable & table, std::size_t row, const CropRules & rules, PlaneView<const std::uint32_t> plane)
{
  const std::ptrdiff_t side = SideOf(table, row, rules, plane);
  if (side == 0)
  {
    return std::nullopt;
  }
  Window     window{ static_cast<std::ptrdiff_t>(std::llround(table.centre_x[row])) - side / 2,
                 static_cast<std::ptrdiff_t>(std::llround(table.centre_y[row])) - side / 2,
                 side };
  const auto beyondX = static_cast<std::ptrdiff_t>(plane.width) - side;
  const auto beyondY = static_cast<std::ptrdiff_t>(plane.height) - side;
  if (rules.edge == CropEdge::Shift && beyondX >= 0 && beyondY >= 0)
  {
    window.left = std::clamp<std::ptrdiff_t>(window.left, 0, beyondX);
    window.top = std::clamp<std::ptrdiff_t>(window.top, 0, beyondY);
  }
  const bool fills = rules.edge == CropEdge::Zero || rules.edge == CropEdge::Reflect;
  return fills || window.IsInside(plane) ? std::optional(window) : std::nullopt;
}

/** The positions along an axis that a window shows, -1 where it shows nothing. */
std::vector<std::ptrdiff_t>
Shown(std::ptrdiff_t first, std::ptrdiff_t count, std::ptrdiff_t size, CropEdge edge)
{
  const std::ptrdiff_t        period = std::max<std::ptrdiff_t>(1, 2 * (size - 1));
  std::vector<std::ptrdiff_t> positions;
  for (std::ptrdiff_t at = first; at < first + count; ++at)
  {
    const std::ptrdiff_t phase = std::abs(at) % period;
    const std::ptrdiff_t mirrored = phase < size ? phase : period - phase;
    positions.push_back(edge == CropEdge::Reflect ? mirrored : at >= 0 && at < size ? at : -1);
  }
  return positions;
}

template <typename TPixel>
TPixel
Store(float value, double scale)
{
  const double scaled = scale * value;
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

/** What a function gives for the pixels of an image that a square shows; outside is 0. */
template <typename TValue>
std::vector<float>
Gather(PlaneView<const std::uint32_t> labels, const Window & window, CropEdge edge, TValue value)
{
  const auto         width = static_cast<std::ptrdiff_t>(labels.width);
  const auto         columns = Shown(window.left, window.size, width, edge);
  const auto         rows = Shown(window.top, window.size, static_cast<std::ptrdiff_t>(labels.height), edge);
  std::vector<float> pixels;
  pixels.reserve(static_cast<std::size_t>(window.size * window.size));
  for (const std::ptrdiff_t y : rows)
  {
    for (const std::ptrdiff_t x : columns)
    {
      pixels.push_back(x >= 0 && y >= 0 ? value(y * width + x) : 0.0f);
    }
  }
  return pixels;
}

/** Writes the channels of one object after the other. */
template <typename TPixel>
class Writer
{
public:
  Writer(PlaneView<const std::uint32_t> labels, const CropRules & rules, std::vector<TPixel> & pixels)
    : m_Labels(labels)
    , m_Rules(rules)
    , m_Pixels(pixels)
  {}

  /** Not finite or masked is 0. */
  void
  AddPlane(PlaneView<const float> plane, std::uint32_t label, const Window & window)
  {
    this->Add(window, m_Rules.scale, [&](std::ptrdiff_t at) {
      const bool isShown = !m_Rules.mask || m_Labels.data[at] == label;
      return isShown && std::isfinite(plane.data[at]) ? plane.data[at] : 0.0f;
    });
  }
  void
  AddMask(PlaneView<const std::uint32_t> objects, std::uint32_t label, const Window & window)
  {
    constexpr double kInside =
      std::is_floating_point_v<TPixel> ? 1.0 : static_cast<double>(std::numeric_limits<TPixel>::max());
    this->Add(window, kInside, [&](std::ptrdiff_t at) { return objects.data[at] == label ? 1.0f : 0.0f; });
  }

private:
  template <typename TValue>
  void
  Add(const Window & window, double scale, TValue value)
  {
    std::vector<float> pixels = Gather(m_Labels, window, m_Rules.edge, value);
    if (m_Rules.nucleus_diameter > 0.0)
    {
      const auto side = static_cast<std::size_t>(window.size);
      pixels = BicubicResize({ pixels.data(), side, side }, m_Rules.size, m_Rules.size, true);
    }
    for (const float pixel : pixels)
    {
      m_Pixels.push_back(Store<TPixel>(pixel, scale));
    }
  }

  PlaneView<const std::uint32_t> m_Labels;
  const CropRules &              m_Rules;
  std::vector<TPixel> &          m_Pixels;
};
} // namespace

template <typename TPixel>
CellCrops<TPixel>
CropObjects(PlaneView<const std::uint32_t>              labels,
            const std::vector<PlaneView<const float>> & planes,
            PlaneView<const std::uint32_t>              nuclei,
            const ObjectTable &                         table,
            const CropRules &                           rules)
{
  std::vector<std::size_t> rows;
  std::vector<Window>      windows;
  for (std::size_t row = 0; row < table.size(); ++row)
  {
    if (const std::optional<Window> window = WindowOf(table, row, rules, labels))
    {
      rows.push_back(row);
      windows.push_back(*window);
    }
  }
  const std::size_t masks = !rules.mask_channels ? 0 : nuclei.data != nullptr ? 2 : 1;
  CellCrops<TPixel> crops;
  crops.dropped = table.size() - rows.size();
  crops.table = SelectRows(table, rows);
  crops.stack = { rows.size(), masks + planes.size(), rules.size, rules.size, {} };
  crops.stack.pixels.reserve(rows.size() * crops.stack.channels * rules.size * rules.size);
  Writer<TPixel> writer(labels, rules, crops.stack.pixels);
  for (std::size_t i = 0; i < rows.size(); ++i)
  {
    const std::uint32_t label = table.label[rows[i]];
    if (rules.nucleus_diameter > 0.0)
    {
      crops.magnification.push_back(static_cast<double>(rules.size) / static_cast<double>(windows[i].size));
    }
    if (masks == 2)
    {
      writer.AddMask(nuclei, label, windows[i]);
    }
    if (masks > 0)
    {
      writer.AddMask(labels, label, windows[i]);
    }
    for (const PlaneView<const float> & plane : planes)
    {
      writer.AddPlane(plane, label, windows[i]);
    }
  }
  return crops;
}

template CellCrops<float>
CropObjects(PlaneView<const std::uint32_t>,
            const std::vector<PlaneView<const float>> &,
            PlaneView<const std::uint32_t>,
            const ObjectTable &,
            const CropRules &);
template CellCrops<std::uint8_t>
CropObjects(PlaneView<const std::uint32_t>,
            const std::vector<PlaneView<const float>> &,
            PlaneView<const std::uint32_t>,
            const ObjectTable &,
            const CropRules &);
template CellCrops<std::uint16_t>
CropObjects(PlaneView<const std::uint32_t>,
            const std::vector<PlaneView<const float>> &,
            PlaneView<const std::uint32_t>,
            const ObjectTable &,
            const CropRules &);
} // namespace pheno
