#include "phenoConvexHull.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pheno
{
namespace
{
std::int64_t
Cross(const LatticePoint & origin, const LatticePoint & a, const LatticePoint & b)
{
  return (a.x - origin.x) * (b.y - origin.y) - (a.y - origin.y) * (b.x - origin.x);
}

double
Distance(const LatticePoint & a, const LatticePoint & b)
{
  return std::hypot(static_cast<double>(a.x - b.x), static_cast<double>(a.y - b.y));
}

/** Division that rounds down, and up; divisor above 0. */
std::int64_t
Floor(std::int64_t value, std::int64_t divisor)
{
  return value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor);
}
std::int64_t
Ceiling(std::int64_t value, std::int64_t divisor)
{
  return -Floor(-value, divisor);
}

/** First and last pixel of each row of an object; `visit(first, last, y)`. */
template <typename Visit>
void
ForEachRow(const ObjectMap & objects, const MeasuredObject & object, Visit visit)
{
  const auto labels = objects.Labels();
  for (std::size_t y = object.top; y < object.top + object.height; ++y)
  {
    const std::uint32_t * row = labels.data + y * labels.width;
    const std::uint32_t * end = row + object.left + object.width;
    const std::uint32_t * first = std::find(row + object.left, end, object.label);
    if (first == end)
    {
      continue;
    }
    const std::uint32_t * last = end - 1;
    while (*last != object.label)
    {
      --last;
    }
    visit(first - row, last - row, static_cast<std::int64_t>(y));
  }
}

bool
Holds(const Circle & circle, const LatticePoint & point)
{
  const double distance = std::hypot(static_cast<double>(point.x) - circle.x, static_cast<double>(point.y) - circle.y);
  return distance <= circle.radius * (1.0 + 1e-12);
}

Circle
CircleOf(const LatticePoint & a, const LatticePoint & b)
{
  return { 0.5 * static_cast<double>(a.x + b.x), 0.5 * static_cast<double>(a.y + b.y), 0.5 * Distance(a, b) };
}

Circle
CircleOf(const LatticePoint & a, const LatticePoint & b, const LatticePoint & c)
{
  const auto   bx = static_cast<double>(b.x - a.x), by = static_cast<double>(b.y - a.y);
  const auto   cx = static_cast<double>(c.x - a.x), cy = static_cast<double>(c.y - a.y);
  const double twice = 2.0 * (bx * cy - by * cx);
  const double x = (cy * (bx * bx + by * by) - by * (cx * cx + cy * cy)) / twice;
  const double y = (bx * (cx * cx + cy * cy) - cx * (bx * bx + by * by)) / twice;
  return { static_cast<double>(a.x) + x, static_cast<double>(a.y) + y, std::hypot(x, y) };
}
} // namespace

std::vector<LatticePoint>
ConvexHull(std::vector<LatticePoint> points)
{
  std::sort(points.begin(), points.end(), [](const LatticePoint & a, const LatticePoint & b) {
    return a.x != b.x ? a.x < b.x : a.y < b.y;
  });
  points.erase(std::unique(points.begin(), points.end()), points.end());
  if (points.size() < 3)
  {
    return points;
  }
  std::vector<LatticePoint> hull;
  for (int side = 0; side < 2; ++side)
  {
    const std::size_t start = hull.size();
    for (const LatticePoint & point : points)
    {
      while (hull.size() >= start + 2 && Cross(hull[hull.size() - 2], hull.back(), point) <= 0)
      {
        hull.pop_back();
      }
      hull.push_back(point);
    }
    hull.pop_back(); // the first of the other side
    std::reverse(points.begin(), points.end());
  }
  return hull;
}

std::vector<LatticePoint>
HullOfCentres(const ObjectMap & objects, const MeasuredObject & object)
{
  std::vector<LatticePoint> points;
  ForEachRow(objects, object, [&](std::int64_t first, std::int64_t last, std::int64_t y) {
    points.push_back({ first, y });
    points.push_back({ last, y });
  });
  return ConvexHull(std::move(points));
}

std::size_t
ConvexArea(const ObjectMap & objects, const MeasuredObject & object)
{
  std::vector<LatticePoint> points; // in half pixels, so that mid-points of sides are whole
  ForEachRow(objects, object, [&](std::int64_t first, std::int64_t last, std::int64_t y) {
    points.insert(points.end(), { { 2 * first - 1, 2 * y }, { 2 * last + 1, 2 * y } });
    points.insert(points.end(), { { 2 * first, 2 * y - 1 }, { 2 * first, 2 * y + 1 } });
    points.insert(points.end(), { { 2 * last, 2 * y - 1 }, { 2 * last, 2 * y + 1 } });
  });
  const std::vector<LatticePoint> hull = ConvexHull(std::move(points));
  const auto                      top = static_cast<std::int64_t>(object.top);
  std::vector<std::int64_t>       first(object.height, std::numeric_limits<std::int64_t>::max());
  std::vector<std::int64_t>       last(object.height, std::numeric_limits<std::int64_t>::min());
  for (std::size_t i = 0; i < hull.size(); ++i)
  {
    LatticePoint a = hull[i];
    LatticePoint b = hull[(i + 1) % hull.size()];
    if (a.y > b.y)
    {
      std::swap(a, b);
    }
    for (std::int64_t y = Ceiling(a.y, 2); y <= Floor(b.y, 2) && a.y < b.y; ++y)
    {
      // the side crosses the row at numerator / (2 rise) pixels
      const std::int64_t rise = b.y - a.y;
      const std::int64_t numerator = a.x * rise + (b.x - a.x) * (2 * y - a.y);
      const auto         row = static_cast<std::size_t>(y - top);
      first[row] = std::min(first[row], Ceiling(numerator, 2 * rise));
      last[row] = std::max(last[row], Floor(numerator, 2 * rise));
    }
  }
  std::size_t area = 0;
  for (std::size_t row = 0; row < object.height; ++row)
  {
    area += first[row] <= last[row] ? static_cast<std::size_t>(last[row] - first[row] + 1) : 0;
  }
  return area;
}

FeretDiameters
MeasureFeret(const std::vector<LatticePoint> & hull)
{
  FeretDiameters feret;
  if (hull.size() < 2)
  {
    return feret;
  }
  feret.minimum = hull.size() == 2 ? 0.0 : std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < hull.size(); ++i)
  {
    const LatticePoint & next = hull[(i + 1) % hull.size()];
    std::int64_t         farthest = 0;
    for (const LatticePoint & point : hull)
    {
      feret.maximum = std::max(feret.maximum, Distance(hull[i], point));
      farthest = std::max(farthest, std::abs(Cross(hull[i], next, point)));
    }
    feret.minimum = std::min(feret.minimum, static_cast<double>(farthest) / Distance(hull[i], next));
  }
  return feret;
}

Circle
EnclosingCircle(const std::vector<LatticePoint> & points)
{
  Circle circle;
  if (points.empty())
  {
    return circle;
  }
  circle = CircleOf(points[0], points[0]);
  for (std::size_t i = 1; i < points.size(); ++i)
  {
    if (Holds(circle, points[i]))
    {
      continue;
    }
    circle = CircleOf(points[0], points[i]);
    for (std::size_t j = 1; j < i; ++j)
    {
      if (Holds(circle, points[j]))
      {
        continue;
      }
      circle = CircleOf(points[j], points[i]);
      for (std::size_t k = 0; k < j; ++k)
      {
        if (!Holds(circle, points[k]))
        {
          circle = CircleOf(points[k], points[j], points[i]);
        }
      }
    }
  }
  return circle;
}
} // namespace pheno
