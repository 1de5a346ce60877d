#ifndef phenoMetadataColumn_h
#define phenoMetadataColumn_h

#include "phenoError.h"
#include "phenoMatrix.h"
#include "phenoTable.h"

#include <string>
#include <string_view>
#include <vector>

namespace pheno
{
inline constexpr std::string_view kMetadataPrefix = "Metadata_";

/** The name of a metadata column in the table: parameters may leave Metadata_ away. */
inline std::string
MetadataName(const std::string & name)
{
  return Table::IsMetadata(name) ? name : std::string(kMetadataPrefix) + name;
}

/** The column whose name is nearest to a misspelt one, or "" when none is close. */
inline std::string
NearestMetadata(const Table & metadata, const std::string & misspelt)
{
  std::vector<std::string> names;
  for (const std::string & name : metadata.Names())
  {
    names.push_back(Table::IsMetadata(name) ? name.substr(kMetadataPrefix.size()) : name);
  }
  const std::string nearest = NearestName(MetadataName(misspelt).substr(kMetadataPrefix.size()), names);
  return nearest.empty() ? "" : MetadataName(nearest);
}

/** Why a column, by its full name, is lacking: the nearest name where there is one, and all that there are. Empty where
 * the table has it. */
inline std::string
LackOfColumn(const Table & metadata, const std::string & full)
{
  if (metadata.Has(full))
  {
    return "";
  }
  const std::string nearest = NearestMetadata(metadata, full);
  return "profiles have no column '" + full + "'" + (nearest.empty() ? "" : " (did you mean '" + nearest + "'?)") +
         "; they have " + Join(metadata.Names());
}

/** Throws Error naming the first column that the metadata does not have, the nearest name where there is one, and all
 * that there are. \param where what names the columns, such as a parameter. A table without columns has no rows to need
 * any. */
inline void
RequireMetadata(const Table & metadata, const std::string & where, const std::vector<std::string> & names)
{
  for (const std::string & name : names)
  {
    const std::string lack = metadata.columns.empty() ? "" : LackOfColumn(metadata, MetadataName(name));
    if (!lack.empty())
    {
      throw Error(where + ": " + lack);
    }
  }
}

/** A column as text; throws as RequireMetadata. */
inline LabelColumn
MetadataColumn(const Table & metadata, const std::string & where, const std::string & name)
{
  RequireMetadata(metadata, where, { name });
  return metadata.columns.empty() ? LabelColumn() : metadata.Texts(MetadataName(name));
}

/** Several columns; throws as RequireMetadata. */
inline std::vector<LabelColumn>
SeveralMetadataColumns(const Table & metadata, const std::string & where, const std::vector<std::string> & names)
{
  std::vector<LabelColumn> columns;
  for (const std::string & name : names)
  {
    columns.push_back(MetadataColumn(metadata, where, name));
  }
  return columns;
}
} // namespace pheno

#endif
