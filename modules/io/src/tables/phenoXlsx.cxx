#include "phenoXlsx.h"

#include "phenoError.h"
#include "phenoNumber.h"
#include "phenoXmlFile.h"
#include "phenoZipFile.h"

#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace pheno
{
namespace
{
constexpr std::uint64_t kLargestPart = 64u << 20;
constexpr std::size_t   kMostCells = 20'000'000;
constexpr std::size_t   kMostColumns = 16384;
constexpr std::size_t   kMostText = 256u << 20;

/** The filled cells of a row by column from 0. */
using Row = std::map<std::size_t, std::string>;

/** The text of a string item: its own <t> or those of its runs; phonetic hints are no text. */
std::string
ItemText(pugi::xml_node item)
{
  std::string text;
  for (const pugi::xml_node part : item.children())
  {
    const std::string name = LocalName(part.name());
    if (name == "t")
    {
      text += part.text().get();
    }
    else if (name == "r")
    {
      text += LocalChild(part, "t").text().get();
    }
  }
  return text;
}

std::string
Trimmed(const std::string & text)
{
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/** Column from 0 of a reference such as "AB12"; the next one where there is no reference. */
std::size_t
ColumnOf(const std::string & reference, std::size_t next)
{
  std::size_t column = 0;
  std::size_t letters = 0;
  while (letters < reference.size() && letters < 4 && reference[letters] >= 'A' && reference[letters] <= 'Z')
  {
    column = column * 26 + static_cast<std::size_t>(reference[letters++] - 'A' + 1);
  }
  return letters == 0 ? next : column - 1;
}

/** Parts of a workbook by the names that its relations give them. */
class Workbook
{
public:
  explicit Workbook(const fs::path & path)
    : m_Path(path)
    , m_Zip(path)
  {
    if (!m_Zip.Has("xl/workbook.xml"))
    {
      throw BadData(path.string() + ": is a zip archive without xl/workbook.xml, expected a workbook (.xlsx)");
    }
    ReadStrings();
  }

  std::vector<Row>
  FirstSheet() const
  {
    const std::string        part = FirstSheetPart();
    const pugi::xml_document document = Part(part);
    std::vector<Row>         rows;
    std::size_t              held = 0; // many cells may name one long string
    for (const pugi::xml_node node : LocalChild(document.document_element(), "sheetData").children())
    {
      Row         row;
      std::size_t next = 0;
      for (const pugi::xml_node cell : node.children())
      {
        const std::string reference = LocalAttribute(cell, "r");
        const std::size_t column = ColumnOf(reference, next);
        if (column >= kMostColumns)
        {
          throw BadData(m_Path.string() + ": cell '" + reference + "' lies beyond the last column of a sheet");
        }
        next = column + 1;
        std::string text = Trimmed(CellText(cell, reference));
        held += text.size();
        if (held > kMostText)
        {
          throw BadData(m_Path.string() + ": its cells hold more than " + std::to_string(kMostText) +
                        " bytes of text; not read");
        }
        if (!text.empty())
        {
          row[column] = std::move(text);
        }
      }
      if (!row.empty())
      {
        rows.push_back(std::move(row));
      }
    }
    return rows;
  }

private:
  pugi::xml_document
  Part(const std::string & name) const
  {
    return ParseXml(m_Zip.Read(name, kLargestPart), m_Path.string() + " (" + name + ")");
  }

  void
  ReadStrings()
  {
    if (!m_Zip.Has("xl/sharedStrings.xml"))
    {
      return;
    }
    const pugi::xml_document document = Part("xl/sharedStrings.xml");
    for (const pugi::xml_node item : document.document_element().children())
    {
      if (LocalName(item.name()) == "si")
      {
        m_Strings.push_back(ItemText(item));
      }
    }
  }

  /** The first sheet of the workbook, by its relation's id. */
  std::string
  FirstSheetPart() const
  {
    const pugi::xml_document workbook = Part("xl/workbook.xml");
    const pugi::xml_node     sheet = LocalChild(LocalChild(workbook.document_element(), "sheets"), "sheet");
    const std::string        id = LocalAttribute(sheet, "id");
    const pugi::xml_document relations = Part("xl/_rels/workbook.xml.rels");
    for (const pugi::xml_node relation : relations.document_element().children())
    {
      if (!id.empty() && LocalAttribute(relation, "Id") == id)
      {
        const std::string target = LocalAttribute(relation, "Target");
        return target.starts_with('/') ? target.substr(1) : "xl/" + target;
      }
    }
    throw BadData(m_Path.string() + ": names no first sheet");
  }

  std::string
  CellText(pugi::xml_node cell, const std::string & reference) const
  {
    const std::string    type = LocalAttribute(cell, "t");
    const pugi::xml_node value = LocalChild(cell, "v");
    const std::string    text = value.text().get();
    const std::string    where = m_Path.string() + ": cell " + reference + " ";
    if (type == "inlineStr")
    {
      return ItemText(LocalChild(cell, "is"));
    }
    if (!value)
    {
      if (LocalChild(cell, "f"))
      {
        throw BadData(where + "holds a formula without a saved value, and formulas are not computed: save the values");
      }
      return "";
    }
    if (type == "s")
    {
      std::size_t index = 0;
      const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), index);
      if (code != std::errc() || end != text.data() + text.size() || index >= m_Strings.size())
      {
        throw BadData(where + "names shared string '" + text + "', and there are " + std::to_string(m_Strings.size()));
      }
      return m_Strings[index];
    }
    if (type == "e")
    {
      throw BadData(where + "holds an error: " + text);
    }
    if (type == "b")
    {
      return text == "1" ? "TRUE" : "FALSE";
    }
    if (type.empty() || type == "n")
    {
      const std::optional<double> number = ParseNumber(text);
      if (!number || !std::isfinite(*number))
      {
        throw BadData(where + "is a number and holds '" + text + "'");
      }
      return FormatNumber(*number);
    }
    return text; // "str": what a formula gave; "d": a date as ISO 8601 writes it
  }

  fs::path                 m_Path;
  ZipFile                  m_Zip;
  std::vector<std::string> m_Strings;
};

/** The names stand in the first columns without a gap. */
std::vector<std::string>
ColumnNames(const Row & header, const fs::path & path)
{
  std::vector<std::string> names;
  std::set<std::string>    seen;
  for (const auto & [column, name] : header)
  {
    const std::size_t first = header.begin()->first;
    if (column != first + names.size())
    {
      throw BadData(path.string() + ": column " + std::to_string(first + names.size() + 1) +
                    " of the first sheet has no name");
    }
    if (!seen.insert(name).second)
    {
      throw BadData(path.string() + ": two columns are named '" + name + "'");
    }
    names.push_back(name);
  }
  return names;
}
} // namespace

Table
ReadXlsx(const fs::path & path)
{
  std::vector<Row> rows = Workbook(path).FirstSheet();
  if (rows.empty())
  {
    throw BadData(path.string() + ": its first sheet is empty, expected a row of column names");
  }
  const std::size_t              first = rows.front().begin()->first;
  const std::vector<std::string> names = ColumnNames(rows.front(), path);
  if (names.size() * rows.size() > kMostCells)
  {
    throw BadData(path.string() + ": has " + std::to_string(rows.size()) + " rows of " + std::to_string(names.size()) +
                  " columns; more than " + std::to_string(kMostCells) + " cells are not read");
  }
  std::vector<Table::Text> columns(names.size(), Table::Text(rows.size() - 1));
  for (std::size_t i = 1; i < rows.size(); ++i)
  {
    for (auto & [column, text] : rows[i])
    {
      if (column < first || column >= first + names.size())
      {
        throw BadData(path.string() + ": '" + text + "' in column " + std::to_string(column + 1) +
                      " stands under no name");
      }
      columns[column - first][i - 1] = std::move(text);
    }
  }
  Table table;
  for (std::size_t j = 0; j < names.size(); ++j)
  {
    table.Add(names[j], std::move(columns[j]));
  }
  return table;
}
} // namespace pheno
