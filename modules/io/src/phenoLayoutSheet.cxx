#include "phenoAxes.h"
#include "phenoError.h"
#include "phenoLayout.h"
#include "phenoValueCodec.h"

#include <algorithm>
#include <set>

namespace pheno
{
namespace
{
const std::set<std::string> kPathNames = { "path", "file", "filename", "filepath", "image", "imagepath", "imagefile" };

/** The column whose plain name is one of these; throws Error when several are. */
std::string
FindColumn(const Table & table, const std::set<std::string> & plainNames, const fs::path & source)
{
  std::vector<std::string> found;
  for (const std::string & name : table.Names())
  {
    if (plainNames.contains(PlainName(name)))
    {
      found.push_back(name);
    }
  }
  if (found.size() > 1)
  {
    throw Error(source.string() + ": the columns " + Join(found) + " could all be meant; rename the right one to '" +
                *plainNames.rbegin() + "'");
  }
  return found.empty() ? std::string() : found.front();
}

bool
HasAxis(const Table & table, const std::string & axis)
{
  const std::vector<std::string> names = table.Names();
  return std::any_of(names.begin(), names.end(), [&](const std::string & name) { return AxisOfColumn(name) == axis; });
}
} // namespace

ImageList
ListSheet(const fs::path & source, const IndexOptions &)
{
  ImageList list;
  list.table = *std::get<Ptr<Table>>(ImportValue(ValueType::Table, source));
  Table &           table = list.table;
  const std::string column = table.Has("path") ? "path" : FindColumn(table, kPathNames, source);
  if (column.empty())
  {
    throw Error(source.string() + ": has no column 'path' that names image files; it has " + Join(table.Names()));
  }
  Table::Text paths;
  for (const std::string & path : table.Texts(column))
  {
    paths.push_back(path.empty() ? path : ResolveListed(fs::absolute(source).parent_path(), path).string());
  }
  table.Remove(column);
  const std::string row = FindColumn(table, { "row" }, source);
  const std::string col = FindColumn(table, { "col", "column" }, source);
  if (!HasAxis(table, "well") && !row.empty() && !col.empty())
  {
    Table::Text wells;
    for (std::size_t i = 0; i < table.Rows(); ++i)
    {
      wells.push_back(WellFromRowColumn(table.Cell(i, row), table.Cell(i, col)));
    }
    table.Add("well", std::move(wells));
  }
  table.Set("path", std::move(paths));
  return list;
}
} // namespace pheno
