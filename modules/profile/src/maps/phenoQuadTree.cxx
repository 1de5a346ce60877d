#include "phenoQuadTree.h"

#include <algorithm>
#include <array>

namespace pheno
{
namespace
{
constexpr int kDeepest = 50; // below, points are as good as equal
} // namespace

QuadTree::QuadTree(const Matrix & map)
{
  if (map.columns == 0)
  {
    return;
  }
  const auto ofX = map.Row(0);
  const auto ofY = map.Row(1);
  const auto [left, right] = std::minmax_element(ofX.begin(), ofX.end());
  const auto [bottom, top] = std::minmax_element(ofY.begin(), ofY.end());
  std::vector<std::uint32_t> points(map.columns);
  for (std::size_t i = 0; i < points.size(); ++i)
  {
    points[i] = static_cast<std::uint32_t>(i);
  }
  m_Cells.reserve(2 * points.size());
  this->Divide(map, points, *left, *bottom, std::max(*right - *left, *top - *bottom), 0);
}

void
QuadTree::Divide(const Matrix &               map,
                 std::vector<std::uint32_t> & points,
                 double                       left,
                 double                       bottom,
                 double                       width,
                 int                          depth)
{
  const std::size_t place = m_Cells.size();
  const double      count = static_cast<double>(points.size());
  double            x = 0;
  double            y = 0;
  for (const std::uint32_t point : points)
  {
    x += map(0, point);
    y += map(1, point);
  }
  const bool isLeaf = points.size() == 1 || width == 0 || depth == kDeepest;
  m_Cells.push_back({ x / count, y / count, count, isLeaf ? 0 : width, 0 });
  if (!isLeaf)
  {
    const double                              half = width / 2;
    std::array<std::vector<std::uint32_t>, 4> parts;
    for (const std::uint32_t point : points)
    {
      const int right = map(0, point) >= left + half ? 1 : 0;
      const int upper = map(1, point) >= bottom + half ? 2 : 0;
      parts[static_cast<std::size_t>(right + upper)].push_back(point);
    }
    std::vector<std::uint32_t>().swap(points);
    for (std::size_t part = 0; part < parts.size(); ++part)
    {
      if (!parts[part].empty())
      {
        this->Divide(
          map, parts[part], left + (part % 2 == 1 ? half : 0), bottom + (part >= 2 ? half : 0), half, depth + 1);
      }
    }
  }
  m_Cells[place].next = static_cast<std::uint32_t>(m_Cells.size());
}

QuadTree::Repulsion
QuadTree::RepulsionAt(double x, double y, double angle) const
{
  Repulsion repulsion;
  for (std::size_t i = 0; i < m_Cells.size();)
  {
    const Cell & cell = m_Cells[i];
    const double dx = x - cell.x;
    const double dy = y - cell.y;
    const double square = dx * dx + dy * dy;
    if (cell.width * cell.width > angle * angle * square)
    {
      ++i;
      continue;
    }
    const double w = 1 / (1 + square);
    repulsion.weight += cell.count * w;
    repulsion.x += cell.count * w * w * dx;
    repulsion.y += cell.count * w * w * dy;
    i = cell.next;
  }
  return repulsion;
}
} // namespace pheno
