#ifndef phenoMadeField_h
#define phenoMadeField_h

#include "phenoPlaneView.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace pheno::test
{
/** A label plane and two planes that own their pixels. */
struct MadeField
{
  std::size_t                width = 0;
  std::size_t                height = 0;
  std::vector<std::uint32_t> labels;
  std::vector<float>         a;
  std::vector<float>         b;

  PlaneView<const std::uint32_t>
  Labels() const
  {
    return { labels.data(), width, height };
  }
  PlaneView<const float>
  A() const
  {
    return { a.data(), width, height };
  }
  PlaneView<const float>
  B() const
  {
    return { b.data(), width, height };
  }
};

using PixelRule = std::function<double(int x, int y)>;

inline MadeField
MakeField(
  std::size_t                                    width,
  std::size_t                                    height,
  const std::function<std::uint32_t(int, int)> & label,
  const PixelRule &                              a = [](int, int) { return 0.5; },
  const PixelRule &                              b = [](int, int) { return 0.25; })
{
  MadeField field;
  field.width = width;
  field.height = height;
  for (int y = 0; y < static_cast<int>(height); ++y)
  {
    for (int x = 0; x < static_cast<int>(width); ++x)
    {
      field.labels.push_back(label(x, y));
      field.a.push_back(static_cast<float>(a(x, y)));
      field.b.push_back(static_cast<float>(b(x, y)));
    }
  }
  return field;
}

/** The field of peer_measurements.py, numbers 1..6 mapped by `number`: a disc, a slanting ellipse, a rectangle that it
 * cuts, a ring, an L and a disc cut by the image's border. */
inline MadeField
PeerField(const std::function<std::uint32_t(std::uint32_t)> & number = [](std::uint32_t n) { return n; })
{
  const auto disc = [](int x, int y, int cx, int cy, int r) {
    return (x - cx) * (x - cx) + (y - cy) * (y - cy) <= r * r;
  };
  const auto label = [=](int x, int y) -> std::uint32_t {
    const int  u = (x - 50) + (y - 22), v = (x - 50) - (y - 22);
    const bool ellipse = u * u + 5 * v * v <= 340;
    if (disc(x, y, 92, 60, 8))
    {
      return 6;
    }
    if ((x >= 45 && x <= 52 && y >= 45 && y <= 70) || (x >= 45 && x <= 70 && y >= 63 && y <= 70))
    {
      return 5;
    }
    if (disc(x, y, 20, 55, 10) && !disc(x, y, 20, 55, 4))
    {
      return 4;
    }
    if (ellipse)
    {
      return 2;
    }
    if (x >= 58 && x <= 72 && y >= 14 && y <= 30)
    {
      return 3;
    }
    return disc(x, y, 20, 20, 9) ? 1 : 0;
  };
  const auto level = [](int x, int y) { return 40 + (x * x + 3 * y * y + x * y) % 61 + 2 * ((7 * x + 5 * y) % 31); };
  return MakeField(
    96,
    80,
    [&](int x, int y) {
      const std::uint32_t n = label(x, y);
      return n == 0 ? 0 : number(n);
    },
    [&](int x, int y) { return level(x, y) / 255.0; },
    [&](int x, int y) { return (20 + level(x, y) / 2 + (3 * x + 11 * y) % 53) / 255.0; });
}
} // namespace pheno::test

#endif
