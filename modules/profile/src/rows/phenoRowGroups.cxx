#include "phenoRowGroups.h"
#include "phenoProfileError.h"

#include <algorithm>
#include <numeric>

namespace pheno
{
namespace
{
bool
SameKey(std::span<const LabelColumn> columns, std::size_t a, std::size_t b)
{
  return std::all_of(
    columns.begin(), columns.end(), [a, b](const LabelColumn & column) { return column[a] == column[b]; });
}

bool
KeyLess(std::span<const LabelColumn> columns, std::size_t a, std::size_t b)
{
  for (const LabelColumn & column : columns)
  {
    if (const int order = column[a].compare(column[b]))
    {
      return order < 0;
    }
  }
  return a < b;
}
} // namespace

std::vector<RowGroup>
GroupRows(std::span<const LabelColumn> columns)
{
  if (columns.empty())
  {
    throw ProfileError("rows were to be grouped by no column; expected at least one");
  }
  const std::size_t rows = columns.front().size();
  for (const LabelColumn & column : columns)
  {
    if (column.size() != rows)
    {
      throw ProfileError("columns to group by have " + std::to_string(rows) + " and " + std::to_string(column.size()) +
                         " rows; expected equal lengths");
    }
  }
  std::vector<std::size_t> order(rows);
  std::iota(order.begin(), order.end(), std::size_t{ 0 });
  std::sort(order.begin(), order.end(), [columns](std::size_t a, std::size_t b) { return KeyLess(columns, a, b); });
  std::vector<RowGroup> groups;
  for (const std::size_t row : order)
  {
    if (groups.empty() || !SameKey(columns, groups.back().rows.front(), row))
    {
      RowGroup & group = groups.emplace_back();
      for (const LabelColumn & column : columns)
      {
        group.key.push_back(column[row]);
      }
    }
    groups.back().rows.push_back(row);
  }
  return groups;
}

std::vector<RowGroup>
GroupRows(const LabelColumn & column)
{
  return GroupRows(std::span<const LabelColumn>(&column, 1));
}
} // namespace pheno
