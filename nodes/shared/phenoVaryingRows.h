#ifndef phenoVaryingRows_h
#define phenoVaryingRows_h

#include "phenoMatrix.h"

#include <cmath>

namespace pheno
{
/** The rows that have a correlation with others: those with two different finite values at least. */
inline std::vector<std::size_t>
VaryingRows(MatrixView profiles)
{
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < profiles.rows; ++row)
  {
    double low = NAN;
    double high = NAN;
    for (const double value : profiles.Row(row))
    {
      low = std::isfinite(value) ? std::fmin(low, value) : low;
      high = std::isfinite(value) ? std::fmax(high, value) : high;
    }
    if (low < high)
    {
      rows.push_back(row);
    }
  }
  return rows;
}
} // namespace pheno

#endif
