#include "phenoL2Normalise.h"

#include <cmath>

namespace pheno
{
std::size_t
L2NormaliseRows(Matrix & matrix)
{
  std::size_t untouched = 0;
  for (std::size_t row = 0; row < matrix.rows; ++row)
  {
    double sum = 0;
    for (const double value : matrix.Row(row))
    {
      sum += value * value;
    }
    const double norm = std::sqrt(sum);
    if (!(norm > 0) || !std::isfinite(norm))
    {
      ++untouched;
      continue;
    }
    for (double & value : matrix.Row(row))
    {
      value /= norm;
    }
  }
  return untouched;
}
} // namespace pheno
