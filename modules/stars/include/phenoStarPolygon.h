#ifndef phenoStarPolygon_h
#define phenoStarPolygon_h

#include <cstddef>
#include <vector>

namespace pheno
{
/** An object seen from a point inside it: how far its border is in each of the rays' directions. Ray k of n points to
 * the angle 2 pi k / n, from x towards y. */
struct StarPolygon
{
  float              score = 0; ///< probability of its object
  float              x = 0;     ///< the point, in pixels; pixel centres are whole numbers
  float              y = 0;
  std::vector<float> radii; ///< in pixels, one a ray, not negative
};

/** Cosine and sine of one ray. */
struct RayDirection
{
  double x;
  double y;
};

/** Of rays 0 .. n - 1. */
std::vector<RayDirection>
RayDirections(int rays);

/** The pixels whose centres lie inside a polygon, row by row, without regard to the image's border. */
class PolygonPixels
{
public:
  /** Columns first .. last of a row. */
  struct Span
  {
    int row;
    int first;
    int last;
  };

  PolygonPixels(const StarPolygon & polygon, const std::vector<RayDirection> & directions);

  /** Ordered by row, then column; disjoint. */
  const std::vector<Span> &
  Spans() const
  {
    return m_Spans;
  }
  std::size_t
  Area() const
  {
    return m_Area;
  }

  /** Number of pixels in both. */
  std::size_t
  Overlap(const PolygonPixels & other) const;

private:
  std::vector<Span> m_Spans;
  std::size_t       m_Area = 0;
};
} // namespace pheno

#endif
