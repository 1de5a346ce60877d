#include "phenoPlanInputs.h"

#include "phenoAxes.h"
#include "phenoCsv.h"
#include "phenoHash.h"
#include "phenoPlateMap.h"
#include "phenoScreenIndex.h"
#include "phenoValueCodec.h"
#include "phenoWorkflowCheck.h"

#include <algorithm>
#include <map>
#include <set>

namespace pheno
{
namespace
{
constexpr auto kPlateMapInput = "platemap"; ///< as every workflow here calls it

/** Well-formed UTF-8 (Unicode standard, table 3-7). */
bool
IsUtf8(const std::string & text)
{
  for (std::size_t i = 0; i < text.size();)
  {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(at < text.size() ? text[at] : 0); };
    const unsigned char lead = byte(i);
    const std::size_t   count = lead < 0x80   ? 1
                                : lead < 0xC2 ? 0
                                : lead < 0xE0 ? 2
                                : lead < 0xF0 ? 3
                                : lead < 0xF5 ? 4
                                              : 0;
    const unsigned char least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned char most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    bool                good = count == 1 || (count > 1 && byte(i + 1) >= least && byte(i + 1) <= most);
    for (std::size_t k = 2; k < count; ++k)
    {
      good = good && (byte(i + k) & 0xC0) == 0x80;
    }
    if (!good)
    {
      return false;
    }
    i += count;
  }
  return true;
}

/** Records, reports and keys are JSON, which holds UTF-8 alone. */
void
RequireUtf8(const Table & table, const std::string & name)
{
  for (const Table::Column & column : table.columns)
  {
    if (!IsUtf8(column.name))
    {
      throw Error(name + ": the name of a column is not UTF-8; save the table as UTF-8");
    }
    if (const auto * cells = std::get_if<Table::Text>(&column.cells))
    {
      const auto bad = std::find_if_not(cells->begin(), cells->end(), IsUtf8);
      if (bad != cells->end())
      {
        throw Error(name + ": column '" + column.name + "', row " + std::to_string(bad - cells->begin() + 1) +
                    " is not UTF-8; save the table as UTF-8");
      }
    }
  }
}

bool
HasAll(const Table & table, const std::vector<std::string> & names)
{
  return std::all_of(names.begin(), names.end(), [&](const std::string & name) { return table.Has(name); });
}

/** A table that lists image files becomes a whole screen index; one that only lists wells, say, is taken as it is. */
Table
ReadTable(const WorkflowInput & input, std::vector<Diagnostic> & notes)
{
  std::vector<std::string> told;
  Table                    table = ImportTable(input.path, told);
  RequireUtf8(table, input.path.filename().string());
  if (input.name == kScreenInput)
  {
    table = NormalizeAxes(std::move(table), input.name);
    if (HasAll(table, { "plate", "well", "site", "channel", "path" }))
    {
      ScreenIndex index = NormalizeIndex(table, input.path.parent_path());
      table = std::move(index.table);
      std::move(index.notes.begin(), index.notes.end(), std::back_inserter(told));
    }
  }
  else if (input.name == kPlateMapInput)
  {
    table = NormalizePlateMap(std::move(table), input.name, told);
  }
  else
  {
    table = NormalizeAxes(std::move(table), input.name);
  }
  for (const std::string & note : told)
  {
    notes.push_back({ "/inputs/" + input.name, note, Diagnostic::Severity::Warning });
  }
  return table;
}

struct NaturalOrder
{
  bool
  operator()(const std::string & a, const std::string & b) const
  {
    return NaturalLess(a, b);
  }
};
using Names = std::set<std::string, NaturalOrder>;

/** Shards that only one side has: "plate P1: B02, B03; plate P2", a plate without its wells where all of it is missing.
 */
std::string
ListByPlate(const std::set<Shard> & missing, const Names & platesOfOther)
{
  std::map<std::string, std::vector<std::string>, NaturalOrder> byPlate;
  for (const Shard & shard : missing)
  {
    std::vector<std::string> rest;
    for (const auto & [axis, value] : shard.Axes())
    {
      if (axis != "plate")
      {
        rest.push_back(axis == "well" ? value : axis + " " + value);
      }
    }
    byPlate[shard.Has("plate") ? shard.at("plate") : ""].push_back(Join(rest, " "));
  }
  std::vector<std::string> parts;
  for (const auto & [plate, rest] : byPlate)
  {
    const std::string head = plate.empty() ? "" : "plate " + plate;
    const bool        whole = !plate.empty() && (platesOfOther.count(plate) == 0 || rest.front().empty());
    parts.push_back(whole ? head : head + (head.empty() ? "" : ": ") + Join(rest));
  }
  return Join(parts, "; ");
}

Names
Plates(const Table & table)
{
  const Table::Text plates = table.Has("plate") ? table.Texts("plate") : Table::Text{};
  return { plates.begin(), plates.end() };
}

} // namespace

std::string
ContentDigest(const fs::path & path, const std::function<std::string(const fs::path &)> & digestOfFile)
{
  if (!fs::is_directory(path))
  {
    return digestOfFile(path);
  }
  std::map<std::string, std::string> digests;
  for (const fs::directory_entry & entry : fs::recursive_directory_iterator(path))
  {
    if (fs::is_regular_file(entry.path()))
    {
      digests[entry.path().lexically_relative(path).generic_string()] = digestOfFile(entry.path());
    }
  }
  return Sha256(CanonicalJson(digests));
}

std::vector<Table::Text>
AxisTexts(const Table & table, const std::vector<std::string> & axes)
{
  std::vector<Table::Text> texts;
  for (const std::string & axis : axes)
  {
    texts.push_back(table.Texts(axis));
  }
  return texts;
}

std::string
Lacks(const Table & table, const std::string & column)
{
  return "no column '" + column + "'" + Suggestion(column, table.Names(), "; it has no columns");
}
std::optional<InputTable>
ReadInput(const WorkflowInput & input, Diagnostics & problems, std::vector<Diagnostic> & notes)
{
  try
  {
    InputTable loaded;
    loaded.folder = input.path.parent_path();
    loaded.digest = ContentDigest(input.path, Sha256File);
    if (input.type == ValueType::Table)
    {
      loaded.table = ReadTable(input, notes);
    }
    return loaded;
  }
  catch (const std::exception & error) // Error, or what the file system says
  {
    problems.Add("/inputs/" + input.name, error.what());
    return std::nullopt;
  }
}

std::vector<std::string>
SharedAxes(const Table & table, const Table & index, const std::vector<std::string> & each)
{
  std::vector<std::string> axes;
  for (const std::string & name : table.Names())
  {
    const bool isAxis =
      std::count(AxisNames().begin(), AxisNames().end(), name) > 0 || std::count(each.begin(), each.end(), name) > 0;
    if (isAxis && index.Has(name))
    {
      axes.push_back(name);
    }
  }
  SortAxes(axes);
  return axes;
}

void
CompareShards(const WorkflowInput &     input,
              const Table &             table,
              AxisIndex &               index,
              Diagnostics &             problems,
              std::vector<Diagnostic> & notes)
{
  const std::vector<std::string> axes = SharedAxes(table, index.Rows(), {});
  if (axes.empty() || table.Rows() == 0)
  {
    return;
  }
  const std::string                   where = "/inputs/" + input.name;
  const std::vector<AxisIndex::Group> located = index.Locate(table, axes);
  const std::vector<Table::Text>      texts = AxisTexts(table, axes);
  std::vector<bool>                   known(index.Count(axes), false);
  std::set<Shard>                     onlyTable;
  for (std::size_t row = 0; row < located.size(); ++row)
  {
    if (located[row] != AxisIndex::kNone)
    {
      known[located[row]] = true;
      continue;
    }
    std::vector<Shard::Axis> values;
    for (std::size_t i = 0; i < axes.size(); ++i)
    {
      values.emplace_back(axes[i], texts[i][row]);
    }
    onlyTable.insert(Shard(std::move(values)));
  }
  std::set<Shard> onlyIndex;
  for (std::size_t group = 0; group < known.size(); ++group)
  {
    if (!known[group])
    {
      onlyIndex.insert(index.ShardOf(axes, static_cast<AxisIndex::Group>(group)));
    }
  }
  if (onlyIndex.size() == known.size())
  {
    problems.Add(where,
                 "shares no " + Join(axes) + " with the screen index: this table has " + onlyTable.begin()->ToString() +
                   ", ...; the index has " + index.ShardOf(axes, 0).ToString() + ", ...");
    return;
  }
  const auto note = [&](const std::set<Shard> & missing, const std::string & side, const Names & platesOfOther) {
    if (!missing.empty())
    {
      notes.push_back(
        { where,
          "only in " + side + " (" + std::to_string(missing.size()) + "): " + ListByPlate(missing, platesOfOther),
          Diagnostic::Severity::Warning });
    }
  };
  note(onlyTable, "'" + input.name + "'", Plates(index.Rows()));
  note(onlyIndex, "the screen index", Plates(table));
}

std::vector<std::string>
PortColumns(const Step &                     step,
            const Port &                     port,
            const Table &                    table,
            const std::vector<std::string> & axes,
            Diagnostics &                    problems)
{
  std::vector<std::string> columns = axes;
  const auto               add = [&](const std::string & name) {
    if (std::count(columns.begin(), columns.end(), name) == 0)
    {
      columns.push_back(name);
    }
  };
  const auto require = [&](const std::string & name, const std::string & where) {
    if (!table.Has(name))
    {
      problems.Add(where, step.in.at(port.name).ToString() + " has " + Lacks(table, name));
      return;
    }
    add(name);
  };
  for (const std::string & name : port.columns)
  {
    require(name, "/steps/" + step.name + "/in/" + port.name);
  }
  for (const std::string & name : port.optionalColumns)
  {
    if (table.Has(name))
    {
      add(name);
    }
  }
  for (const std::string & parameter : port.columnsFrom)
  {
    const Json & value = step.params.value(parameter, Json());
    for (const Json & name : value.is_structured() ? value : Json::array({ value }))
    {
      if (name.is_string() && !name.get_ref<const std::string &>().empty())
      {
        require(name, "/steps/" + step.name + "/params/" + parameter);
      }
    }
  }
  if (!port.namesColumns)
  {
    for (const std::string & name : table.Names())
    {
      add(name);
    }
  }
  return columns;
}
} // namespace pheno
