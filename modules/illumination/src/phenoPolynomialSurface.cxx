#include "phenoPolynomialSurface.h"

#include "phenoSolve.h"

#include <array>

namespace pheno
{
namespace
{
constexpr std::size_t kTerms = 6;
constexpr double      kSingular = 1e-12; // of the number of pixels; coordinates run from -1 to 1
using Terms = std::array<double, kTerms>;

/** -1 to 1 over the pixels of an axis. */
double
Centred(std::size_t place, std::size_t samples)
{
  return samples > 1 ? 2.0 * static_cast<double>(place) / static_cast<double>(samples - 1) - 1.0 : 0.0;
}

Terms
TermsAt(std::size_t pixel, const FieldPicture & picture)
{
  const double x = Centred(pixel % picture.width, picture.width);
  const double y = Centred(pixel / picture.width, picture.height);
  return { 1.0, x, y, x * x, y * y, x * y };
}
} // namespace

FieldPicture
PolynomialSurface(const FieldPicture & picture)
{
  std::vector<double> moments(kTerms * kTerms, 0.0);
  std::vector<double> coefficients(kTerms, 0.0);
  for (std::size_t pixel = 0; pixel < picture.values.size(); ++pixel)
  {
    const double value = picture.values[pixel];
    if (!(value > 0.0))
    {
      continue;
    }
    const Terms terms = TermsAt(pixel, picture);
    for (std::size_t i = 0; i < kTerms; ++i)
    {
      coefficients[i] += terms[i] * value;
      for (std::size_t j = 0; j < kTerms; ++j)
      {
        moments[i * kTerms + j] += terms[i] * terms[j];
      }
    }
  }
  const double count = moments[0];
  const double mean = count > 0.0 ? coefficients[0] / count : 0.0;
  if (!SolveLinear(moments, coefficients, kSingular * count))
  {
    coefficients = { mean, 0.0, 0.0, 0.0, 0.0, 0.0 };
  }
  FieldPicture surface = picture;
  for (std::size_t pixel = 0; pixel < surface.values.size(); ++pixel)
  {
    const Terms terms = TermsAt(pixel, picture);
    double      value = 0.0;
    for (std::size_t i = 0; i < kTerms; ++i)
    {
      value += coefficients[i] * terms[i];
    }
    surface.values[pixel] = value;
  }
  return surface;
}
} // namespace pheno
