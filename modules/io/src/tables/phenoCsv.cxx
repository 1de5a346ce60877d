#include "phenoCsv.h"

#include "phenoError.h"
#include "phenoFileBytes.h"
#include "phenoGzip.h"

#include <algorithm>
#include <cstring>
#include <set>

namespace pheno
{
namespace
{
/** Splits text into cells; remembers where it is for messages. */
class CsvReader
{
public:
  CsvReader(std::string_view text, const std::string & name)
    : m_At(text.data())
    , m_End(text.data() + text.size())
    , m_Name(name)
  {
    if (text.starts_with("\xEF\xBB\xBF"))
    {
      m_At += 3;
    }
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    {
      throw Error(m_Name + ": is UTF-16 text, expected UTF-8");
    }
    if (std::memchr(text.data(), '\0', text.size()))
    {
      throw Error(m_Name + ": holds zero bytes, expected text");
    }
    m_Delimiter = FindDelimiter();
  }

  Table
  Read()
  {
    const std::vector<std::string> names = ReadHeader();
    std::vector<Table::Text>       columns(names.size());
    const std::size_t              lines = static_cast<std::size_t>(std::count(m_At, m_End, '\n')) + 1;
    for (Table::Text & column : columns)
    {
      column.reserve(lines);
    }
    while (SkipBlankLines())
    {
      const std::size_t first = m_Line;
      std::size_t       cells = 0;
      bool              more = true;
      while (more)
      {
        if (cells == columns.size())
        {
          ThrowWidth(first, cells + 1 + CountRemaining(), columns.size());
        }
        more = NextCell(columns[cells++].emplace_back());
      }
      if (cells != columns.size())
      {
        ThrowWidth(first, cells, columns.size());
      }
    }
    Table table;
    table.columns.reserve(names.size());
    for (std::size_t j = 0; j < names.size(); ++j)
    {
      table.columns.push_back({ names[j], std::move(columns[j]) });
    }
    return table;
  }

private:
  /** A tab where the header has one outside quotes, otherwise the more frequent of comma and semicolon. */
  char
  FindDelimiter() const
  {
    std::size_t commas = 0;
    std::size_t semicolons = 0;
    bool        quoted = false;
    for (const char * at = m_At; at != m_End && (quoted || *at != '\n'); ++at)
    {
      quoted = quoted != (*at == '"');
      if (*at == '\t' && !quoted)
      {
        return '\t';
      }
      commas += *at == ',' && !quoted;
      semicolons += *at == ';' && !quoted;
    }
    return semicolons > commas ? ';' : ',';
  }

  std::vector<std::string>
  ReadHeader()
  {
    if (!SkipBlankLines())
    {
      throw Error(m_Name + ": is empty, expected a line of column names");
    }
    const std::string        where = Where(m_Line);
    std::vector<std::string> names;
    bool                     more = true;
    while (more)
    {
      more = NextCell(names.emplace_back());
    }
    std::set<std::string> seen;
    for (std::size_t j = 0; j < names.size(); ++j)
    {
      if (names[j].empty())
      {
        throw Error(where + "column " + std::to_string(j + 1) + " of " + std::to_string(names.size()) +
                    " has no name (pandas writes such a column without index=False)");
      }
      if (!seen.insert(names[j]).second)
      {
        throw Error(where + "two columns are named '" + names[j] + "'");
      }
    }
    return names;
  }

  /** False at the end. */
  bool
  SkipBlankLines()
  {
    while (m_At != m_End && (*m_At == '\n' || (*m_At == '\r' && m_At + 1 != m_End && m_At[1] == '\n')))
    {
      m_At += *m_At == '\r' ? 2 : 1;
      ++m_Line;
    }
    return m_At != m_End;
  }

  /** Reads one cell and what ends it; false when it was the last of its row. */
  bool
  NextCell(std::string & cell)
  {
    if (m_At != m_End && *m_At == '"')
    {
      ReadQuoted(cell);
      return EndCell();
    }
    const char * begin = m_At;
    while (m_At != m_End && *m_At != m_Delimiter && *m_At != '\n')
    {
      ++m_At;
    }
    const char * end = m_At;
    if (end != begin && end[-1] == '\r' && (m_At == m_End || *m_At == '\n'))
    {
      --end;
    }
    cell.assign(begin, end);
    return EndCell();
  }

  void
  ReadQuoted(std::string & cell)
  {
    const std::size_t first = m_Line;
    ++m_At;
    while (true)
    {
      const auto * quote = static_cast<const char *>(std::memchr(m_At, '"', m_End - m_At));
      if (!quote)
      {
        throw Error(Where(first) + "a quote is opened and never closed");
      }
      cell.append(m_At, quote);
      m_Line += static_cast<std::size_t>(std::count(m_At, quote, '\n'));
      m_At = quote + 1;
      if (m_At == m_End || *m_At != '"')
      {
        break;
      }
      cell += '"';
      ++m_At;
    }
    if (m_At != m_End && *m_At == '\r' && (m_At + 1 == m_End || m_At[1] == '\n'))
    {
      ++m_At;
    }
    if (m_At != m_End && *m_At != m_Delimiter && *m_At != '\n')
    {
      throw Error(Where(m_Line) + "text follows a closing quote");
    }
  }

  bool
  EndCell()
  {
    if (m_At == m_End)
    {
      return false;
    }
    if (*m_At++ == '\n')
    {
      ++m_Line;
      return false;
    }
    return true;
  }

  /** Cells that follow on this row, for the message about its width. */
  std::size_t
  CountRemaining()
  {
    std::size_t count = 0;
    std::string ignored;
    while (NextCell(ignored))
    {
      ignored.clear();
      ++count;
    }
    return count;
  }

  [[noreturn]] void
  ThrowWidth(std::size_t line, std::size_t found, std::size_t expected) const
  {
    throw Error(Where(line) + "the row has " + std::to_string(found) + " cells, expected " + std::to_string(expected) +
                " as in the header");
  }

  std::string
  Where(std::size_t line) const
  {
    return m_Name + ":" + std::to_string(line) + ": ";
  }

  const char *        m_At;
  const char *        m_End;
  const std::string & m_Name;
  char                m_Delimiter = ',';
  std::size_t         m_Line = 1;
};

void
AppendCell(std::string & text, const std::string & cell)
{
  if (cell.find_first_of(",\"\r\n") == std::string::npos)
  {
    text += cell;
    return;
  }
  text += '"';
  for (const char c : cell)
  {
    text.append(c == '"' ? 2 : 1, c);
  }
  text += '"';
}
} // namespace

Table
ParseCsv(std::string_view text, const std::string & name)
{
  return CsvReader(text, name).Read();
}

Table
ReadCsv(const fs::path & path)
{
  std::string text = ReadFileBytes(path);
  if (text.starts_with("\x1F\x8B"))
  {
    text = ReadGzip(path);
  }
  return ParseCsv(text, path.string());
}

std::string
FormatCsv(const Table & table)
{
  const std::vector<std::string> names = table.Names();
  std::vector<Table::Text>       columns;
  columns.reserve(names.size());
  std::string text;
  for (std::size_t j = 0; j < names.size(); ++j)
  {
    text += j == 0 ? "" : ",";
    AppendCell(text, names[j]);
    columns.push_back(table.Texts(names[j]));
  }
  text += names.empty() ? "" : "\n";
  for (std::size_t i = 0; i < table.Rows(); ++i)
  {
    for (std::size_t j = 0; j < columns.size(); ++j)
    {
      text += j == 0 ? "" : ",";
      AppendCell(text, columns[j][i]);
    }
    if (columns.size() == 1 && columns[0][i].empty())
    {
      text += "\"\""; // a blank line would not be a row
    }
    text += '\n';
  }
  return text;
}

void
WriteCsv(const fs::path & path, const Table & table)
{
  WriteFileBytes(path, FormatCsv(table));
}
} // namespace pheno
