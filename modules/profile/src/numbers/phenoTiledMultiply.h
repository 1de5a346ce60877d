#ifndef phenoTiledMultiply_h
#define phenoTiledMultiply_h

#include "phenoNormalise.h"
#include "phenoPanelProducts.h"
#include "phenoParallelFor.h"
#include "phenoProfileError.h"

#include <algorithm>

namespace pheno
{
/** rows times matrix into `out` (rows x columns), 128 rows at a time. */
inline void
MultiplyTiles(MatrixView rows, const PackedMatrix & matrix, unsigned threads, double * out)
{
  constexpr std::size_t kBlock = 128;
  ParallelFor((rows.rows + kBlock - 1) / kBlock, threads, [&](std::size_t block) {
    const std::size_t first = block * kBlock;
    matrix.Multiply(
      rows.values + first * rows.columns, std::min(kBlock, rows.rows - first), out + first * matrix.Columns());
  });
}

/** The same of rows that are normalised first. `out` may be the rows themselves when it is as wide. Throws ProfileError
 * for another number of features than the matrix has rows. */
inline void
NormaliseAndMultiplyTiles(MatrixView            rows,
                          const Normalisation & normalisation,
                          const PackedMatrix &  matrix,
                          unsigned              threads,
                          double *              out)
{
  constexpr std::size_t kBlock = 128;
  if (matrix.Rows() != rows.columns)
  {
    throw ProfileError("a transform of " + std::to_string(matrix.Rows()) + " features was to be applied to " +
                       std::to_string(rows.columns));
  }
  ParallelFor((rows.rows + kBlock - 1) / kBlock, threads, [&](std::size_t block) {
    const std::size_t first = block * kBlock;
    Matrix own(MatrixView{ rows.values + first * rows.columns, std::min(kBlock, rows.rows - first), rows.columns });
    ApplyNormalisation(normalisation, own);
    matrix.Multiply(own.values.data(), own.rows, out + first * matrix.Columns());
  });
}

/** The matrix with rows and columns exchanged. */
inline Matrix
Transposed(MatrixView matrix)
{
  Matrix transposed(matrix.columns, matrix.rows);
  for (std::size_t row = 0; row < matrix.rows; ++row)
  {
    for (std::size_t column = 0; column < matrix.columns; ++column)
    {
      transposed(column, row) = matrix(row, column);
    }
  }
  return transposed;
}
} // namespace pheno

#endif
