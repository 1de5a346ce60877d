#ifndef phenoParquet_h
#define phenoParquet_h

#include "phenoFileSystem.h"
#include "phenoProfiles.h"
#include "phenoTable.h"

#include <set>
#include <string>

namespace pheno
{
/** Key in the file's key-value metadata under which the list of features stands, as a JSON array of names. */
inline constexpr const char * kParquetFeaturesKey = "pheno.features";

/** What a Parquet file holds. */
struct ParquetContent
{
  Table                 table;    ///< text, integers and reals; nulls are "" and NaN (integers with nulls become reals)
  std::string           features; ///< the JSON array under kParquetFeaturesKey, or ""
  std::set<std::string> wide;     ///< columns of numbers that 32-bit floats do not hold exactly
};

/** What the library with Arrow in it hands out. That library is opened at first use, so that programs which meet no
 * Parquet never load Arrow. */
struct ParquetLibrary
{
  ParquetContent (*read)(const fs::path & path);
  void (*write)(const fs::path & path, const Profiles & profiles);
};
inline constexpr const char * kParquetLibrarySymbol = "pheno_table_parquet";

/** Was this build made with Arrow? */
bool
HasParquet();

/** Throws Error: not readable, damaged, of a column type that no table holds, or Parquet missing from this build. */
ParquetContent
ReadParquet(const fs::path & path);

/** Metadata columns with their types, then features as float or double by the profiles' precision; zstd. Throws Error.
 */
void
WriteParquet(const fs::path & path, const Profiles & profiles);
} // namespace pheno

#endif
