#include "phenoStarPolygon.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace pheno
{
std::vector<RayDirection>
RayDirections(int rays)
{
  std::vector<RayDirection> directions;
  for (int k = 0; k < rays; ++k)
  {
    const double angle = 2.0 * std::numbers::pi * k / rays;
    directions.push_back({ std::cos(angle), std::sin(angle) });
  }
  return directions;
}

PolygonPixels::PolygonPixels(const StarPolygon & polygon, const std::vector<RayDirection> & directions)
{
  const std::size_t   n = polygon.radii.size();
  std::vector<double> x(n), y(n);
  for (std::size_t k = 0; k < n; ++k)
  {
    x[k] = polygon.x + polygon.radii[k] * directions[k].x;
    y[k] = polygon.y + polygon.radii[k] * directions[k].y;
  }
  const auto          bounds = std::minmax_element(y.begin(), y.end());
  std::vector<double> cuts;
  for (int row = static_cast<int>(std::ceil(*bounds.first)); row <= static_cast<int>(std::floor(*bounds.second)); ++row)
  {
    cuts.clear();
    for (std::size_t k = 0; k < n; ++k)
    {
      const std::size_t next = k + 1 < n ? k + 1 : 0;
      if ((y[k] <= row) != (y[next] <= row))
      {
        cuts.push_back(x[k] + (row - y[k]) / (y[next] - y[k]) * (x[next] - x[k]));
      }
    }
    std::sort(cuts.begin(), cuts.end());
    for (std::size_t i = 0; i + 1 < cuts.size(); i += 2)
    {
      const int first = static_cast<int>(std::ceil(cuts[i]));
      const int last = static_cast<int>(std::ceil(cuts[i + 1])) - 1; // a centre on the border belongs to one side only
      if (first <= last)
      {
        m_Spans.push_back({ row, first, last });
        m_Area += static_cast<std::size_t>(last - first + 1);
      }
    }
  }
}

std::size_t
PolygonPixels::Overlap(const PolygonPixels & other) const
{
  const auto isBefore = [](const Span & a, const Span & b) { return a.row != b.row ? a.row < b.row : a.last < b.last; };
  std::size_t pixels = 0;
  auto        a = m_Spans.begin();
  auto        b = other.m_Spans.begin();
  while (a != m_Spans.end() && b != other.m_Spans.end())
  {
    if (a->row == b->row)
    {
      pixels += static_cast<std::size_t>(std::max(0, std::min(a->last, b->last) - std::max(a->first, b->first) + 1));
    }
    isBefore(*a, *b) ? ++a : ++b;
  }
  return pixels;
}
} // namespace pheno
