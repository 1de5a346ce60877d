#ifndef phenoMatrix_h
#define phenoMatrix_h

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace pheno
{
/** A borrowed N x D table of doubles, row-major; NaN is a missing value. */
struct MatrixView
{
  const double * values = nullptr;
  std::size_t    rows = 0;
  std::size_t    columns = 0;

  std::span<const double>
  Row(std::size_t row) const
  {
    return { values + row * columns, columns };
  }
  double
  operator()(std::size_t row, std::size_t column) const
  {
    return values[row * columns + column];
  }
};

/** An owned N x D table of doubles, row-major. */
struct Matrix
{
  std::size_t         rows = 0;
  std::size_t         columns = 0;
  std::vector<double> values;

  Matrix() = default;
  Matrix(std::size_t rowCount, std::size_t columnCount, double value = 0)
    : rows(rowCount)
    , columns(columnCount)
    , values(rowCount * columnCount, value)
  {}
  explicit Matrix(MatrixView view)
    : rows(view.rows)
    , columns(view.columns)
    , values(view.values, view.values + view.rows * view.columns)
  {}

  operator MatrixView() const { return { values.data(), rows, columns }; }
  std::span<double>
  Row(std::size_t row)
  {
    return { values.data() + row * columns, columns };
  }
  std::span<const double>
  Row(std::size_t row) const
  {
    return { values.data() + row * columns, columns };
  }
  double &
  operator()(std::size_t row, std::size_t column)
  {
    return values[row * columns + column];
  }
  double
  operator()(std::size_t row, std::size_t column) const
  {
    return values[row * columns + column];
  }
};

/** A column of names, one a row: plate, well, treatment, ... */
using LabelColumn = std::vector<std::string>;

/** One flag a row, non-zero: the row belongs to it (char, because vector<bool> has no spans). */
using RowMask = std::vector<char>;

/** The rows at these positions, in this order; positions may repeat. Throws ProfileError for a position outside. */
Matrix
SelectRows(MatrixView matrix, std::span<const std::size_t> rows);

/** The mask of the rows with this label. */
RowMask
MaskOf(const LabelColumn & labels, const std::string & label);

/** Those of the rows that the mask marks, in their order. */
std::vector<std::size_t>
Marked(const std::vector<std::size_t> & rows, const RowMask & mask);
} // namespace pheno

#endif
