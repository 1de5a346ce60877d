#include "phenoMatrix.h"
#include "phenoProfileError.h"

#include <algorithm>
#include <iterator>

namespace pheno
{
Matrix
SelectRows(MatrixView matrix, std::span<const std::size_t> rows)
{
  Matrix selected(rows.size(), matrix.columns);
  for (std::size_t i = 0; i < rows.size(); ++i)
  {
    if (rows[i] >= matrix.rows)
    {
      throw ProfileError("row " + std::to_string(rows[i]) + " was asked for, the matrix has " +
                         std::to_string(matrix.rows) + " rows");
    }
    const auto row = matrix.Row(rows[i]);
    std::copy(row.begin(), row.end(), selected.Row(i).begin());
  }
  return selected;
}

RowMask
MaskOf(const LabelColumn & labels, const std::string & label)
{
  RowMask mask(labels.size());
  std::transform(
    labels.begin(), labels.end(), mask.begin(), [&label](const std::string & each) { return each == label; });
  return mask;
}

std::vector<std::size_t>
Marked(const std::vector<std::size_t> & rows, const RowMask & mask)
{
  std::vector<std::size_t> marked;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(marked), [&mask](std::size_t row) { return mask[row]; });
  return marked;
}
} // namespace pheno
