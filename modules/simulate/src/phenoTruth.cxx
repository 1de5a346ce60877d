#include "phenoTruth.h"

#include "phenoCsv.h"
#include "phenoNumber.h"
#include "phenoPhenixFolder.h"

namespace pheno::simulate
{
namespace
{
/** A column of a table, one cell a well, from what `value` says of plate and well. */
template <typename Column, typename Value>
void
AddPerWell(Table & table, const std::string & name, const std::vector<PlateDesign> & plates, Value && value)
{
  Column column;
  for (const auto & plate : plates)
  {
    for (const auto & well : plate.wells)
    {
      column.push_back(value(plate, well));
    }
  }
  table.Add(name, std::move(column));
}

/** A column of a table, one cell a row, from what `value` says of the row. */
template <typename Column, typename Rows, typename Value>
void
AddPerRow(Table & table, const std::string & name, const Rows & rows, Value && value)
{
  Column column;
  for (const auto & row : rows)
  {
    column.push_back(value(row));
  }
  table.Add(name, std::move(column));
}

std::string
TreatmentOf(const WellDesign & well)
{
  return well.control ? well.compound : well.compound + "@" + FormatNumber(well.dose);
}

/** The columns smiles, core and r1, r2, ... where the recipe gives cause for them. */
void
AddStructures(Table & table, const Recipe & recipe, const std::vector<PlateDesign> & plates)
{
  using Plate = const PlateDesign &;
  using Well = const WellDesign &;
  if (HasStructures(recipe))
  {
    AddPerWell<Table::Text>(table, "smiles", plates, [](Plate, Well well) { return well.smiles; });
  }
  if (!recipe.placeholders.empty())
  {
    AddPerWell<Table::Text>(table, "core", plates, [](Plate, Well well) { return well.core; });
  }
  for (std::size_t p = 0; p < recipe.placeholders.size(); ++p)
  {
    std::string column = recipe.placeholders[p];
    column[0] = 'r';
    AddPerWell<Table::Text>(table, column, plates, [p](Plate, Well well) { return well.substituents[p]; });
  }
}
} // namespace

Table
PlateMapTable(const Recipe & recipe, const std::vector<PlateDesign> & plates)
{
  using Plate = const PlateDesign &;
  using Well = const WellDesign &;
  using Text = Table::Text;
  Table table;
  AddPerWell<Text>(table, "plate", plates, [](Plate plate, Well) { return plate.name; });
  AddPerWell<Text>(table, "well", plates, [](Plate, Well well) { return well.name; });
  AddPerWell<Text>(table, "compound", plates, [](Plate, Well well) { return well.compound; });
  AddPerWell<Table::Real>(table, "dose", plates, [](Plate, Well well) { return well.dose; });
  AddPerWell<Text>(table, "dose_unit", plates, [&](Plate, Well) { return recipe.dose_unit; });
  AddPerWell<Text>(table, "treatment", plates, [](Plate, Well well) { return TreatmentOf(well); });
  AddPerWell<Text>(table, "mechanism", plates, [](Plate, Well well) { return well.mechanism; });
  AddPerWell<Text>(table, "role", plates, [](Plate, Well well) { return well.control ? "negcon" : "treatment"; });
  AddPerWell<Table::Integer>(table, "replicate", plates, [](Plate plate, Well) { return plate.replicate; });
  if (recipe.weeks > 0)
  {
    AddPerWell<Table::Integer>(table, "week", plates, [](Plate plate, Well) { return plate.week; });
  }
  AddPerWell<Text>(table, "origin", plates, [](Plate, Well) { return "simulated"; });
  AddStructures(table, recipe, plates);
  return table;
}

Table
WellTruthTable(const Recipe & recipe, const std::vector<PlateDesign> & plates)
{
  using Plate = const PlateDesign &;
  using Well = const WellDesign &;
  Table table = PlateMapTable(recipe, plates);
  AddPerWell<Table::Real>(table, "response", plates, [](Plate, Well well) { return well.response; });
  for (std::size_t t = 0; t < kTraits; ++t)
  {
    const auto & name = NameOf(static_cast<Trait>(t));
    AddPerWell<Table::Real>(table, "effect_" + name, plates, [t](Plate, Well well) { return well.effects[t]; });
    AddPerWell<Table::Real>(table, name, plates, [t](Plate, Well well) { return well.traits[t]; });
  }
  for (std::size_t s = 0; s < kStains; ++s)
  {
    AddPerWell<Table::Real>(
      table, "gain_" + recipe.channels[s].name, plates, [s](Plate, Well well) { return well.stainGain[s]; });
  }
  return table;
}

Table
FaultTable(const Recipe & recipe, const std::vector<PlateDesign> & plates, const FaultPlan & faults)
{
  std::vector<std::vector<std::string>> rows;
  for (const auto & plate : plates)
  {
    for (std::size_t w = 0; w < plate.wells.size(); ++w)
    {
      for (int site = 1; site <= recipe.sites; ++site)
      {
        for (std::size_t s = 0; s < kStains; ++s)
        {
          const auto fault = faults.At({ plate.index, static_cast<int>(w), site }, s);
          if (fault != Fault::None)
          {
            rows.push_back({ plate.name,
                             plate.wells[w].name,
                             std::to_string(site),
                             recipe.channels[s].name,
                             NameOf(fault),
                             plate.name + "/Images/" + PhenixFileName(plate.wells[w], site, s) });
          }
        }
      }
    }
  }
  return Table({ "plate", "well", "site", "channel", "fault", "path" }, rows);
}

PlateTruth::PlateTruth(const Recipe & recipe, const PlateDesign & plate)
  : m_Recipe(recipe)
  , m_Plate(plate)
  , m_Sites(plate.wells.size() * static_cast<std::size_t>(recipe.sites))
{}

void
PlateTruth::Keep(std::size_t item, const Site & site)
{
  m_Sites[item] = { site.rows, site.psf, site.outOfFocus, site.debris };
}

void
PlateTruth::Write(const fs::path & folder) const
{
  WriteCsv(folder / "cells.csv", CellTable());
  WriteCsv(folder / "sites.csv", SiteTable());
}

std::size_t
PlateTruth::CountCells() const
{
  std::size_t count = 0;
  for (const auto & site : m_Sites)
  {
    count += site.cells.size();
  }
  return count;
}

Table
PlateTruth::CellTable() const
{
  struct Row
  {
    std::size_t       item;
    std::int64_t      label;
    const CellTruth * cell;
  };
  std::vector<Row> rows;
  for (std::size_t item = 0; item < m_Sites.size(); ++item)
  {
    for (std::size_t i = 0; i < m_Sites[item].cells.size(); ++i)
    {
      rows.push_back({ item, static_cast<std::int64_t>(i + 1), &m_Sites[item].cells[i] });
    }
  }
  const auto sites = static_cast<std::size_t>(m_Recipe.sites);
  using Integer = Table::Integer;
  using Real = Table::Real;
  using Text = Table::Text;
  Table table;
  AddPerRow<Text>(table, "plate", rows, [&](const Row &) { return m_Plate.name; });
  AddPerRow<Text>(table, "well", rows, [&](const Row & row) { return m_Plate.wells[row.item / sites].name; });
  AddPerRow<Integer>(table, "site", rows, [&](const Row & row) { return row.item % sites + 1; });
  AddPerRow<Integer>(table, "label", rows, [](const Row & row) { return row.label; });
  AddPerRow<Real>(table, "x", rows, [](const Row & row) { return row.cell->x; });
  AddPerRow<Real>(table, "y", rows, [](const Row & row) { return row.cell->y; });
  AddPerRow<Integer>(table, "nucleus_area_px", rows, [](const Row & row) { return row.cell->nucleusArea; });
  AddPerRow<Integer>(table, "cell_area_px", rows, [](const Row & row) { return row.cell->cellArea; });
  AddPerRow<Integer>(table, "touches_border", rows, [](const Row & row) { return row.cell->touchesBorder; });
  AddPerRow<Integer>(table, "mitotic", rows, [](const Row & row) { return row.cell->mitotic; });
  AddPerRow<Real>(table, "genomes", rows, [](const Row & row) { return row.cell->genomes; });
  AddPerRow<Real>(table, "response", rows, [](const Row & row) { return row.cell->response; });
  return table;
}

Table
PlateTruth::SiteTable() const
{
  struct Row
  {
    std::size_t   item;
    const Known * site;
  };
  std::vector<Row> rows;
  for (std::size_t item = 0; item < m_Sites.size(); ++item)
  {
    rows.push_back({ item, &m_Sites[item] });
  }
  const auto sites = static_cast<std::size_t>(m_Recipe.sites);
  using Integer = Table::Integer;
  Table table;
  AddPerRow<Table::Text>(table, "plate", rows, [&](const Row &) { return m_Plate.name; });
  AddPerRow<Table::Text>(table, "well", rows, [&](const Row & row) { return m_Plate.wells[row.item / sites].name; });
  AddPerRow<Integer>(table, "site", rows, [&](const Row & row) { return row.item % sites + 1; });
  AddPerRow<Integer>(table, "cells", rows, [](const Row & row) { return row.site->cells.size(); });
  AddPerRow<Table::Real>(table, "psf_px", rows, [](const Row & row) { return row.site->psf; });
  AddPerRow<Integer>(table, "out_of_focus", rows, [](const Row & row) { return row.site->outOfFocus; });
  AddPerRow<Integer>(table, "debris", rows, [](const Row & row) { return row.site->debris; });
  AddPerRow<Table::Real>(table, "camera_offset", rows, [&](const Row &) { return m_Plate.cameraOffset; });
  return table;
}
} // namespace pheno::simulate
