#include "phenoWellJoin.h"

#include "phenoError.h"
#include "phenoFirstNames.h"

#include <algorithm>
#include <set>

namespace pheno
{
namespace
{
std::string
NameOf(const std::string & plate, const std::string & well)
{
  return plate.empty() ? well : plate + " " + well;
}

Table::Text
PlatesOf(const Table & metadata)
{
  return metadata.Has("Metadata_Plate") ? metadata.Texts("Metadata_Plate") : Table::Text(metadata.Rows());
}
} // namespace

Unmatched
UnmatchedFromName(const std::string & name)
{
  if (name == "fail")
  {
    return Unmatched::Fail;
  }
  if (name == "keep")
  {
    return Unmatched::Keep;
  }
  if (name == "drop")
  {
    return Unmatched::Drop;
  }
  throw Error("unknown treatment of unmatched rows '" + name + "'; expected fail, keep or drop");
}

std::string
WellJoin::Describe(std::size_t out) const
{
  std::string text = "plate map: " + std::to_string(rows) + " rows in, " + std::to_string(out) + " out, " +
                     std::to_string(rows - matched.size()) + " unmatched";
  if (!unknownWells.empty())
  {
    text += " (" + std::to_string(unknownWells.size()) +
            " wells that the map does not know: " + FirstNames(unknownWells) + ")";
  }
  text +=
    "; " + std::to_string(unusedWells.size()) + " of the map's " + std::to_string(mapWells) + " wells have no row";
  return text + (unusedWells.empty() ? "" : " (" + FirstNames(unusedWells) + ")");
}

WellJoin
JoinWells(const Table & metadata, const PlateMap & map)
{
  const Table::Text     wells = metadata.Texts("Metadata_Well");
  const Table::Text     plates = PlatesOf(metadata);
  WellJoin              join;
  std::set<std::string> unknown;
  std::vector<char>     used(map.Rows());
  join.rows = wells.size();
  join.mapWells = map.Rows();
  for (std::size_t i = 0; i < wells.size(); ++i)
  {
    if (const auto row = map.RowOf(plates[i], wells[i]))
    {
      join.matched.push_back(i);
      used[*row] = 1;
    }
    else if (unknown.insert(NameOf(plates[i], wells[i])).second)
    {
      join.unknownWells.push_back(NameOf(plates[i], wells[i]));
    }
  }
  for (std::size_t row = 0; row < used.size(); ++row)
  {
    if (used[row] == 0)
    {
      const auto [plate, well] = map.WellAt(row);
      join.unusedWells.push_back(NameOf(plate, well));
    }
  }
  return join;
}

void
SetMapColumns(Table & metadata, const PlateMap & map)
{
  const Table::Text wells = metadata.Texts("Metadata_Well");
  const Table::Text plates = PlatesOf(metadata);
  for (const std::string & column : map.Columns())
  {
    const std::string name = "Metadata_" + column;
    Table::Text       cells = map.Lookup(plates, wells, column);
    if (metadata.Has(name))
    {
      const Table::Text before = metadata.Texts(name);
      for (std::size_t i = 0; i < cells.size(); ++i)
      {
        cells[i] = map.RowOf(plates[i], wells[i]) ? cells[i] : before[i];
      }
    }
    metadata.Set(name, std::move(cells));
  }
}
} // namespace pheno
