#include "phenoParquet.h"

#include "phenoError.h"

#include "phenoSideLibrary.h"

namespace pheno
{
namespace
{
constexpr const char * kFile = "libpheno_table_parquet.so";

const ParquetLibrary &
Library()
{
  if (!HasParquet())
  {
    throw Error("Parquet cannot be read or written: Arrow was not found when this program was built (./bootstrap build "
                "installs it)");
  }
  using Entry = const ParquetLibrary * (*)();
  static const ParquetLibrary & library = *reinterpret_cast<Entry>(SideLibrarySymbol(kFile, kParquetLibrarySymbol))();
  return library;
}
} // namespace

bool
HasParquet()
{
  return HasSideLibrary(kFile);
}

ParquetContent
ReadParquet(const fs::path & path)
{
  return Library().read(path);
}

void
WriteParquet(const fs::path & path, const Profiles & profiles)
{
  profiles.Check();
  Library().write(path, profiles);
}
} // namespace pheno
