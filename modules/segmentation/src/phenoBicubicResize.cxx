#include "phenoBicubicResize.h"

#include <algorithm>
#include <cmath>

namespace pheno
{
namespace
{
/** Which source samples make one result sample. */
struct Taps
{
  std::vector<std::size_t> sources;
  std::vector<float>       weights;
};

double
CubicKernel(double t, double a)
{
  t = std::abs(t);
  if (t < 1.0)
  {
    return ((a + 2.0) * t - (a + 3.0)) * t * t + 1.0;
  }
  return t < 2.0 ? (((t - 5.0) * t + 8.0) * t - 4.0) * a : 0.0;
}

Taps
InterpolatingTaps(double centre, std::size_t samples)
{
  const double position = centre - 0.5;
  const auto   base = static_cast<std::ptrdiff_t>(std::floor(position));
  Taps         taps;
  for (std::ptrdiff_t j = base - 1; j <= base + 2; ++j)
  {
    taps.sources.push_back(
      static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(j, 0, static_cast<std::ptrdiff_t>(samples) - 1)));
    taps.weights.push_back(static_cast<float>(CubicKernel(position - static_cast<double>(j), -0.75)));
  }
  return taps;
}

Taps
AntialiasedTaps(double centre, double shrink, std::size_t samples)
{
  const double        support = 2.0 * shrink;
  const auto          first = static_cast<std::size_t>(std::max(0.0, centre - support + 0.5));
  const auto          end = std::min(samples, static_cast<std::size_t>(centre + support + 0.5));
  std::vector<double> weights;
  double              sum = 0.0;
  for (std::size_t j = first; j < end; ++j)
  {
    weights.push_back(CubicKernel((static_cast<double>(j) - centre + 0.5) / shrink, -0.5));
    sum += weights.back();
  }
  Taps taps;
  for (std::size_t j = first; j < end; ++j)
  {
    taps.sources.push_back(j);
    taps.weights.push_back(static_cast<float>(weights[j - first] / sum));
  }
  return taps;
}

std::vector<Taps>
AxisTaps(std::size_t from, std::size_t to, bool antialias)
{
  const double      scale = static_cast<double>(from) / static_cast<double>(to);
  std::vector<Taps> taps;
  for (std::size_t i = 0; i < to; ++i)
  {
    const double centre = scale * (static_cast<double>(i) + 0.5);
    taps.push_back(antialias ? AntialiasedTaps(centre, std::max(scale, 1.0), from) : InterpolatingTaps(centre, from));
  }
  return taps;
}
} // namespace

std::vector<float>
BicubicResize(PlaneView<const float> plane, std::size_t width, std::size_t height, bool antialias)
{
  const std::vector<Taps> columns = AxisTaps(plane.width, width, antialias);
  const std::vector<Taps> rows = AxisTaps(plane.height, height, antialias);
  std::vector<float>      across(plane.height * width);
  for (std::size_t y = 0; y < plane.height; ++y)
  {
    const float * line = plane.data + y * plane.width;
    for (std::size_t x = 0; x < width; ++x)
    {
      float sum = 0.0f;
      for (std::size_t k = 0; k < columns[x].sources.size(); ++k)
      {
        sum += columns[x].weights[k] * line[columns[x].sources[k]];
      }
      across[y * width + x] = sum;
    }
  }
  std::vector<float> result(height * width, 0.0f);
  for (std::size_t y = 0; y < height; ++y)
  {
    for (std::size_t k = 0; k < rows[y].sources.size(); ++k)
    {
      const float   weight = rows[y].weights[k];
      const float * line = across.data() + rows[y].sources[k] * width;
      for (std::size_t x = 0; x < width; ++x)
      {
        result[y * width + x] += weight * line[x];
      }
    }
  }
  return result;
}
} // namespace pheno
