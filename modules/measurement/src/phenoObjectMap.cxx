#include "phenoObjectMap.h"

#include <algorithm>

namespace pheno
{
namespace
{
/** The numbers that occur, rising; neighbouring pixels mostly share one. */
std::vector<std::uint32_t>
NumbersOf(PlaneView<const std::uint32_t> labels)
{
  std::vector<std::uint32_t> numbers;
  std::uint32_t              previous = 0;
  for (std::size_t i = 0; i < labels.size(); ++i)
  {
    if (labels.data[i] != previous && labels.data[i] != 0)
    {
      numbers.push_back(labels.data[i]);
    }
    previous = labels.data[i];
  }
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

struct Sums
{
  std::uint64_t x = 0;
  std::uint64_t y = 0;
  std::size_t   right = 0;
  std::size_t   bottom = 0;
};
} // namespace

ObjectMap::ObjectMap(PlaneView<const std::uint32_t> labels)
  : m_Labels(labels)
{
  for (const std::uint32_t number : NumbersOf(labels))
  {
    m_Objects.push_back({ number, 0, labels.width, labels.height, 0, 0, 0.0, 0.0 });
  }
  std::vector<Sums> sums(m_Objects.size());
  std::uint32_t     label = 0;
  std::size_t       row = 0;
  for (std::size_t y = 0, i = 0; y < labels.height; ++y)
  {
    for (std::size_t x = 0; x < labels.width; ++x, ++i)
    {
      if (labels.data[i] == 0)
      {
        continue;
      }
      if (labels.data[i] != label)
      {
        label = labels.data[i];
        row = RowOf(label);
      }
      MeasuredObject & object = m_Objects[row];
      ++object.area;
      object.left = std::min(object.left, x);
      object.top = std::min(object.top, y);
      sums[row].right = std::max(sums[row].right, x);
      sums[row].bottom = std::max(sums[row].bottom, y);
      sums[row].x += x;
      sums[row].y += y;
    }
  }
  for (std::size_t i = 0; i < m_Objects.size(); ++i)
  {
    MeasuredObject & object = m_Objects[i];
    object.width = sums[i].right - object.left + 1;
    object.height = sums[i].bottom - object.top + 1;
    object.centre_x = static_cast<double>(sums[i].x) / static_cast<double>(object.area);
    object.centre_y = static_cast<double>(sums[i].y) / static_cast<double>(object.area);
  }
}

std::size_t
ObjectMap::RowOf(std::uint32_t label) const
{
  const auto found =
    std::lower_bound(m_Objects.begin(), m_Objects.end(), label, [](const MeasuredObject & object, std::uint32_t n) {
      return object.label < n;
    });
  return found != m_Objects.end() && found->label == label ? static_cast<std::size_t>(found - m_Objects.begin())
                                                           : m_Objects.size();
}

void
ObjectMap::Gather(const MeasuredObject & object, PlaneView<const float> plane, std::vector<double> & values) const
{
  values.clear();
  ForEachPixel(object, [&](std::size_t, std::size_t, std::size_t i) { values.push_back(plane.data[i]); });
}
} // namespace pheno
