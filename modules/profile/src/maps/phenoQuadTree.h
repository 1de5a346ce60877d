#ifndef phenoQuadTree_h
#define phenoQuadTree_h

#include "phenoMatrix.h"

namespace pheno
{
/** Points of a plane in nested squares, to sum forces over far cells at once (Barnes, Hut 1986). */
class QuadTree
{
public:
  /** \param map 2 x N */
  explicit QuadTree(const Matrix & map);

  /** Sums over all points, with w = 1 / (1 + d^2). */
  struct Repulsion
  {
    double x = 0; ///< sum w^2 (x - x_j)
    double y = 0;
    double weight = 0; ///< sum w, a point at the place itself counting 1
  };
  /** Cells that appear under less than `angle` (width / distance) count as their mean. */
  Repulsion
  RepulsionAt(double x, double y, double angle) const;

private:
  struct Cell
  {
    double        x; ///< mean of the points
    double        y;
    double        count;
    double        width; ///< 0: all points are at one place
    std::uint32_t next;  ///< the first cell behind this one's parts, which follow it
  };

  void
  Divide(const Matrix & map, std::vector<std::uint32_t> & points, double left, double bottom, double width, int depth);

  std::vector<Cell> m_Cells;
};
} // namespace pheno

#endif
