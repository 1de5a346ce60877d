#ifndef phenoProfilesFormat_h
#define phenoProfilesFormat_h

#include "phenoFileSystem.h"
#include "phenoProfiles.h"

#include <string>

namespace pheno
{
/** Formats that other programs read profiles in. */
enum class ProfilesFormat
{
  Csv,     ///< metadata, then features; LF, shortest round-trip numbers
  CsvGz,   ///< the same, compressed; the same bytes for the same profiles
  Parquet, ///< phenoParquet.h
  H5ad,    ///< phenoH5ad.h
  Gct      ///< phenoGct.h
};

/** "csv", "csv.gz", "parquet", "h5ad" or "gct", which are the endings of the files too. Throws Error for anything else.
 */
ProfilesFormat
ProfilesFormatFromName(const std::string & name);
std::string
EndingOf(ProfilesFormat format);

/** Writes a file; the folder must exist. Throws Error with path and reason, a format that this build lacks included. */
void
WriteProfiles(const fs::path & path, const Profiles & profiles, ProfilesFormat format);
} // namespace pheno

#endif
