#ifndef phenoReferenceRows_h
#define phenoReferenceRows_h

#include "phenoColumnBlocks.h"
#include "phenoRequireLength.h"

namespace pheno
{
/** The marked rows, ascending. Throws ProfileError for a mask of another length or fewer than two marked rows. */
inline std::vector<std::size_t>
ReferenceRows(MatrixView matrix, const RowMask & reference, const std::string & what)
{
  RequireLength(reference.size(), matrix.rows, "reference mask");
  std::vector<std::size_t> rows = Marked(Everything(matrix.rows), reference);
  if (rows.size() < 2)
  {
    throw ProfileError(what + " was asked for on " + std::to_string(rows.size()) +
                       " reference (control) rows; expected at least two");
  }
  return rows;
}
} // namespace pheno

#endif
