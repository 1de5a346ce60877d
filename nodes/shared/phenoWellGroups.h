#ifndef phenoWellGroups_h
#define phenoWellGroups_h

#include "phenoMatrix.h"
#include "phenoTable.h"

namespace pheno
{
/** The group of every well by a metadata column; without a column all wells are one group. Throws Error when there is
 * no such column. */
inline LabelColumn
GroupsOf(const Table & metadata, const std::string & column)
{
  return column.empty() ? LabelColumn(metadata.Rows(), "all") : metadata.Texts(column);
}
} // namespace pheno

#endif
