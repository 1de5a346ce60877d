#include "phenoAxes.h"

#include "phenoError.h"
#include "phenoWellName.h"

#include <map>

namespace pheno
{
namespace
{
/** Lower case, '_' between words, without the prefixes of profiling tables. */
std::string
Simplify(const std::string & column)
{
  std::string text;
  for (const char c : column)
  {
    text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == ' ' || c == '-' ? '_' : c;
  }
  for (const std::string prefix : { "image_", "metadata_" })
  {
    if (text.starts_with(prefix))
    {
      text.erase(0, prefix.size());
    }
  }
  return text;
}

/** What else the axes are called; only names that mean nothing else. */
const std::map<std::string, std::string> kAliases = {
  { "plate", "plate" },         { "plate_id", "plate" },
  { "plateid", "plate" },       { "plate_name", "plate" },
  { "platename", "plate" },     { "plate_barcode", "plate" },
  { "platebarcode", "plate" },  { "assay_plate_barcode", "plate" },
  { "well", "well" },           { "well_id", "well" },
  { "wellid", "well" },         { "well_name", "well" },
  { "wellname", "well" },       { "well_position", "well" },
  { "wellposition", "well" },   { "site", "site" },
  { "site_id", "site" },        { "siteid", "site" },
  { "field", "site" },          { "field_id", "site" },
  { "fieldid", "site" },        { "fov", "site" },
  { "channel", "channel" },     { "channel_name", "channel" },
  { "channelname", "channel" }, { "batch", "batch" },
  { "batch_id", "batch" },      { "batch_name", "batch" },
  { "source", "source" },       { "source_id", "source" },
};

/** The columns that mean an axis: those called like it but for prefix and case, else those with another of its names.
 */
std::vector<std::size_t>
ColumnsOf(const Table & table, const std::string & axis)
{
  std::vector<std::size_t> alike;
  std::vector<std::size_t> others;
  for (std::size_t j = 0; j < table.columns.size(); ++j)
  {
    const std::string & name = table.columns[j].name;
    if (Simplify(name) == axis)
    {
      alike.push_back(j);
    }
    else if (AxisOfColumn(name) == axis)
    {
      others.push_back(j);
    }
  }
  return alike.empty() ? others : alike;
}

void
RenameColumn(Table & table, const std::string & axis, const std::string & name)
{
  const std::vector<std::size_t> found = ColumnsOf(table, axis);
  if (found.empty() || table.Has(axis))
  {
    return;
  }
  const std::string & first = table.columns[found.front()].name;
  for (const std::size_t j : found)
  {
    const std::string & other = table.columns[j].name;
    if (table.Texts(other) != table.Texts(first))
    {
      throw Error(name + ": the columns '" + first + "' and '" + other + "' both mean the " + axis +
                  ", and they differ; rename the right one to '" + axis + "'");
    }
  }
  table.columns[found.front()].name = axis;
}

void
NormalizeWells(Table & table, const std::string & name)
{
  const Table::Text original = table.Texts("well");
  Table::Text       wells;
  wells.reserve(original.size());
  // Screens repeat wells in runs: most rows are as the row before.
  std::string before;
  std::string after;
  for (std::size_t i = 0; i < original.size(); ++i)
  {
    if (i == 0 || original[i] != before)
    {
      const std::optional<std::string> well = NormalizeWell(original[i]);
      if (!well)
      {
        throw Error(name + ": row " + std::to_string(i + 1) + ": expected a well such as B02, b2 or r02c02, got '" +
                    original[i] + "'");
      }
      before = original[i];
      after = *well;
    }
    wells.push_back(after);
  }
  if (wells == original)
  {
    return;
  }
  table.Set("well", std::move(wells));
  if (!table.Has("well_original"))
  {
    table.Add("well_original", original);
  }
}
} // namespace

const std::vector<std::string> &
AxisNames()
{
  static const std::vector<std::string> names = { "plate", "well", "site", "channel", "batch", "source" };
  return names;
}

std::string
AxisOfColumn(const std::string & column)
{
  const auto found = kAliases.find(Simplify(column));
  return found == kAliases.end() ? std::string() : found->second;
}

Table
NormalizeAxes(Table table, const std::string & name)
{
  for (const std::string & axis : AxisNames())
  {
    RenameColumn(table, axis, name);
    if (table.Has(axis) && !std::holds_alternative<Table::Text>(table.At(axis).cells))
    {
      table.Set(axis, table.Texts(axis));
    }
  }
  if (table.Has("well"))
  {
    NormalizeWells(table, name);
  }
  return table;
}
} // namespace pheno
