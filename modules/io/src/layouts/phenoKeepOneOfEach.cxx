#include "phenoAxes.h"
#include "phenoError.h"
#include "phenoLayout.h"
#include "phenoShard.h"

#include <algorithm>
#include <map>
#include <set>

namespace pheno
{
namespace
{
/** What an index holds one of. */
struct Dimension
{
  const char *          name; ///< the column that TableOf makes
  const char *          words;
  const char *          option;
  std::set<std::string> columns; ///< plain names
  std::string IndexOptions::*choice;
};

const std::vector<Dimension> &
Dimensions()
{
  static const std::vector<Dimension> dimensions = {
    { "plane", "planes", "--plane", { "plane", "planeid", "metadataplane", "metadataplaneid" }, &IndexOptions::plane },
    { "timepoint",
      "time points",
      "--timepoint",
      { "timepoint", "timepointid", "metadatatimepoint", "metadatatimepointid" },
      &IndexOptions::timepoint },
  };
  return dimensions;
}

std::string
ColumnOf(const Table & table, const Dimension & dimension)
{
  for (const std::string & name : table.Names())
  {
    if (dimension.columns.contains(PlainName(name)))
    {
      return name;
    }
  }
  return "";
}

/** Has an image several of them? */
bool
IsShared(const Table & table, const Table::Text & cells)
{
  std::vector<Table::Text> axes;
  for (const std::string axis : { "plate", "well", "site", "channel" })
  {
    axes.push_back(table.Has(axis) ? table.Texts(axis) : Table::Text(cells.size()));
  }
  std::map<std::vector<std::string>, std::size_t> first; // row of each image
  for (std::size_t row = 0; row < cells.size(); ++row)
  {
    const auto [place, added] = first.try_emplace({ axes[0][row], axes[1][row], axes[2][row], axes[3][row] }, row);
    if (!added && cells[place->second] != cells[row])
    {
      return true;
    }
  }
  return false;
}

std::vector<std::string>
Distinct(const Table::Text & cells)
{
  const std::set<std::string> values(cells.begin(), cells.end());
  std::vector<std::string>    sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end(), NaturalLess);
  return sorted;
}

void
Keep(ImageList & list, const std::string & column, const Dimension & dimension, const std::string & choice)
{
  const Table::Text        cells = list.table.Texts(column);
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < cells.size(); ++row)
  {
    if (cells[row] == choice)
    {
      rows.push_back(row);
    }
  }
  if (rows.size() < cells.size())
  {
    list.notes.push_back(std::to_string(cells.size() - rows.size()) + " of " + std::to_string(cells.size()) +
                         " images are of other " + dimension.words + " than " + choice + ": left out");
    list.table = list.table.Select(rows);
  }
}
} // namespace

void
KeepOneOfEach(ImageList & list, const IndexOptions & options, const fs::path & source)
{
  for (const Dimension & dimension : Dimensions())
  {
    const std::string & choice = options.*dimension.choice;
    const std::string   column = ColumnOf(list.table, dimension);
    if (column.empty())
    {
      if (!choice.empty())
      {
        throw Error(source.string() + ": lists no " + dimension.words + ", and " + dimension.option + " asks for " +
                    choice);
      }
      continue;
    }
    const std::vector<std::string> values = Distinct(list.table.Texts(column));
    if (!choice.empty())
    {
      if (std::find(values.begin(), values.end(), choice) == values.end())
      {
        throw Error(source.string() + ": has no " + dimension.name + " '" + choice + "'; it has " + Join(values));
      }
      Keep(list, column, dimension, choice);
    }
    else if (values.size() > 1 && IsShared(list.table, list.table.Texts(column)))
    {
      if (dimension.choice == &IndexOptions::plane)
      {
        list.notes.push_back("fields have planes " + Join(values) + ": pheno.read_site projects them, and " +
                             dimension.option + " chooses one");
        list.table.Set("z", list.table.Texts(column));
        list.table.Remove(column);
        continue;
      }
      throw Error(source.string() + ": lists " + dimension.words + " " + Join(values) +
                  " of each field; an index holds one: choose it with " + dimension.option);
    }
    if (column == dimension.name && Distinct(list.table.Texts(column)).size() < 2)
    {
      list.table.Remove(column);
    }
  }
}
} // namespace pheno
