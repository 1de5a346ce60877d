#include "phenoObjectDistances.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>

namespace pheno
{
namespace
{
constexpr double kInfinite = std::numeric_limits<double>::infinity();

/** Distance to the nearest mark in the same column. */
std::vector<double>
ColumnDistances(const std::vector<std::uint8_t> & marked, std::size_t width, std::size_t height)
{
  std::vector<double> distance(marked.size(), kInfinite);
  for (std::size_t i = 0; i < marked.size(); ++i)
  {
    distance[i] = marked[i] != 0 ? 0.0 : (i >= width ? distance[i - width] + 1.0 : kInfinite);
  }
  for (std::size_t i = width * (height > 0 ? height - 1 : 0); i-- > 0;)
  {
    distance[i] = std::min(distance[i], distance[i + width] + 1.0);
  }
  return distance;
}

/** The lower envelope of parabolas over one row. */
class Envelope
{
public:
  explicit Envelope(std::size_t width)
    : m_Apex(width)
    , m_From(width)
  {}

  /** Replaces distances in the column by squared distances in the plane. */
  void
  Transform(double * row, std::size_t width)
  {
    m_Count = 0;
    m_Height.assign(row, row + width);
    for (std::size_t x = 0; x < width; ++x)
    {
      m_Height[x] *= m_Height[x];
      if (m_Height[x] != kInfinite)
      {
        Add(x);
      }
    }
    if (m_Count == 0)
    {
      return; // the row stays infinite
    }
    for (std::size_t x = 0, k = 0; x < width; ++x)
    {
      while (k + 1 < m_Count && m_From[k + 1] < static_cast<double>(x))
      {
        ++k;
      }
      const double dx = static_cast<double>(x) - static_cast<double>(m_Apex[k]);
      row[x] = dx * dx + m_Height[m_Apex[k]];
    }
  }

private:
  void
  Add(std::size_t x)
  {
    const auto position = static_cast<double>(x);
    double     from = -kInfinite;
    while (m_Count > 0)
    {
      const std::size_t last = m_Apex[m_Count - 1];
      const auto        apex = static_cast<double>(last);
      from = (m_Height[x] + position * position - m_Height[last] - apex * apex) / (2.0 * (position - apex));
      if (from > m_From[m_Count - 1])
      {
        break;
      }
      --m_Count;
      from = -kInfinite;
    }
    m_Apex[m_Count] = x;
    m_From[m_Count] = from;
    ++m_Count;
  }

  std::vector<std::size_t> m_Apex;
  std::vector<double>      m_From;
  std::vector<double>      m_Height;
  std::size_t              m_Count = 0;
};

struct Step
{
  double      length;
  std::size_t to;

  bool
  operator>(const Step & other) const
  {
    return length > other.length;
  }
};
} // namespace

std::vector<double>
SquaredDistances(const std::vector<std::uint8_t> & marked, std::size_t width, std::size_t height)
{
  std::vector<double> distance = ColumnDistances(marked, width, height);
  Envelope            envelope(width);
  for (std::size_t y = 0; y < height; ++y)
  {
    envelope.Transform(distance.data() + y * width, width);
  }
  return distance;
}

std::vector<double>
DistancesToEdge(const ObjectMap & objects, const MeasuredObject & object, ImageBorder border)
{
  const std::size_t         width = object.width + 2;
  const std::size_t         height = object.height + 2;
  std::vector<std::uint8_t> outside(width * height, 0);
  const auto                labels = objects.Labels();
  for (std::size_t y = 0; y < height; ++y)
  {
    for (std::size_t x = 0; x < width; ++x)
    {
      const auto plane_x = static_cast<std::ptrdiff_t>(object.left + x) - 1;
      const auto plane_y = static_cast<std::ptrdiff_t>(object.top + y) - 1;
      const bool beyond = plane_x < 0 || plane_y < 0 || plane_x >= static_cast<std::ptrdiff_t>(labels.width) ||
                          plane_y >= static_cast<std::ptrdiff_t>(labels.height);
      outside[y * width + x] =
        beyond ? border == ImageBorder::IsBackground : !objects.Contains(object, plane_x, plane_y);
    }
  }
  const std::vector<double> squared = SquaredDistances(outside, width, height);
  std::vector<double>       distance;
  distance.reserve(object.area);
  objects.ForEachPixel(object, [&](std::size_t x, std::size_t y, std::size_t) {
    distance.push_back(std::sqrt(squared[(y - object.top + 1) * width + x - object.left + 1]));
  });
  return distance;
}

std::vector<double>
DistancesWithin(const ObjectMap & objects, const MeasuredObject & object, std::size_t start)
{
  // the box with a rim of one pixel, so that no step leaves it; a negative distance bars the way
  const std::size_t        width = object.width + 2;
  std::vector<double>      length(width * (object.height + 2), -1.0);
  std::vector<std::size_t> place;
  place.reserve(object.area);
  objects.ForEachPixel(object, [&](std::size_t x, std::size_t y, std::size_t) {
    place.push_back((y - object.top + 1) * width + x - object.left + 1);
    length[place.back()] = kInfinite;
  });
  const auto                              w = static_cast<std::ptrdiff_t>(width);
  const std::pair<std::ptrdiff_t, double> steps[] = { { -1, 1.0 },        { 1, 1.0 },          { -w, 1.0 },
                                                      { w, 1.0 },         { -w - 1, M_SQRT2 }, { -w + 1, M_SQRT2 },
                                                      { w - 1, M_SQRT2 }, { w + 1, M_SQRT2 } };
  std::priority_queue<Step, std::vector<Step>, std::greater<>> open;
  length[place[start]] = 0.0;
  open.push({ 0.0, place[start] });
  while (!open.empty())
  {
    const Step now = open.top();
    open.pop();
    if (now.length > length[now.to])
    {
      continue;
    }
    for (const auto & [offset, step] : steps)
    {
      const auto to = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(now.to) + offset);
      if (now.length + step < length[to])
      {
        length[to] = now.length + step;
        open.push({ length[to], to });
      }
    }
  }
  std::vector<double> distance;
  distance.reserve(object.area);
  for (const std::size_t at : place)
  {
    distance.push_back(length[at]);
  }
  return distance;
}
} // namespace pheno
