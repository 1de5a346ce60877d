#ifndef phenoFittedOn_h
#define phenoFittedOn_h

#include "phenoError.h"
#include "phenoMatrix.h"
#include "phenoRowGroups.h"
#include "phenoTable.h"

#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace pheno
{
/** The column that says of every row which fits saw it: "normalisation", "feature selection", "whitening" by the nodes
 * of these names, or any other name from the plate map, separated by commas; an empty cell: none. */
inline constexpr auto kFittedOnColumn = "Metadata_fitted_on";

/** The names that the nodes of fits write. */
inline constexpr auto kNormalisationFit = "normalisation";
inline constexpr auto kSelectionFit = "feature selection";
inline constexpr auto kWhiteningFit = "whitening";

/** The names in a cell. */
inline std::set<std::string>
FitsIn(const std::string & cell)
{
  std::set<std::string> names;
  std::istringstream    parts(cell);
  std::string           name;
  while (std::getline(parts, name, ','))
  {
    name.erase(0, name.find_first_not_of(' '));
    names.insert(name);
  }
  names.erase("");
  return names;
}

inline std::string
CellOfFits(const std::set<std::string> & names)
{
  return Join({ names.begin(), names.end() });
}

/** Notes in the column that a fit of this name saw the rows of a mask, beside what the cells say already. A table
 * without columns stays so. */
inline void
MarkFitted(Table & metadata, const RowMask & seen, const std::string & name)
{
  if (metadata.columns.empty())
  {
    return;
  }
  Table::Text cells = metadata.Has(kFittedOnColumn) ? metadata.Texts(kFittedOnColumn) : Table::Text(metadata.Rows());
  for (std::size_t row = 0; row < cells.size(); ++row)
  {
    if (seen[row] != 0)
    {
      std::set<std::string> names = FitsIn(cells[row]);
      names.insert(name);
      cells[row] = CellOfFits(names);
    }
  }
  metadata.Set(kFittedOnColumn, std::move(cells));
}

/** Where the rows have the column, adds it to a table of one row a group: what saw any row of the group. */
inline void
MergeFitted(const Table & metadata, const std::vector<RowGroup> & groups, Table & table)
{
  if (!metadata.Has(kFittedOnColumn))
  {
    return;
  }
  const Table::Text cells = metadata.Texts(kFittedOnColumn);
  Table::Text       merged;
  for (const RowGroup & group : groups)
  {
    std::set<std::string> names;
    for (const std::size_t row : group.rows)
    {
      names.merge(FitsIn(cells[row]));
    }
    merged.push_back(CellOfFits(names));
  }
  table.Set(kFittedOnColumn, std::move(merged));
}

/** What a reader of a score must know when rows that are scored were learnt from: "warning: 12 of 96 scored profiles
 * were used to fit encoder, whitening". Empty without the column or such a row. */
inline std::string
FittedOnWarning(const Table & metadata)
{
  if (!metadata.Has(kFittedOnColumn))
  {
    return "";
  }
  std::size_t           count = 0;
  std::set<std::string> names;
  for (const std::string & cell : metadata.Texts(kFittedOnColumn))
  {
    const std::set<std::string> own = FitsIn(cell);
    count += !own.empty();
    names.insert(own.begin(), own.end());
  }
  return count == 0 ? ""
                    : "warning: " + std::to_string(count) + " of " + std::to_string(metadata.Rows()) +
                        " scored profiles were used to fit " + CellOfFits(names);
}
} // namespace pheno

#endif
