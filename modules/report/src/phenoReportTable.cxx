#include "phenoReportTable.h"

#include "phenoError.h"
#include "phenoNumber.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

namespace pheno
{
namespace
{
constexpr std::string_view kMetadata = "Metadata_";

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kAliases{ { { "moa", "mechanism" },
                                                                                   { "compound_name", "compound" },
                                                                                   { "compound_um", "dose" },
                                                                                   { "concentration", "dose" },
                                                                                   { "object_count", "cell_count" } } };

/** Columns whose texts stay texts, so that a plate called 0012 keeps its name. */
constexpr std::array<std::string_view, 9> kTexts{ "plate",    "well",      "site", "batch", "treatment",
                                                  "compound", "mechanism", "role", "status" };

/** Names that are recognised without the prefix in any case. */
constexpr std::array<std::string_view, 22> kKnown{ "plate",     "well", "site",   "batch",     "treatment", "compound",
                                                   "mechanism", "role", "status", "found_in",  "dose",      "x",
                                                   "y",         "rank", "metric", "value",     "scope",     "group",
                                                   "epoch",     "step", "loss",   "cell_count" };

template <typename Names>
bool
Contains(const Names & names, const std::string & name)
{
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string
Lower(std::string text)
{
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

Json
Number(double value)
{
  if (std::isnan(value))
  {
    return nullptr;
  }
  return std::isinf(value) ? Json(value > 0 ? "inf" : "-inf") : Json(value);
}

/** Numbers where a text column holds at least one number and nothing else but empty cells. */
std::optional<Json>
NumbersOf(const Table::Text & texts)
{
  Json numbers = Json::array();
  bool any = false;
  for (const std::string & text : texts)
  {
    const std::optional<double> value = ParseNumber(text);
    if (!value)
    {
      return std::nullopt;
    }
    any = any || !std::isnan(*value);
    numbers.push_back(Number(*value));
  }
  return any ? std::optional<Json>(std::move(numbers)) : std::nullopt;
}

Json
NumbersOf(const Table::Real & values)
{
  Json numbers = Json::array();
  for (const double value : values)
  {
    numbers.push_back(Number(value));
  }
  return numbers;
}

/** kind and values of one column. */
Json
CellsOf(const Table & table, const Table::Column & column, const std::string & name)
{
  if (Contains(kTexts, name))
  {
    return { { "kind", "text" }, { "values", table.Texts(column.name) } };
  }
  if (const auto * reals = std::get_if<Table::Real>(&column.cells))
  {
    return { { "kind", "number" }, { "values", NumbersOf(*reals) } };
  }
  if (const auto * integers = std::get_if<Table::Integer>(&column.cells))
  {
    return { { "kind", "number" }, { "values", *integers } };
  }
  const auto & texts = std::get<Table::Text>(column.cells);
  if (auto numbers = NumbersOf(texts))
  {
    return { { "kind", "number" }, { "values", std::move(*numbers) } };
  }
  return { { "kind", "text" }, { "values", texts } };
}

/** The name that a column has in the page. */
std::string
ReportColumnName(const std::string & column)
{
  const bool  prefixed = column.compare(0, kMetadata.size(), kMetadata) == 0;
  std::string name = Lower(prefixed ? column.substr(kMetadata.size()) : column);
  for (const auto & [alias, known] : kAliases)
  {
    name = name == alias ? std::string(known) : name;
  }
  return prefixed || Contains(kKnown, name) ? name : column;
}
} // namespace

Json
ReportTable(const Table & table, const std::string & name, const std::vector<std::string> & needed)
{
  const std::vector<std::string> original = table.Names();
  std::set<std::string>          taken(original.begin(), original.end());
  Json                           columns = Json::array();
  for (const Table::Column & column : table.columns)
  {
    const std::string known = ReportColumnName(column.name);
    const std::string shown = taken.insert(known).second ? known : column.name;
    Json              cells = CellsOf(table, column, shown);
    cells["name"] = shown;
    columns.push_back(std::move(cells));
  }
  for (const std::string & column : needed)
  {
    if (!taken.count(column))
    {
      throw Error("report: table '" + name + "' has no column '" + column + "'; it has " + Join(table.Names()));
    }
  }
  return { { "rows", table.Rows() }, { "columns", std::move(columns) } };
}
} // namespace pheno
