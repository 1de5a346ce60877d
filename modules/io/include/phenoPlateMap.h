#ifndef phenoPlateMap_h
#define phenoPlateMap_h

#include "phenoTable.h"
#include "phenoValue.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pheno
{
/** Makes a table that may be a plate map like others: the axes' names and wells in one spelling (NormalizeAxes, the
 * original kept in well_original), a column well where it tells wells by row and column, and for frames of SPC
 * (compound_name, compound_uM, moa) the columns compound, dose, mechanism and role (negcon where moa is DMSO, otherwise
 * trt) beside theirs. What was added is noted. `name` stands for the table in messages. Throws Error as NormalizeAxes.
 */
Table
NormalizePlateMap(Table table, const std::string & name, std::vector<std::string> & notes);

/** Finds the plate map's row of a well. A map without a plate column serves every plate. */
class PlateMap
{
public:
  /** Throws Error when the table has no well column or lists a well of a plate twice. */
  explicit PlateMap(Ptr<Table> table);

  std::optional<std::size_t>
  RowOf(const std::string & plate, const std::string & well) const;

  std::size_t
  Rows() const;
  /** Plate ("" without a plate column) and well of a row. */
  std::pair<std::string, std::string>
  WellAt(std::size_t row) const;

  /** One value per (plate, well) pair; "" where the map does not know the well. Throws Error for an unknown column. */
  Table::Text
  Lookup(const Table::Text & plates, const Table::Text & wells, const std::string & column) const;

  /** The map's columns other than plate and well. */
  std::vector<std::string>
  Columns() const;

private:
  Ptr<Table>                                                 m_Table;
  bool                                                       m_HasPlate;
  std::map<std::pair<std::string, std::string>, std::size_t> m_Rows;
};
} // namespace pheno

#endif
