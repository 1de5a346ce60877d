#ifndef phenoAnnotate_h
#define phenoAnnotate_h

#include "phenoNode.h"
#include "phenoPlateMap.h"

#include <string>

namespace pheno
{
/** Sets a column Metadata_<name> for every other column of the plate map, found by Metadata_Plate (none: "") and
 * Metadata_Well; says how many rows the map does not know. */
inline void
Annotate(Table & metadata, const PlateMap & map, Context & context)
{
  const Table::Text wells = metadata.Texts("Metadata_Well");
  const Table::Text plates =
    metadata.Has("Metadata_Plate") ? metadata.Texts("Metadata_Plate") : Table::Text(wells.size());
  for (const std::string & column : map.Columns())
  {
    metadata.Set("Metadata_" + column, map.Lookup(plates, wells, column));
  }
  std::size_t unknown = 0;
  for (std::size_t i = 0; i < wells.size(); ++i)
  {
    unknown += map.RowOf(plates[i], wells[i]) ? 0 : 1;
  }
  if (unknown > 0)
  {
    context.Log(LogLevel::Warning,
                std::to_string(unknown) + " of " + std::to_string(wells.size()) +
                  " rows have a well that the plate map does not know");
  }
}
} // namespace pheno

#endif
