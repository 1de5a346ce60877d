#include "phenoPlateMap.h"

#include "phenoError.h"

namespace pheno
{
PlateMap::PlateMap(Ptr<Table> table)
  : m_Table(std::move(table))
  , m_HasPlate(m_Table->Has("plate"))
{
  const Table::Text wells = m_Table->Texts("well");
  const Table::Text plates = m_HasPlate ? m_Table->Texts("plate") : Table::Text(wells.size());
  for (std::size_t row = 0; row < wells.size(); ++row)
  {
    if (!m_Rows.emplace(std::pair{ plates[row], wells[row] }, row).second)
    {
      throw Error("the plate map lists well " + wells[row] + (m_HasPlate ? " of plate " + plates[row] : "") +
                  " twice; expected one row a well");
    }
  }
}

std::optional<std::size_t>
PlateMap::RowOf(const std::string & plate, const std::string & well) const
{
  const auto found = m_Rows.find({ m_HasPlate ? plate : "", well });
  return found == m_Rows.end() ? std::nullopt : std::optional(found->second);
}

std::size_t
PlateMap::Rows() const
{
  return m_Table->Rows();
}

std::pair<std::string, std::string>
PlateMap::WellAt(std::size_t row) const
{
  return { m_HasPlate ? m_Table->Cell(row, "plate") : "", m_Table->Cell(row, "well") };
}

Table::Text
PlateMap::Lookup(const Table::Text & plates, const Table::Text & wells, const std::string & column) const
{
  const Table::Text cells = m_Table->Texts(column);
  Table::Text       values(wells.size());
  for (std::size_t i = 0; i < wells.size(); ++i)
  {
    if (const auto row = RowOf(plates[i], wells[i]))
    {
      values[i] = cells[*row];
    }
  }
  return values;
}

std::vector<std::string>
PlateMap::Columns() const
{
  std::vector<std::string> names;
  for (const Table::Column & column : m_Table->columns)
  {
    if (column.name != "plate" && column.name != "well")
    {
      names.push_back(column.name);
    }
  }
  return names;
}
} // namespace pheno
