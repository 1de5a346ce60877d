#ifndef phenoFiniteValues_h
#define phenoFiniteValues_h

#include "phenoMatrix.h"
#include "phenoProfileError.h"

#include <cmath>

namespace pheno
{
/** Throws ProfileError naming the first NaN or infinite value and what cannot use it. */
inline void
RequireFinite(MatrixView matrix, const std::string & what)
{
  for (std::size_t row = 0; row < matrix.rows; ++row)
  {
    for (std::size_t feature = 0; feature < matrix.columns; ++feature)
    {
      if (!std::isfinite(matrix(row, feature)))
      {
        throw ProfileError(what + " needs finite values; row " + std::to_string(row) + ", feature " +
                           std::to_string(feature) + " is " +
                           (std::isnan(matrix(row, feature)) ? "not a number" : "infinite"));
      }
    }
  }
}
} // namespace pheno

#endif
