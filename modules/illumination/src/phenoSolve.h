#ifndef phenoSolve_h
#define phenoSolve_h

#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace pheno
{
/** Solves a x = b for a square matrix (rows one after the other) by elimination with pivots; x takes the place of b.
 * False, b without meaning, when a pivot is not above least_pivot. */
inline bool
SolveLinear(std::vector<double> a, std::vector<double> & b, double least_pivot)
{
  const std::size_t n = b.size();
  for (std::size_t k = 0; k < n; ++k)
  {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < n; ++i)
    {
      pivot = std::abs(a[i * n + k]) > std::abs(a[pivot * n + k]) ? i : pivot;
    }
    if (!(std::abs(a[pivot * n + k]) > least_pivot))
    {
      return false;
    }
    for (std::size_t j = 0; j < n; ++j)
    {
      std::swap(a[k * n + j], a[pivot * n + j]);
    }
    std::swap(b[k], b[pivot]);
    for (std::size_t i = 0; i < n; ++i)
    {
      const double factor = i == k ? 0.0 : a[i * n + k] / a[k * n + k];
      for (std::size_t j = k; j < n; ++j)
      {
        a[i * n + j] -= factor * a[k * n + j];
      }
      b[i] -= factor * b[k];
    }
  }
  for (std::size_t k = 0; k < n; ++k)
  {
    b[k] /= a[k * n + k];
  }
  return true;
}
} // namespace pheno

#endif
