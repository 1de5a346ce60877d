#include "phenoStarRendering.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace pheno
{
namespace
{
constexpr float kCore = 0.5F;  // shares of the way to the border: within this whatever the foreground says,
constexpr float kReach = 1.4F; // beyond this never
constexpr float kForeground = 0.5F;

/** The share of the way from a polygon's point to its border at which a pixel lies. */
class ShareOfWay
{
public:
  ShareOfWay(const StarPolygon & polygon, const std::vector<RayDirection> & directions)
    : m_Polygon(polygon)
    , m_Directions(directions)
  {}

  float
  At(int x, int y) const
  {
    const double dx = x - static_cast<double>(m_Polygon.x), dy = y - static_cast<double>(m_Polygon.y);
    if (dx == 0 && dy == 0)
    {
      return 0.0F;
    }
    const std::size_t n = m_Directions.size();
    const double      turn = std::atan2(dy, dx) / (2.0 * std::numbers::pi);
    const auto        k = static_cast<std::size_t>((turn < 0 ? turn + 1.0 : turn) * static_cast<double>(n)) % n;
    const std::size_t next = k + 1 < n ? k + 1 : 0;
    // (dx, dy) = q (a + t (b - a)) with the border's corners a and b around it.
    const double ax = m_Polygon.radii[k] * m_Directions[k].x, ay = m_Polygon.radii[k] * m_Directions[k].y;
    const double bx = m_Polygon.radii[next] * m_Directions[next].x, by = m_Polygon.radii[next] * m_Directions[next].y;
    const double area = ax * by - ay * bx;
    return area > 0 ? static_cast<float>((dx * (by - ay) - dy * (bx - ax)) / area)
                    : std::numeric_limits<float>::infinity();
  }

private:
  const StarPolygon &               m_Polygon;
  const std::vector<RayDirection> & m_Directions;
};

/** For each pixel the polygon (from 1) with the least share, and that share. */
void
FindNearest(const std::vector<StarPolygon> & polygons,
            float                            reach,
            PlaneView<std::uint32_t>         labels,
            std::vector<float> &             shares)
{
  const auto directions = RayDirections(polygons.empty() ? 0 : static_cast<int>(polygons.front().radii.size()));
  const int  width = static_cast<int>(labels.width), height = static_cast<int>(labels.height);
  for (std::size_t i = 0; i < polygons.size(); ++i)
  {
    const StarPolygon & polygon = polygons[i];
    const ShareOfWay    share(polygon, directions);
    const float         far = reach * *std::max_element(polygon.radii.begin(), polygon.radii.end());
    const auto          first = [far](float at) { return std::max(0, static_cast<int>(std::ceil(at - far))); };
    const auto last = [far](float at, int size) { return std::min(size - 1, static_cast<int>(std::floor(at + far))); };
    for (int y = first(polygon.y); y <= last(polygon.y, height); ++y)
    {
      for (int x = first(polygon.x); x <= last(polygon.x, width); ++x)
      {
        const std::size_t at = static_cast<std::size_t>(y) * labels.width + static_cast<std::size_t>(x);
        if (const float q = share.At(x, y); q <= reach && q < shares[at])
        {
          shares[at] = q;
          labels.data[at] = static_cast<std::uint32_t>(i + 1);
        }
      }
    }
  }
}

/** Numbers the 4-connected pixels of one object from a pixel on. \return how many there are */
std::size_t
NumberPiece(PlaneView<std::uint32_t> labels, std::size_t start, std::size_t piece, std::vector<std::size_t> & pieces)
{
  std::vector<std::size_t> stack{ start };
  std::size_t              size = 0;
  const auto               visit = [&](std::size_t at) {
    if (labels.data[at] == labels.data[start] && pieces[at] == 0)
    {
      pieces[at] = piece;
      stack.push_back(at);
    }
  };
  pieces[start] = piece;
  while (!stack.empty())
  {
    const std::size_t at = stack.back(), x = at % labels.width;
    stack.pop_back();
    ++size;
    if (x > 0)
    {
      visit(at - 1);
    }
    if (x + 1 < labels.width)
    {
      visit(at + 1);
    }
    if (at >= labels.width)
    {
      visit(at - labels.width);
    }
    if (at + labels.width < labels.size())
    {
      visit(at + labels.width);
    }
  }
  return size;
}

/** Keeps of each object its largest 4-connected piece, the first of equals. */
void
KeepLargestPieces(std::size_t objects, PlaneView<std::uint32_t> labels)
{
  std::vector<std::size_t> pieces(labels.size(), 0); // from 1
  std::vector<std::size_t> sizes(1, 0), largest(objects + 1, 0);
  for (std::size_t at = 0; at < labels.size(); ++at)
  {
    if (const std::uint32_t label = labels.data[at]; label != 0 && pieces[at] == 0)
    {
      sizes.push_back(NumberPiece(labels, at, sizes.size(), pieces));
      largest[label] = sizes.back() > sizes[largest[label]] ? sizes.size() - 1 : largest[label];
    }
  }
  for (std::size_t at = 0; at < labels.size(); ++at)
  {
    labels.data[at] = pieces[at] == largest[labels.data[at]] ? labels.data[at] : 0;
  }
}

std::uint32_t
NumberInRasterOrder(std::size_t objects, PlaneView<std::uint32_t> labels)
{
  std::vector<std::uint32_t> numbers(objects + 1, 0);
  std::uint32_t              count = 0;
  for (std::size_t at = 0; at < labels.size(); ++at)
  {
    if (std::uint32_t & label = labels.data[at]; label != 0)
    {
      std::uint32_t & number = numbers[label];
      number = number == 0 ? ++count : number;
      label = number;
    }
  }
  return count;
}
} // namespace

std::uint32_t
RenderStars(const std::vector<StarPolygon> & polygons,
            PlaneView<const float>           foreground,
            PlaneView<std::uint32_t>         labels)
{
  std::fill(labels.data, labels.data + labels.size(), 0U);
  std::vector<float> shares(labels.size(), std::numeric_limits<float>::infinity());
  const bool         isPlain = foreground.data == nullptr;
  FindNearest(polygons, isPlain ? 1.0F : kReach, labels, shares);
  if (!isPlain)
  {
    for (std::size_t at = 0; at < labels.size(); ++at)
    {
      labels.data[at] = shares[at] <= kCore || foreground.data[at] >= kForeground ? labels.data[at] : 0;
    }
    KeepLargestPieces(polygons.size(), labels);
  }
  return NumberInRasterOrder(polygons.size(), labels);
}
} // namespace pheno
