#include "phenoAxes.h"
#include "phenoError.h"
#include "phenoLayout.h"
#include "phenoValueCodec.h"

#include <algorithm>
#include <map>

namespace pheno
{
namespace
{
/** A column's name without the prefix that CellProfiler adds to measurements of images. */
std::string
WithoutImagePrefix(const std::string & column)
{
  return column.starts_with("Image_") ? column.substr(6) : column;
}

/** The columns of a wide table by what they say of each channel: role ("FileName_") -> channel -> column. */
struct WideColumns
{
  std::map<std::string, std::map<std::string, std::string>> roles;
  std::vector<std::string> channels; ///< in the order of the table, illumination left out
  std::vector<std::string> illumination;
  std::vector<std::string> metadata;
};

WideColumns
SortColumns(const Table & table)
{
  WideColumns wide;
  for (const std::string & column : table.Names())
  {
    const std::string name = WithoutImagePrefix(column);
    if (name.starts_with("Metadata_") || !AxisOfColumn(name).empty())
    {
      wide.metadata.push_back(column);
      continue;
    }
    for (const std::string role : { "FileName_", "PathName_", "URL_", "Frame_", "Series_" })
    {
      if (!name.starts_with(role))
      {
        continue;
      }
      const std::string channel = name.substr(role.size());
      wide.roles[role].emplace(channel, column);
      auto & names = channel.starts_with("Illum") ? wide.illumination : wide.channels;
      if ((role == "FileName_" || role == "URL_") && std::find(names.begin(), names.end(), channel) == names.end())
      {
        names.push_back(channel);
      }
    }
  }
  return wide;
}

void
CheckColumns(const Table & table, const WideColumns & wide, const fs::path & source)
{
  if (wide.channels.empty())
  {
    throw Error(source.string() +
                ": has no FileName_<channel> or URL_<channel> column, expected a LoadData table; it has " +
                Join(table.Names()));
  }
  const auto paths = wide.roles.find("PathName_");
  if (paths == wide.roles.end())
  {
    return;
  }
  const auto files = wide.roles.find("FileName_");
  for (const auto & [channel, column] : paths->second)
  {
    if (files == wide.roles.end() || !files->second.contains(channel))
    {
      throw Error(source.string() + ": has '" + column + "', but no FileName_" + channel);
    }
  }
  for (const std::string & channel : wide.channels)
  {
    const bool named = files != wide.roles.end() && files->second.contains(channel);
    if (named && !paths->second.contains(channel))
    {
      throw Error(source.string() + ": has '" + files->second.at(channel) + "', but no PathName_" + channel);
    }
  }
}

int
HexDigit(char c)
{
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

/** The path of a file: URL; throws Error for one that lies elsewhere. */
std::string
PathOfUrl(const std::string & url, const fs::path & source)
{
  if (url.find("://") != std::string::npos && !url.starts_with("file:///"))
  {
    throw Error(source.string() + ": lists '" + url +
                "'; only files are read: download the images and give FileName_ and PathName_ columns");
  }
  std::string encoded = url;
  if (url.starts_with("file:"))
  {
    encoded = url.starts_with("file:///") ? url.substr(7) : url.substr(5);
  }
  std::string path;
  for (std::size_t i = 0; i < encoded.size(); ++i)
  {
    const bool coded =
      encoded[i] == '%' && i + 2 < encoded.size() && HexDigit(encoded[i + 1]) >= 0 && HexDigit(encoded[i + 2]) >= 0;
    path += coded ? static_cast<char>(16 * HexDigit(encoded[i + 1]) + HexDigit(encoded[i + 2])) : encoded[i];
    i += coded ? 2 : 0;
  }
  return path;
}

/** The cells that say where each row's image of one channel is. */
class ChannelCells
{
public:
  ChannelCells(const Table & table, const WideColumns & wide, const std::string & channel, const fs::path & source)
    : m_Source(source)
    , m_Folder(fs::absolute(source).parent_path())
    , m_Files(Cells(table, wide, "FileName_", channel))
    , m_Paths(Cells(table, wide, "PathName_", channel))
    , m_Urls(Cells(table, wide, "URL_", channel))
    , m_Frames(Cells(table, wide, "Frame_", channel))
  {
    const Table::Text series = Cells(table, wide, "Series_", channel);
    if (std::any_of(series.begin(), series.end(), [](const std::string & s) { return !s.empty() && s != "0"; }))
    {
      throw Error(source.string() + ": Series_" + channel + " is not 0: files that hold several series are not read");
    }
  }

  /** "" where the row has no such image. */
  std::string
  Path(std::size_t row) const
  {
    if (!m_Files.empty() && !m_Files[row].empty())
    {
      return ResolveListed(m_Paths.empty() ? m_Folder : ResolveListed(m_Folder, m_Paths[row]), m_Files[row]).string();
    }
    return m_Urls.empty() || m_Urls[row].empty() ? std::string()
                                                 : ResolveListed(m_Folder, PathOfUrl(m_Urls[row], m_Source)).string();
  }
  std::string
  Page(std::size_t row) const
  {
    return m_Frames.empty() || m_Frames[row].empty() ? "0" : m_Frames[row];
  }

private:
  static Table::Text
  Cells(const Table & table, const WideColumns & wide, const std::string & role, const std::string & channel)
  {
    const auto columns = wide.roles.find(role);
    if (columns == wide.roles.end() || !columns->second.contains(channel))
    {
      return {};
    }
    return table.Texts(columns->second.at(channel));
  }

  fs::path    m_Source;
  fs::path    m_Folder;
  Table::Text m_Files;
  Table::Text m_Paths;
  Table::Text m_Urls;
  Table::Text m_Frames;
};

/** Adds a well that stands as row and column. */
void
ComposeWell(Table & metadata)
{
  std::string row;
  std::string column;
  for (const std::string & name : metadata.Names())
  {
    if (AxisOfColumn(name) == "well")
    {
      return;
    }
    const std::string plain = PlainName(WithoutImagePrefix(name));
    row = plain == "metadatarow" ? name : row;
    column = plain == "metadatacol" || plain == "metadatacolumn" ? name : column;
  }
  if (row.empty() || column.empty())
  {
    return;
  }
  Table::Text wells;
  for (std::size_t i = 0; i < metadata.Rows(); ++i)
  {
    wells.push_back(WellFromRowColumn(metadata.Cell(i, row), metadata.Cell(i, column)));
  }
  metadata.Add("well", std::move(wells));
}
} // namespace

ImageList
ListLoadData(const fs::path & source, const IndexOptions &)
{
  const Table table = *std::get<Ptr<Table>>(ImportValue(ValueType::Table, source));
  if (table.Rows() == 0)
  {
    throw Error(source.string() + ": has a header line and no rows");
  }
  const WideColumns wide = SortColumns(table);
  CheckColumns(table, wide, source);
  Table metadata;
  for (const std::string & column : wide.metadata)
  {
    metadata.Add(WithoutImagePrefix(column), table.Texts(column));
  }
  ComposeWell(metadata);

  ImageList                list;
  std::vector<std::size_t> rows;
  Table::Text              channels;
  Table::Text              paths;
  Table::Text              pages;
  for (const std::string & channel : wide.channels)
  {
    const ChannelCells cells(table, wide, channel, source);
    std::size_t        without = 0;
    for (std::size_t row = 0; row < table.Rows(); ++row)
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
    }
    if (without > 0)
    {
      list.notes.push_back(source.string() + ": " + std::to_string(without) + " of " + std::to_string(table.Rows()) +
                           " rows name no file for channel '" + channel + "'");
    }
  }
  if (!wide.illumination.empty())
  {
    list.notes.push_back(source.string() + ": " + Join(wide.illumination) +
                         " are illumination functions, not images: left out");
  }
  list.table = metadata.Select(rows);
  list.table.Set("channel", std::move(channels));
  list.table.Set("path", std::move(paths));
  list.table.Set("page", std::move(pages));
  return list;
}
} // namespace pheno
