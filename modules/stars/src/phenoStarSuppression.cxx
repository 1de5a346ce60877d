#include "phenoStarSuppression.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <unordered_map>

namespace pheno
{
namespace
{
constexpr int kCellPixels = 32;

/** What is kept, by the cells of a grid that its pixels reach into. */
class KeptPolygons
{
public:
  explicit KeptPolygons(double bound)
    : m_Bound(bound)
  {}

  bool
  Covers(const PolygonPixels & pixels)
  {
    bool covers = false;
    this->VisitCells(pixels, [&](std::vector<std::size_t> & cell) {
      covers = covers || std::any_of(cell.begin(), cell.end(), [&](std::size_t i) {
                 const double smaller = static_cast<double>(std::min(pixels.Area(), m_Kept[i].Area()));
                 return static_cast<double>(pixels.Overlap(m_Kept[i])) > m_Bound * smaller;
               });
    });
    return covers;
  }

  void
  Add(PolygonPixels pixels)
  {
    this->VisitCells(pixels, [this](std::vector<std::size_t> & cell) { cell.push_back(m_Kept.size()); });
    m_Kept.push_back(std::move(pixels));
  }

private:
  template <typename TVisitor>
  void
  VisitCells(const PolygonPixels & pixels, const TVisitor & visit)
  {
    int left = pixels.Spans().front().first, right = pixels.Spans().front().last;
    for (const PolygonPixels::Span & span : pixels.Spans())
    {
      left = std::min(left, span.first);
      right = std::max(right, span.last);
    }
    for (int y = Cell(pixels.Spans().front().row); y <= Cell(pixels.Spans().back().row); ++y)
    {
      for (int x = Cell(left); x <= Cell(right); ++x)
      {
        visit(m_Cells[static_cast<std::uint64_t>(static_cast<std::uint32_t>(y)) << 32 | static_cast<std::uint32_t>(x)]);
      }
    }
  }
  static int
  Cell(int pixel)
  {
    return static_cast<int>(std::floor(static_cast<double>(pixel) / kCellPixels));
  }

  double                                                      m_Bound;
  std::vector<PolygonPixels>                                  m_Kept;
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> m_Cells;
};
} // namespace

std::vector<StarPolygon>
SuppressOverlaps(std::vector<StarPolygon> candidates, double bound)
{
  std::sort(candidates.begin(), candidates.end(), [](const StarPolygon & a, const StarPolygon & b) {
    return a.score != b.score ? a.score > b.score : a.y != b.y ? a.y < b.y : a.x < b.x;
  });
  const std::vector<RayDirection> directions =
    RayDirections(candidates.empty() ? 0 : static_cast<int>(candidates.front().radii.size()));
  KeptPolygons             kept(bound);
  std::vector<StarPolygon> result;
  for (StarPolygon & candidate : candidates)
  {
    PolygonPixels pixels(candidate, directions);
    if (pixels.Area() > 0 && !kept.Covers(pixels))
    {
      kept.Add(std::move(pixels));
      result.push_back(std::move(candidate));
    }
  }
  return result;
}
} // namespace pheno
