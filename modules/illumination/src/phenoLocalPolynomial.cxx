#include "phenoLocalPolynomial.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace pheno
{
namespace
{
constexpr std::size_t kTerms = 3;
using Row = std::array<double, kTerms>;

/** Solves a x = (1, 0, 0)^T for a symmetric positive definite matrix of the given order. */
Row
SolveForConstant(std::array<Row, kTerms> a, std::size_t order)
{
  Row b{ 1.0, 0.0, 0.0 };
  for (std::size_t k = 0; k < order; ++k)
  {
    for (std::size_t i = k + 1; i < order; ++i)
    {
      const double factor = a[i][k] / a[k][k];
      for (std::size_t j = k; j < order; ++j)
      {
        a[i][j] -= factor * a[k][j];
      }
      b[i] -= factor * b[k];
    }
  }
  Row x{};
  for (std::size_t k = order; k-- > 0;)
  {
    double sum = b[k];
    for (std::size_t j = k + 1; j < order; ++j)
    {
      sum -= a[k][j] * x[j];
    }
    x[k] = sum / a[k][k];
  }
  return x;
}

std::vector<double>
WeightsAt(const std::vector<double> & samples, double point, double sigma)
{
  const std::size_t       order = std::min(kTerms, samples.size());
  std::array<Row, kTerms> moments{};
  std::vector<double>     weights(samples.size());
  std::vector<Row>        terms(samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i)
  {
    const double t = (samples[i] - point) / sigma;
    weights[i] = std::exp(-0.5 * t * t);
    terms[i] = { 1.0, t, t * t };
    for (std::size_t j = 0; j < order; ++j)
    {
      for (std::size_t k = 0; k < order; ++k)
      {
        moments[j][k] += weights[i] * terms[i][j] * terms[i][k];
      }
    }
  }
  const Row x = SolveForConstant(moments, order);
  for (std::size_t i = 0; i < samples.size(); ++i)
  {
    weights[i] *= x[0] * terms[i][0] + x[1] * terms[i][1] + x[2] * terms[i][2];
  }
  return weights;
}
} // namespace

std::vector<std::vector<double>>
LocalQuadraticWeights(const std::vector<double> & samples, const std::vector<double> & points, double sigma)
{
  // A kernel narrower than the samples' spacing would have nothing to fit.
  const double spacing =
    samples.size() > 1 ? (samples.back() - samples.front()) / static_cast<double>(samples.size() - 1) : 1.0;
  std::vector<std::vector<double>> rows;
  rows.reserve(points.size());
  for (const double point : points)
  {
    rows.push_back(WeightsAt(samples, point, std::max(sigma, spacing)));
  }
  return rows;
}

std::vector<double>
SmoothSeparably(const std::vector<std::vector<double>> & rows,
                const std::vector<double> &              picture,
                const std::vector<std::vector<double>> & columns)
{
  const std::size_t   height = rows.front().size();
  const std::size_t   width = columns.front().size();
  std::vector<double> along(height * columns.size());
  for (std::size_t y = 0; y < height; ++y)
  {
    for (std::size_t x = 0; x < columns.size(); ++x)
    {
      double sum = 0.0;
      for (std::size_t i = 0; i < width; ++i)
      {
        sum += columns[x][i] * picture[y * width + i];
      }
      along[y * columns.size() + x] = sum;
    }
  }
  std::vector<double> result(rows.size() * columns.size(), 0.0);
  for (std::size_t y = 0; y < rows.size(); ++y)
  {
    double * out = result.data() + y * columns.size();
    for (std::size_t i = 0; i < height; ++i)
    {
      const double   weight = rows[y][i];
      const double * in = along.data() + i * columns.size();
      for (std::size_t x = 0; x < columns.size(); ++x)
      {
        out[x] += weight * in[x];
      }
    }
  }
  return result;
}
} // namespace pheno
