#include "phenoResizePicture.h"

#include "phenoGaussianSmooth.h"

#include <algorithm>
#include <cmath>

namespace pheno
{
namespace
{
/** Between which two samples one lies, and how far from the first. */
struct Between
{
  std::size_t first;
  std::size_t second;
  double      share;
};

std::vector<Between>
PlacesOf(std::size_t from, std::size_t to)
{
  const double         scale = static_cast<double>(from) / static_cast<double>(to);
  const auto           samples = static_cast<std::ptrdiff_t>(from);
  std::vector<Between> places;
  for (std::size_t i = 0; i < to; ++i)
  {
    const double position = (static_cast<double>(i) + 0.5) * scale - 0.5;
    const auto   below = static_cast<std::ptrdiff_t>(std::floor(position));
    places.push_back({ static_cast<std::size_t>(BorderIndex(below, samples, Border::Mirror)),
                       static_cast<std::size_t>(BorderIndex(below + 1, samples, Border::Mirror)),
                       position - static_cast<double>(below) });
  }
  return places;
}

double
SigmaFor(std::size_t from, std::size_t to)
{
  return std::max(0.0, 0.5 * (static_cast<double>(from) / static_cast<double>(to) - 1.0));
}
} // namespace

FieldPicture
ResizePicture(const FieldPicture & picture, std::size_t width, std::size_t height)
{
  const FieldPicture smooth =
    GaussianSmooth(picture, SigmaFor(picture.width, width), SigmaFor(picture.height, height), Border::Mirror);
  const std::vector<Between> columns = PlacesOf(picture.width, width);
  FieldPicture               result{ width, height, {} };
  result.values.reserve(width * height);
  for (const Between & row : PlacesOf(picture.height, height))
  {
    const double * upper = smooth.values.data() + row.first * picture.width;
    const double * lower = smooth.values.data() + row.second * picture.width;
    for (const Between & column : columns)
    {
      const double top = (1.0 - column.share) * upper[column.first] + column.share * upper[column.second];
      const double bottom = (1.0 - column.share) * lower[column.first] + column.share * lower[column.second];
      result.values.push_back((1.0 - row.share) * top + row.share * bottom);
    }
  }
  return result;
}
} // namespace pheno
