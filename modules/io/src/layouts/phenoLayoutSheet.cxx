#include "phenoAxes.h"
#include "phenoError.h"
#include "phenoLayout.h"
#include "phenoListTable.h"
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
} // namespace

ImageList
ListSheet(const fs::path & source, const IndexOptions & options)
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
    paths.push_back(path.empty() ? path
                                 : ResolveInTable(source, fs::absolute(source).parent_path(), path, options.folders));
  }
  table.Remove(column);
  ComposeWell(table);
  table.Set("path", std::move(paths));
  return list;
}

std::string
RecognizeSheet(const fs::path & source)
{
  bool path = false;
  bool well = false;
  for (const std::string & column : ColumnsOfTable(source))
  {
    path = path || kPathNames.contains(PlainName(column));
    well = well || AxisOfColumn(column) == "well" || PlainName(column) == "row";
  }
  return path && well ? source.string() : "";
}
} // namespace pheno
