#include "phenoProfilesFormat.h"

#include "phenoCsv.h"
#include "phenoError.h"
#include "phenoFileBytes.h"
#include "phenoGct.h"
#include "phenoGzip.h"
#include "phenoH5ad.h"
#include "phenoParquet.h"
#include "phenoProfilesFile.h"

#include <array>

namespace pheno
{
namespace
{
constexpr std::array<const char *, 5> kEndings = { "csv", "csv.gz", "parquet", "h5ad", "gct" }; ///< by ProfilesFormat
}

ProfilesFormat
ProfilesFormatFromName(const std::string & name)
{
  for (std::size_t i = 0; i < kEndings.size(); ++i)
  {
    if (name == kEndings[i])
    {
      return static_cast<ProfilesFormat>(i);
    }
  }
  throw Error("unknown format of profiles '" + name + "'; expected csv, csv.gz, parquet, h5ad or gct");
}

std::string
EndingOf(ProfilesFormat format)
{
  return kEndings.at(static_cast<std::size_t>(format));
}

void
WriteProfiles(const fs::path & path, const Profiles & profiles, ProfilesFormat format)
{
  profiles.Check();
  switch (format)
  {
    case ProfilesFormat::Csv:
      return WriteCsv(path, WholeTable(profiles));
    case ProfilesFormat::CsvGz:
      return WriteFileBytes(path, Gzip(FormatCsv(WholeTable(profiles))));
    case ProfilesFormat::Parquet:
      return WriteParquet(path, profiles);
    case ProfilesFormat::H5ad:
      return WriteH5ad(path, profiles);
    case ProfilesFormat::Gct:
      return WriteFileBytes(path, FormatGct(profiles));
  }
}
} // namespace pheno
