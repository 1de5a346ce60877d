#ifndef phenoGroupedProfiles_h
#define phenoGroupedProfiles_h

#include "phenoProfiles.h"
#include "phenoRowGroups.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace pheno
{
/** Rows of profiles that share the values of some metadata columns. */
inline std::vector<RowGroup>
GroupProfiles(const Profiles & profiles, const std::vector<std::string> & by)
{
  std::vector<LabelColumn> columns;
  for (const std::string & name : by)
  {
    columns.push_back(profiles.metadata.Texts(name));
  }
  return GroupRows(columns);
}

/** One row a group: the columns that it was made by. */
inline Table
KeyTable(const std::vector<RowGroup> & groups, const std::vector<std::string> & by)
{
  Table table;
  for (std::size_t i = 0; i < by.size(); ++i)
  {
    Table::Text cells;
    for (const RowGroup & group : groups)
    {
      cells.push_back(group.key[i]);
    }
    table.Add(by[i], std::move(cells));
  }
  return table;
}

/** Adds the columns that have one value in every group. */
inline void
AddSharedColumns(const Table & metadata, const std::vector<RowGroup> & groups, Table & table)
{
  for (const Table::Column & column : metadata.columns)
  {
    if (table.Has(column.name))
    {
      continue;
    }
    const Table::Text cells = metadata.Texts(column.name);
    Table::Text       kept;
    for (const RowGroup & group : groups)
    {
      const std::string & first = cells[group.rows.front()];
      if (!std::all_of(group.rows.begin(), group.rows.end(), [&](std::size_t row) { return cells[row] == first; }))
      {
        break;
      }
      kept.push_back(first);
    }
    if (kept.size() == groups.size())
    {
      table.Add(column.name, std::move(kept));
    }
  }
}

inline Table::Integer
RowCounts(const std::vector<RowGroup> & groups)
{
  Table::Integer counts;
  for (const RowGroup & group : groups)
  {
    counts.push_back(static_cast<std::int64_t>(group.rows.size()));
  }
  return counts;
}

/** Objects of every group: the sum of Metadata_Object_Count where the rows have it (an unknown count counts nothing),
 * otherwise the rows. */
inline Table::Integer
ObjectCounts(const Table & metadata, const std::vector<RowGroup> & groups)
{
  if (!metadata.Has("Metadata_Object_Count"))
  {
    return RowCounts(groups);
  }
  const Table::Real given = metadata.Numbers("Metadata_Object_Count");
  Table::Integer    counts;
  for (const RowGroup & group : groups)
  {
    double sum = 0;
    for (const std::size_t row : group.rows)
    {
      sum += std::isnan(given[row]) ? 0 : given[row];
    }
    counts.push_back(std::llround(sum));
  }
  return counts;
}
} // namespace pheno

#endif
