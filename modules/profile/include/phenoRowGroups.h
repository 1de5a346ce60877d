#ifndef phenoRowGroups_h
#define phenoRowGroups_h

#include "phenoMatrix.h"

namespace pheno
{
/** Rows that share the values of one or several label columns. */
struct RowGroup
{
  std::vector<std::string> key;  ///< one value a column
  std::vector<std::size_t> rows; ///< ascending
};

/** Groups rows by their values, sorted by key as byte strings, column after column. Zero rows give zero groups.
 * Throws ProfileError without columns or with columns of different lengths. */
std::vector<RowGroup>
GroupRows(std::span<const LabelColumn> columns);

/** The same for a single column. */
std::vector<RowGroup>
GroupRows(const LabelColumn & column);
} // namespace pheno

#endif
