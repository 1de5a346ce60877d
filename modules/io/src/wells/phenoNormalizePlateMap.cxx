#include "phenoAxes.h"
#include "phenoError.h"
#include "phenoListTable.h"
#include "phenoPlateMap.h"
#include "phenoWellName.h"

#include <algorithm>
#include <utility>

namespace pheno
{
namespace
{
/** What frames of SPC call the columns of a plate map. */
constexpr std::pair<const char *, const char *> kOfFrames[] = { { "compound", "compound_name" },
                                                                { "dose", "compound_uM" },
                                                                { "mechanism", "moa" } };
constexpr const char *                          kControlOfFrames = "DMSO";

/** A table with other rows and columns than those of plates stays as it is. */
void
AddWells(Table & table, const std::string & name, std::vector<std::string> & notes)
{
  Table composed = table;
  ComposeWell(composed);
  if (!composed.Has("well") || table.Has("well"))
  {
    return;
  }
  const Table::Text wells = composed.Texts("well");
  if (std::all_of(wells.begin(), wells.end(), [](const std::string & well) { return NormalizeWell(well).has_value(); }))
  {
    table = std::move(composed);
    notes.push_back(name + ": wells from its rows and columns");
  }
}

void
AddColumnsOfFrames(Table & table, const std::string & name, std::vector<std::string> & notes)
{
  if (!table.Has("well") || !table.Has("compound_name") || !table.Has("moa"))
  {
    return;
  }
  std::vector<std::string> added;
  for (const auto & [ours, theirs] : kOfFrames)
  {
    if (!table.Has(ours) && table.Has(theirs))
    {
      table.Add(ours, table.Texts(theirs));
      added.push_back(std::string(ours) + " from " + theirs);
    }
  }
  if (!table.Has("role"))
  {
    Table::Text roles;
    for (const std::string & moa : table.Texts("moa"))
    {
      roles.push_back(moa == kControlOfFrames ? "negcon" : "trt");
    }
    table.Add("role", std::move(roles));
    added.push_back(std::string("role from moa (negcon: ") + kControlOfFrames + ")");
  }
  if (!added.empty())
  {
    notes.push_back(name + ": is a frame of SPC: " + Join(added));
  }
}
} // namespace

Table
NormalizePlateMap(Table table, const std::string & name, std::vector<std::string> & notes)
{
  AddWells(table, name, notes);
  Table normal = NormalizeAxes(std::move(table), name);
  AddColumnsOfFrames(normal, name, notes);
  return normal;
}
} // namespace pheno
