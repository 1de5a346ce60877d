#ifndef phenoPanelProducts_h
#define phenoPanelProducts_h

#include "phenoMatrix.h"

#include <functional>

namespace pheno
{
inline constexpr std::size_t kQueriesAtOnce = 6;

/** Six rows against a panel of eight columns that lie side by side (depth x 8): out[q][c] = sum_k queries[q][k]
 * panel[k][c]. The terms are added in their order, so equal rows give equal bits wherever they stand, on every
 * processor. Each out has room for eight numbers. */
void
PanelProducts(const double * const * queries, const double * panel, std::size_t depth, double * const * out);

/** A K x M matrix laid out for multiplying rows by it, many times and from many threads. */
class PackedMatrix
{
public:
  explicit PackedMatrix(MatrixView matrix);

  std::size_t
  Rows() const
  {
    return m_Rows;
  }
  std::size_t
  Columns() const
  {
    return m_Columns;
  }

  /** out = rows times the matrix. \param rows count x K \param out count x M, elsewhere than rows */
  void
  Multiply(const double * rows, std::size_t count, double * out) const;

private:
  std::size_t         m_Rows;
  std::size_t         m_Columns;
  std::vector<double> m_Panels; ///< K x 8 each, the last filled up with zeros
};

/** A matrix in row order of tiles, whichever way it comes about; never held as a whole. */
struct TiledColumns
{
  std::size_t rows = 0;
  std::size_t columns = 0;
  /** Writes `width` columns from `column` on, of `depth` rows from `row` on, to out: width x depth, one column after
   * the other. */
  std::function<void(std::size_t column, std::size_t width, std::size_t row, std::size_t depth, double * out)> fill;
};

/** The marked rows of a matrix as tiles. Holds references. */
TiledColumns
TilesOf(MatrixView matrix, std::span<const std::size_t> rows);

/** A^T A, the same bits for any thread count; the memory of a tile of 512 rows beside the result. */
Matrix
CrossProduct(const TiledColumns & a, unsigned threads);

/** A^T B. Both have the same number of rows. */
Matrix
CrossProduct(const TiledColumns & a, const TiledColumns & b, unsigned threads);
} // namespace pheno

#endif
