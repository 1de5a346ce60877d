#ifndef phenoAnnotate_h
#define phenoAnnotate_h

#include "phenoNode.h"
#include "phenoProfiles.h"
#include "phenoWellJoin.h"

namespace pheno
{
/** Sets a column Metadata_<name> for every column of the plate map but plate and well. Rows whose well the map does not
 * know are an Error, kept with empty cells, or dropped; wells of the map without a row are only counted. */
inline WellJoin
Annotate(Profiles & profiles, const PlateMap & map, Unmatched unmatched)
{
  WellJoin join = JoinWells(profiles.metadata, map);
  if (!join.IsWhole() && unmatched == Unmatched::Fail)
  {
    throw Error(join.Describe(join.rows) +
                "; expected every row's well in the map, or the parameter unmatched as keep or drop");
  }
  if (!join.IsWhole() && unmatched == Unmatched::Drop)
  {
    profiles = profiles.Select(join.matched);
  }
  SetMapColumns(profiles.metadata, map);
  return join;
}

/** The same, and says how many rows came in, stayed and were not matched, and which wells of either side have no
 * partner. */
inline void
AnnotateAndSay(Profiles & profiles, const PlateMap & map, Unmatched unmatched, Context & context)
{
  const WellJoin join = Annotate(profiles, map, unmatched);
  context.Log(join.IsWhole() && join.unusedWells.empty() ? LogLevel::Info : LogLevel::Warning,
              join.Describe(profiles.Rows()));
}
} // namespace pheno

#endif
