#include "phenoAxes.h"
#include "phenoError.h"
#include "phenoFirstNames.h"
#include "phenoLayout.h"
#include "phenoLayoutFiles.h"
#include "phenoListTable.h"
#include "phenoValueCodec.h"
#include "phenoWideColumns.h"

#include <algorithm>
#include <map>

namespace pheno
{
namespace
{
/** As the Cell Painting Gallery names them; of several forms of one table the first is read. */
const std::vector<std::string> kTables = { "load_data.csv",
                                           "load_data.csv.gz",
                                           "load_data.parquet",
                                           "load_data_with_illum.csv",
                                           "load_data_with_illum.csv.gz",
                                           "load_data_with_illum.parquet" };

std::vector<std::string>
PickTable(const std::vector<std::string> & files)
{
  return PickFirst(files, kTables);
}

/** One table and where its files lie. */
class Source
{
public:
  Source(const fs::path & path, const IndexOptions & options)
    : table(*std::get<Ptr<Table>>(ImportValue(ValueType::Table, path)))
    , wide(SortWideColumns(table))
    , path(path)
    , m_Options(options)
    , m_Folder(fs::absolute(path).parent_path())
  {
    if (table.Rows() == 0)
    {
      throw Error(path.string() + ": has a header line and no rows");
    }
    CheckWideColumns(table, wide, path);
  }

  std::string
  Resolve(const fs::path & folder, const std::string & listed) const
  {
    return ResolveInTable(path, folder, listed, m_Options.folders);
  }
  const fs::path &
  Folder() const
  {
    return m_Folder;
  }
  /** The cells of a role and channel; no cells without such a column. */
  Table::Text
  Cells(const std::string & role, const std::string & channel) const
  {
    const auto columns = wide.roles.find(role);
    if (columns == wide.roles.end() || !columns->second.contains(channel))
    {
      return {};
    }
    return table.Texts(columns->second.at(channel));
  }

  Table       table;
  WideColumns wide;
  fs::path    path;

private:
  const IndexOptions & m_Options;
  fs::path             m_Folder;
};

/** The cells that say where each row's image of one channel is. */
class ChannelCells
{
public:
  ChannelCells(const Source & source, const std::string & channel)
    : m_Source(source)
    , m_Files(source.Cells("FileName_", channel))
    , m_Paths(source.Cells("PathName_", channel))
    , m_Urls(source.Cells("URL_", channel))
    , m_Frames(source.Cells("Frame_", channel))
  {
    const Table::Text series = source.Cells("Series_", channel);
    if (std::any_of(series.begin(), series.end(), [](const std::string & s) { return !s.empty() && s != "0"; }))
    {
      throw Error(source.path.string() + ": Series_" + channel +
                  " is not 0: files that hold several series are not read");
    }
  }

  /** "" where the row has no such image. */
  std::string
  Path(std::size_t row) const
  {
    if (!m_Files.empty() && !m_Files[row].empty())
    {
      const fs::path folder =
        m_Paths.empty() ? m_Source.Folder() : fs::path(m_Source.Resolve(m_Source.Folder(), m_Paths[row]));
      return m_Source.Resolve(folder, m_Files[row]);
    }
    return m_Urls.empty() || m_Urls[row].empty() ? std::string() : m_Source.Resolve(m_Source.Folder(), m_Urls[row]);
  }
  std::string
  Page(std::size_t row) const
  {
    return m_Frames.empty() || m_Frames[row].empty() ? "0" : m_Frames[row];
  }

private:
  const Source & m_Source;
  Table::Text    m_Files;
  Table::Text    m_Paths;
  Table::Text    m_Urls;
  Table::Text    m_Frames;
};

/** Sites called 0 or 04 are names like any other here; other programs stumble over them. */
void
NoteNumbers(const Source & source, const Table & metadata, std::vector<std::string> & notes)
{
  for (const std::string & name : metadata.Names())
  {
    const Table::Text cells = metadata.Texts(name);
    if (AxisOfColumn(name) == "site" && std::find(cells.begin(), cells.end(), "0") != cells.end())
    {
      notes.push_back(source.path.string() + ": " + name +
                      " is 0 in some rows, which CellProfiler takes for no value; here it is a name like any other");
    }
    const auto zero = std::find_if(
      cells.begin(), cells.end(), [](const std::string & cell) { return cell.size() > 1 && cell.front() == '0'; });
    if (AxisOfColumn(name) == "site" && zero != cells.end())
    {
      notes.push_back(source.path.string() + ": " + name + " has leading zeros ('" + *zero +
                      "'): exclusions and groups must spell it so");
    }
  }
}

void
NoteLeftOut(const Source & source, std::vector<std::string> & notes)
{
  std::vector<std::string> unused = source.wide.illumination;
  for (const std::string & channel : source.wide.channels)
  {
    std::erase(unused, IlluminationOf(source.wide, channel));
  }
  if (!unused.empty())
  {
    notes.push_back(source.path.string() + ": " + Join(unused) + " are illumination functions of no channel: left out");
  }
  if (!source.wide.others.empty())
  {
    notes.push_back(source.path.string() + ": " + std::to_string(source.wide.others.size()) +
                    " columns name neither images nor metadata (" + FirstNames(source.wide.others) + "): left out");
  }
}

ImageList
ListTable(const Source & source)
{
  ImageList list;
  Table     metadata;
  for (const std::string & column : source.wide.metadata)
  {
    metadata.Add(WithoutImagePrefix(column), source.table.Texts(column));
  }
  ComposeWell(metadata);
  std::vector<std::size_t> rows;
  Table::Text              channels;
  Table::Text              paths;
  Table::Text              pages;
  Table::Text              illumination;
  for (const std::string & channel : source.wide.channels)
  {
    const ChannelCells cells(source, channel);
    const ChannelCells functions(source, IlluminationOf(source.wide, channel));
    std::size_t        without = 0;
    for (std::size_t row = 0; row < source.table.Rows(); ++row)
    {
      std::string path = cells.Path(row);
      if (path.empty())
      {
        ++without;
        continue;
      }
      rows.push_back(row);
      channels.push_back(channel);
      paths.push_back(std::move(path));
      pages.push_back(cells.Page(row));
      illumination.push_back(functions.Path(row));
    }
    if (without > 0)
    {
      list.notes.push_back(source.path.string() + ": " + std::to_string(without) + " of " +
                           std::to_string(source.table.Rows()) + " rows name no file for channel '" + channel + "'");
    }
  }
  NoteNumbers(source, metadata, list.notes);
  NoteLeftOut(source, list.notes);
  list.table = metadata.Select(rows);
  list.table.Set("channel", std::move(channels));
  list.table.Set("path", std::move(paths));
  list.table.Set("page", std::move(pages));
  if (!source.wide.illumination.empty())
  {
    list.table.Set("illumination", std::move(illumination));
  }
  return list;
}
} // namespace

ImageList
ListLoadData(const fs::path & source, const IndexOptions & options)
{
  const std::vector<fs::path> files =
    fs::is_directory(source) ? FindLists(source, PickTable) : std::vector<fs::path>{ source };
  if (files.empty())
  {
    throw Error(source.string() + ": no " + Join(kTables) + " was found in it or up to three folders below");
  }
  ImageList whole;
  for (const fs::path & file : files)
  {
    ImageList list = ListTable(Source(file, options));
    AppendLoosely(whole.table, std::move(list.table));
    std::move(list.notes.begin(), list.notes.end(), std::back_inserter(whole.notes));
  }
  return whole;
}

std::string
RecognizeLoadData(const fs::path & source)
{
  const std::vector<fs::path>    tables = FindLists(source, PickTable);
  const fs::path                 table = fs::is_directory(source) && !tables.empty() ? tables.front() : source;
  const std::vector<std::string> columns = ColumnsOfTable(table);
  const bool                     wide = std::any_of(columns.begin(), columns.end(), [](const std::string & column) {
    const std::string name = WithoutImagePrefix(column);
    return name.starts_with("FileName_") || name.starts_with("URL_");
  });
  return wide ? table.string() : "";
}
} // namespace pheno
