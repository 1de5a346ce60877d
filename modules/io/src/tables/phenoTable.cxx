#include "phenoTable.h"

#include "phenoError.h"
#include "phenoNumber.h"

#include <algorithm>
#include <iterator>

namespace pheno
{
namespace
{
std::size_t
Length(const Table::Cells & cells)
{
  return std::visit([](const auto & values) { return values.size(); }, cells);
}

Table::Text
AsText(const Table::Cells & cells)
{
  if (const auto * text = std::get_if<Table::Text>(&cells))
  {
    return *text;
  }
  Table::Text text;
  text.reserve(Length(cells));
  if (const auto * reals = std::get_if<Table::Real>(&cells))
  {
    for (const double value : *reals)
    {
      text.push_back(FormatNumber(value));
    }
    return text;
  }
  for (const std::int64_t value : std::get<Table::Integer>(cells))
  {
    text.push_back(std::to_string(value));
  }
  return text;
}

std::vector<Table::Column>::const_iterator
Find(const std::vector<Table::Column> & columns, const std::string & name)
{
  return std::find_if(columns.begin(), columns.end(), [&](const Table::Column & c) { return c.name == name; });
}

void
CheckLength(const Table & table, const std::string & name, const Table::Cells & cells)
{
  if (Length(cells) != table.Rows())
  {
    throw Error("column '" + name + "' has " + std::to_string(Length(cells)) + " cells, expected " +
                std::to_string(table.Rows()) + " as in the other columns");
  }
}

/** Text when the kinds differ, so that neither side loses anything. */
void
AppendCells(Table::Cells & cells, const Table::Cells & other)
{
  if (cells.index() != other.index())
  {
    cells = AsText(cells);
    const Table::Text more = AsText(other);
    auto &            text = std::get<Table::Text>(cells);
    text.insert(text.end(), more.begin(), more.end());
    return;
  }
  std::visit(
    [&](auto & values) {
      const auto & more = std::get<std::decay_t<decltype(values)>>(other);
      values.insert(values.end(), more.begin(), more.end());
    },
    cells);
}
} // namespace

Table::Table(const std::vector<std::string> & names, const std::vector<std::vector<std::string>> & rows)
{
  std::vector<Text> cells(names.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
  {
    if (rows[i].size() != names.size())
    {
      throw Error("row " + std::to_string(i + 1) + " has " + std::to_string(rows[i].size()) + " cells, expected " +
                  std::to_string(names.size()) + " (" + Join(names) + ")");
    }
    for (std::size_t j = 0; j < names.size(); ++j)
    {
      cells[j].push_back(rows[i][j]);
    }
  }
  for (std::size_t j = 0; j < names.size(); ++j)
  {
    Add(names[j], std::move(cells[j]));
  }
}

std::size_t
Table::Rows() const
{
  return columns.empty() ? 0 : Length(columns.front().cells);
}

std::vector<std::string>
Table::Names() const
{
  std::vector<std::string> names;
  names.reserve(columns.size());
  for (const Column & column : columns)
  {
    names.push_back(column.name);
  }
  return names;
}

bool
Table::Has(const std::string & name) const
{
  return Find(columns, name) != columns.end();
}

const Table::Column &
Table::At(const std::string & name) const
{
  const auto found = Find(columns, name);
  if (found == columns.end())
  {
    throw Error("table has no column '" + name + "'; it has " + (columns.empty() ? "no columns" : Join(Names())));
  }
  return *found;
}

std::string
Table::Cell(std::size_t row, const std::string & name) const
{
  const Cells & cells = At(name).cells;
  if (row >= Length(cells))
  {
    throw Error("row " + std::to_string(row + 1) + " was asked for in a table of " + std::to_string(Rows()) + " rows");
  }
  if (const auto * text = std::get_if<Text>(&cells))
  {
    return (*text)[row];
  }
  if (const auto * reals = std::get_if<Real>(&cells))
  {
    return FormatNumber((*reals)[row]);
  }
  return std::to_string(std::get<Integer>(cells)[row]);
}

Table::Text
Table::Texts(const std::string & name) const
{
  return AsText(At(name).cells);
}

Table::Real
Table::Numbers(const std::string & name) const
{
  const Cells & cells = At(name).cells;
  if (const auto * reals = std::get_if<Real>(&cells))
  {
    return *reals;
  }
  if (const auto * integers = std::get_if<Integer>(&cells))
  {
    return { integers->begin(), integers->end() };
  }
  const Text & text = std::get<Text>(cells);
  Real         numbers;
  numbers.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i)
  {
    const std::optional<double> number = ParseNumber(text[i]);
    if (!number)
    {
      throw Error("column '" + name + "', row " + std::to_string(i + 1) + ": expected a number, got '" + text[i] + "'");
    }
    numbers.push_back(*number);
  }
  return numbers;
}

void
Table::Add(const std::string & name, Cells cells)
{
  if (Has(name))
  {
    throw Error("table has a column '" + name + "' already");
  }
  if (!columns.empty())
  {
    CheckLength(*this, name, cells);
  }
  columns.push_back({ name, std::move(cells) });
}

void
Table::Set(const std::string & name, Cells cells)
{
  const auto found = Find(columns, name);
  if (found == columns.end())
  {
    Add(name, std::move(cells));
    return;
  }
  if (columns.size() > 1)
  {
    CheckLength(*this, name, cells);
  }
  columns[found - columns.begin()].cells = std::move(cells);
}

void
Table::Remove(const std::string & name)
{
  At(name);
  columns.erase(Find(columns, name));
}

bool
Table::IsMetadata(const std::string & name)
{
  return name.rfind("Metadata_", 0) == 0;
}

Table
Table::Metadata() const
{
  Table metadata;
  std::copy_if(columns.begin(), columns.end(), std::back_inserter(metadata.columns), [](const Column & column) {
    return IsMetadata(column.name);
  });
  return metadata;
}

Table
Table::Select(const std::vector<std::size_t> & rows) const
{
  const std::size_t count = Rows();
  for (const std::size_t row : rows)
  {
    if (row >= count)
    {
      throw Error("row " + std::to_string(row + 1) + " was asked for in a table of " + std::to_string(count) + " rows");
    }
  }
  Table selected;
  selected.columns.reserve(columns.size());
  for (const Column & column : columns)
  {
    selected.columns.push_back({ column.name,
                                 std::visit(
                                   [&](const auto & values) {
                                     std::decay_t<decltype(values)> chosen;
                                     chosen.reserve(rows.size());
                                     for (const std::size_t row : rows)
                                     {
                                       chosen.push_back(values[row]);
                                     }
                                     return Cells(std::move(chosen));
                                   },
                                   column.cells) });
  }
  return selected;
}

void
Table::Append(const Table & other)
{
  if (columns.empty())
  {
    *this = other;
    return;
  }
  for (const Column & column : other.columns)
  {
    if (!Has(column.name))
    {
      throw Error("the table to append has a column '" + column.name + "' that the first has not (" + Join(Names()) +
                  ")");
    }
  }
  for (const Column & column : columns)
  {
    if (!other.Has(column.name))
    {
      throw Error("the table to append lacks the column '" + column.name + "'; it has " + Join(other.Names()));
    }
  }
  const bool empty = Rows() == 0;
  const bool nothing = other.Rows() == 0;
  for (Column & column : columns)
  {
    const Cells & more = other.At(column.name).cells;
    if (empty)
    {
      column.cells = more;
    }
    else if (!nothing)
    {
      AppendCells(column.cells, more);
    }
  }
}
} // namespace pheno
