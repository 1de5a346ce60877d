#include "phenoListTable.h"

#include "phenoAxes.h"
#include "phenoCsv.h"
#include "phenoError.h"
#include "phenoLayout.h"
#include "phenoLayoutFiles.h"
#include "phenoValueCodec.h"
#include "phenoWideColumns.h"

#include <algorithm>
#include <fstream>

namespace pheno
{
namespace
{
constexpr std::streamsize kLongestHeader = 1 << 20;

bool
IsText(const std::string & name)
{
  return EndsWith(name, ".csv") || EndsWith(name, ".tsv") || EndsWith(name, ".txt");
}

/** The first line that is not blank; "" when it is longer than headers are. */
std::string
FirstLine(const fs::path & path)
{
  std::ifstream stream(path.c_str(), std::ios::binary);
  std::string   text(kLongestHeader, '\0');
  stream.read(text.data(), kLongestHeader);
  text.resize(static_cast<std::size_t>(stream.gcount()));
  const std::size_t begin = std::min(text.find_first_not_of("\r\n"), text.size());
  const std::size_t end = std::min(text.find('\n', begin), text.size());
  return end == static_cast<std::size_t>(kLongestHeader) ? "" : text.substr(begin, end - begin);
}

int
HexDigit(char c)
{
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

/** The path of a file: URL. */
std::string
PathOfFileUrl(const std::string & url)
{
  const std::string encoded = url.starts_with("file:///") ? url.substr(7) : url.substr(5);
  std::string       path;
  for (std::size_t i = 0; i < encoded.size(); ++i)
  {
    const bool coded =
      encoded[i] == '%' && i + 2 < encoded.size() && HexDigit(encoded[i + 1]) >= 0 && HexDigit(encoded[i + 2]) >= 0;
    path += coded ? static_cast<char>(16 * HexDigit(encoded[i + 1]) + HexDigit(encoded[i + 2])) : encoded[i];
    i += coded ? 2 : 0;
  }
  return path;
}
} // namespace

std::vector<std::string>
ColumnsOfTable(const fs::path & source)
{
  const std::string name = source.filename().string();
  try
  {
    if (fs::is_regular_file(source) && IsText(name))
    {
      return ParseCsv(FirstLine(source), name).Names();
    }
    if (fs::is_regular_file(source) && (EndsWith(name, ".gz") || EndsWith(name, ".parquet")))
    {
      return std::get<Ptr<Table>>(ImportValue(ValueType::Table, source))->Names();
    }
  }
  catch (const Error &)
  {} // another layout's, or nobody's: the layout that is asked for says why
  return {};
}

std::string
MapListed(const std::string & listed, const std::map<std::string, std::string> & folders)
{
  std::string best;
  for (const auto & [prefix, folder] : folders)
  {
    const bool begins = listed.starts_with(prefix) &&
                        (prefix.ends_with('/') || listed.size() == prefix.size() || listed[prefix.size()] == '/');
    if (begins && prefix.size() > best.size())
    {
      best = prefix;
    }
  }
  if (best.empty())
  {
    return listed;
  }
  const std::size_t rest = listed.find_first_not_of('/', best.size());
  const fs::path    folder = fs::absolute(folders.at(best));
  return (rest == std::string::npos ? folder : folder / listed.substr(rest)).string();
}

std::string
ResolveInTable(const fs::path &                           table,
               const fs::path &                           folder,
               const std::string &                        listed,
               const std::map<std::string, std::string> & folders)
{
  const std::string mapped = MapListed(listed, folders);
  const std::string local = mapped.starts_with("file:") ? PathOfFileUrl(mapped) : mapped;
  const std::size_t scheme = local.find("://");
  if (scheme != std::string::npos)
  {
    const std::string bucket = local.substr(0, local.find('/', scheme + 3));
    throw Error(table.string() + ": lists '" + local +
                "'; only files are read: name the folder that stands for it, --map " + bucket + "=FOLDER");
  }
  return ResolveListed(folder, local).string();
}

void
ComposeWell(Table & table)
{
  std::string row;
  std::string column;
  for (const std::string & name : table.Names())
  {
    if (AxisOfColumn(name) == "well")
    {
      return;
    }
    std::string plain = PlainName(WithoutImagePrefix(name));
    plain = plain.starts_with("metadata") ? plain.substr(8) : plain;
    row = plain == "row" ? name : row;
    column = plain == "col" || plain == "column" ? name : column;
  }
  if (row.empty() || column.empty())
  {
    return;
  }
  Table::Text wells;
  for (std::size_t i = 0; i < table.Rows(); ++i)
  {
    wells.push_back(WellFromRowColumn(table.Cell(i, row), table.Cell(i, column)));
  }
  table.Add("well", std::move(wells));
}

void
AppendLoosely(Table & table, Table more)
{
  if (table.columns.empty())
  {
    table = std::move(more);
    return;
  }
  const auto complete = [](Table & lacking, const Table & other) {
    const std::size_t rows = lacking.Rows();
    for (const std::string & name : other.Names())
    {
      if (!lacking.Has(name))
      {
        lacking.Add(name, Table::Text(rows));
      }
    }
  };
  complete(table, more);
  complete(more, table);
  table.Append(more);
}
} // namespace pheno
