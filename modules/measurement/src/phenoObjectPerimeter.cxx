#include "phenoObjectPerimeter.h"

#include <cmath>

namespace pheno
{
namespace
{
/** The mask of an object in its bounding box with a rim of two pixels. */
class PaddedMask
{
public:
  PaddedMask(const ObjectMap & objects, const MeasuredObject & object)
    : m_Width(object.width + 4)
    , m_Height(object.height + 4)
    , m_Pixels(m_Width * m_Height, 0)
  {
    objects.ForEachPixel(object, [&](std::size_t x, std::size_t y, std::size_t) {
      m_Pixels[(y - object.top + 2) * m_Width + x - object.left + 2] = 1;
    });
  }
  std::size_t
  Width() const
  {
    return m_Width;
  }
  /** The pixels that have all eight neighbours in the rim or the box: visit(index). */
  template <typename Visit>
  void
  ForEachInner(Visit visit) const
  {
    for (std::size_t y = 1; y + 1 < m_Height; ++y)
    {
      for (std::size_t x = 1; x + 1 < m_Width; ++x)
      {
        visit(y * m_Width + x);
      }
    }
  }
  std::uint8_t
  operator[](std::size_t i) const
  {
    return m_Pixels[i];
  }
  std::size_t
  size() const
  {
    return m_Pixels.size();
  }

private:
  std::size_t               m_Width;
  std::size_t               m_Height;
  std::vector<std::uint8_t> m_Pixels;
};

/** Weight of a border pixel with so many straight and diagonal border neighbours. */
double
BorderWeight(int straight, int diagonal)
{
  if ((straight == 2 || straight == 3) && diagonal <= 2)
  {
    return 1.0;
  }
  if ((straight == 0 && diagonal == 2) || (straight == 1 && diagonal == 3))
  {
    return M_SQRT2;
  }
  return straight == 1 && (diagonal == 1 || diagonal == 2) ? 0.5 * (1.0 + M_SQRT2) : 0.0;
}
} // namespace

double
Perimeter(const ObjectMap & objects, const MeasuredObject & object)
{
  const PaddedMask          mask(objects, object);
  const std::size_t         w = mask.Width();
  std::vector<std::uint8_t> border(mask.size(), 0);
  mask.ForEachInner(
    [&](std::size_t i) { border[i] = mask[i] != 0 && mask[i - 1] + mask[i + 1] + mask[i - w] + mask[i + w] < 4; });
  double length = 0.0;
  mask.ForEachInner([&](std::size_t i) {
    if (border[i] != 0)
    {
      length += BorderWeight(border[i - 1] + border[i + 1] + border[i - w] + border[i + w],
                             border[i - w - 1] + border[i - w + 1] + border[i + w - 1] + border[i + w + 1]);
    }
  });
  return length;
}

double
EulerNumber(const ObjectMap & objects, const MeasuredObject & object)
{
  const PaddedMask  mask(objects, object);
  const std::size_t w = mask.Width();
  int               quarters = 0;
  mask.ForEachInner([&](std::size_t i) {
    const int  count = mask[i] + mask[i + 1] + mask[i + w] + mask[i + w + 1];
    const bool diagonal = count == 2 && mask[i] == mask[i + w + 1];
    quarters += (count == 1) - (count == 3) - 2 * diagonal;
  });
  return 0.25 * quarters;
}
} // namespace pheno
