#ifndef phenoObjectMap_h
#define phenoObjectMap_h

#include "phenoPlaneView.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pheno
{
/** One object of a label plane: its number, its area in pixels and its bounding box. Coordinates are in pixels, the
 * first pixel's centre at (0, 0). */
struct MeasuredObject
{
  std::uint32_t label = 0;
  std::size_t   area = 0;
  std::size_t   left = 0; ///< first column; left + width is one past the last
  std::size_t   top = 0;
  std::size_t   width = 0;
  std::size_t   height = 0;
  double        centre_x = 0.0; ///< centroid of the mask
  double        centre_y = 0.0;
};

/** The objects of a label plane (0 is background) by rising number, found in one pass. Numbers need not be consecutive,
 * an object need not be connected. Refers to the plane, which must outlive it; memory grows with the number of objects
 * alone. */
class ObjectMap
{
public:
  explicit ObjectMap(PlaneView<const std::uint32_t> labels);

  const std::vector<MeasuredObject> &
  Objects() const
  {
    return m_Objects;
  }
  PlaneView<const std::uint32_t>
  Labels() const
  {
    return m_Labels;
  }
  /** The row of an object's number, or the number of objects where there is none. */
  std::size_t
  RowOf(std::uint32_t label) const;

  /** Calls visit(x, y, index in the plane) for each pixel of an object, row by row. */
  template <typename Visit>
  void
  ForEachPixel(const MeasuredObject & object, Visit visit) const
  {
    for (std::size_t y = object.top; y < object.top + object.height; ++y)
    {
      const std::size_t row = y * m_Labels.width;
      for (std::size_t x = object.left; x < object.left + object.width; ++x)
      {
        if (m_Labels.data[row + x] == object.label)
        {
          visit(x, y, row + x);
        }
      }
    }
  }

  /** Does the pixel belong to the object? Coordinates outside the plane do not. */
  bool
  Contains(const MeasuredObject & object, std::ptrdiff_t x, std::ptrdiff_t y) const
  {
    return x >= 0 && y >= 0 && x < static_cast<std::ptrdiff_t>(m_Labels.width) &&
           y < static_cast<std::ptrdiff_t>(m_Labels.height) &&
           m_Labels.data[static_cast<std::size_t>(y) * m_Labels.width + static_cast<std::size_t>(x)] == object.label;
  }

  /** The values of a plane of the same size inside an object, row by row; replaces what `values` holds. */
  void
  Gather(const MeasuredObject & object, PlaneView<const float> plane, std::vector<double> & values) const;

private:
  PlaneView<const std::uint32_t> m_Labels;
  std::vector<MeasuredObject>    m_Objects;
};
} // namespace pheno

#endif
