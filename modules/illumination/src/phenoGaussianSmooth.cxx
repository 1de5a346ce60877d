#include "phenoGaussianSmooth.h"

#include <cmath>

namespace pheno
{
namespace
{
/** One half of the kernel, the middle first. */
std::vector<double>
GaussianTaps(double sigma)
{
  const auto          reach = static_cast<std::size_t>(4.0 * sigma + 0.5);
  std::vector<double> taps(reach + 1);
  double              sum = 0.0;
  for (std::size_t i = 0; i <= reach; ++i)
  {
    const double t = static_cast<double>(i) / sigma;
    taps[i] = std::exp(-0.5 * t * t);
    sum += i == 0 ? taps[i] : 2.0 * taps[i];
  }
  for (double & tap : taps)
  {
    tap /= sum;
  }
  return taps;
}

void
SmoothRows(FieldPicture & picture, const std::vector<double> & taps, Border border)
{
  const std::size_t   reach = taps.size() - 1;
  const auto          places = BorderIndices(picture.width, reach, border);
  std::vector<double> line(places.size());
  for (std::size_t y = 0; y < picture.height; ++y)
  {
    double * row = picture.values.data() + y * picture.width;
    for (std::size_t i = 0; i < line.size(); ++i)
    {
      line[i] = places[i] < 0 ? 0.0 : row[places[i]];
    }
    for (std::size_t x = 0; x < picture.width; ++x)
    {
      row[x] = taps[0] * line[x + reach];
    }
    for (std::size_t k = 1; k <= reach; ++k)
    {
      const double * before = line.data() + reach - k;
      const double * after = line.data() + reach + k;
      for (std::size_t x = 0; x < picture.width; ++x)
      {
        row[x] += taps[k] * (before[x] + after[x]);
      }
    }
  }
}

void
SmoothColumns(FieldPicture & picture, const std::vector<double> & taps, Border border)
{
  const std::size_t         reach = taps.size() - 1;
  const auto                places = BorderIndices(picture.height, reach, border);
  const std::vector<double> in = picture.values;
  const std::vector<double> nothing(picture.width, 0.0);
  const auto                rowAt = [&](std::size_t place) {
    return places[place] < 0 ? nothing.data() : in.data() + static_cast<std::size_t>(places[place]) * picture.width;
  };
  for (std::size_t y = 0; y < picture.height; ++y)
  {
    double * row = picture.values.data() + y * picture.width;
    for (std::size_t x = 0; x < picture.width; ++x)
    {
      row[x] *= taps[0];
    }
    for (std::size_t k = 1; k <= reach; ++k)
    {
      const double * before = rowAt(y + reach - k);
      const double * after = rowAt(y + reach + k);
      for (std::size_t x = 0; x < picture.width; ++x)
      {
        row[x] += taps[k] * (before[x] + after[x]);
      }
    }
  }
}
} // namespace

FieldPicture
GaussianSmooth(const FieldPicture & picture, double sigma_x, double sigma_y, Border border)
{
  FieldPicture smooth = picture;
  if (sigma_x > 0.0)
  {
    SmoothRows(smooth, GaussianTaps(sigma_x), border);
  }
  if (sigma_y > 0.0)
  {
    SmoothColumns(smooth, GaussianTaps(sigma_y), border);
  }
  return smooth;
}

FieldPicture
GaussianSmoothInside(const FieldPicture & picture, double sigma)
{
  FieldPicture       smooth = GaussianSmooth(picture, sigma, sigma, Border::None);
  const FieldPicture ones{ picture.width, picture.height, std::vector<double>(picture.values.size(), 1.0) };
  const FieldPicture inside = GaussianSmooth(ones, sigma, sigma, Border::None);
  for (std::size_t i = 0; i < smooth.values.size(); ++i)
  {
    smooth.values[i] /= inside.values[i];
  }
  return smooth;
}
} // namespace pheno
