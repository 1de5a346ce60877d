#ifndef phenoWellJoin_h
#define phenoWellJoin_h

#include "phenoPlateMap.h"
#include "phenoTable.h"

#include <string>
#include <vector>

namespace pheno
{
/** What becomes of rows whose well the plate map does not know. */
enum class Unmatched
{
  Fail,
  Keep, ///< with empty cells
  Drop
};

/** "fail", "keep" or "drop". Throws Error for anything else. */
Unmatched
UnmatchedFromName(const std::string & name);

/** How the rows of a table meet a plate map by Metadata_Plate (none: "") and Metadata_Well. */
struct WellJoin
{
  std::size_t              rows = 0;     ///< in
  std::vector<std::size_t> matched;      ///< rows whose well the map knows
  std::vector<std::string> unknownWells; ///< of the table, not in the map: "P1 A01", each once, in the table's order
  std::size_t              mapWells = 0; ///< rows of the map
  std::vector<std::string> unusedWells;  ///< of the map, in no row: in the map's order

  /** Does the map know every row's well? */
  bool
  IsWhole() const
  {
    return matched.size() == rows;
  }

  /** "384 rows in, 380 out, ..." for the log, with the first names of either side. `out`: rows that stay. */
  std::string
  Describe(std::size_t out) const;
};

/** Throws Error when the table has no Metadata_Well. */
WellJoin
JoinWells(const Table & metadata, const PlateMap & map);

/** Sets a column Metadata_<name> for every column of the plate map but plate and well. Where there is such a column
 * already, rows that the map does not know keep their cells. */
void
SetMapColumns(Table & metadata, const PlateMap & map);
} // namespace pheno

#endif
