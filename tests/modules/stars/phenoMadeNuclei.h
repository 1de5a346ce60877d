#ifndef phenoMadeNuclei_h
#define phenoMadeNuclei_h

#include "phenoDraws.h"
#include "phenoStarPatch.h"

#include <cmath>
#include <cstdint>
#include <vector>

namespace pheno::test
{
/** An ellipse with its axes along rows and columns. */
struct Ellipse
{
  double x;
  double y;
  double a; ///< half axis along x
  double b;
};

/** Pixels whose centres lie in an ellipse; its number is its place from 1. */
inline std::vector<std::uint32_t>
DrawEllipses(const std::vector<Ellipse> & ellipses, std::size_t width, std::size_t height)
{
  std::vector<std::uint32_t> labels(width * height, 0);
  for (std::size_t i = 0; i < ellipses.size(); ++i)
  {
    const Ellipse & e = ellipses[i];
    for (std::size_t at = 0; at < labels.size(); ++at)
    {
      const double dx = (static_cast<double>(at % width) - e.x) / e.a;
      const double dy = (static_cast<double>(at / width) - e.y) / e.b;
      labels[at] = dx * dx + dy * dy <= 1.0 ? static_cast<std::uint32_t>(i + 1) : labels[at];
    }
  }
  return labels;
}

/** Bright discs of radius 6 to 9, apart from each other, with soft edges and noise, on a dark plane; grey values about
 * 20 to 220. */
struct MadeNuclei
{
  MadeNuclei(std::size_t side, std::uint64_t seed)
    : pixels(side * side)
  {
    Draws                draws{ seed };
    std::vector<Ellipse> discs;
    for (std::size_t y = 14; y + 14 <= side; y += 28)
    {
      for (std::size_t x = 14; x + 14 <= side; x += 28)
      {
        const double radius = draws.Uniform(6.0, 9.0);
        discs.push_back({ static_cast<double>(x) + draws.Uniform(-3, 3),
                          static_cast<double>(y) + draws.Uniform(-3, 3),
                          radius,
                          radius });
      }
    }
    count = discs.size();
    labels = DrawEllipses(discs, side, side);
    for (std::size_t at = 0; at < pixels.size(); ++at)
    {
      double value = 20;
      for (const Ellipse & disc : discs)
      {
        const double away =
          std::hypot(static_cast<double>(at % side) - disc.x, static_cast<double>(at / side) - disc.y) - disc.a;
        value += 180 / (1 + std::exp(2 * away));
      }
      pixels[at] = static_cast<float>(std::lround(value + draws.Uniform(-8, 8)));
    }
  }

  std::size_t                count;
  std::vector<float>         pixels;
  std::vector<std::uint32_t> labels;
};
} // namespace pheno::test

#endif
