#ifndef phenoH5ad_h
#define phenoH5ad_h

#include "phenoCropsExport.h"
#include "phenoFileSystem.h"
#include "phenoProfiles.h"

namespace pheno
{
/** AnnData files (.h5ad) in the on-disk format that anndata 0.8 and later write: https://anndata.readthedocs.io,
 * "On-disk format". X is the matrix, the names of var are the features, obs is the metadata. */

/** What the library with HDF5 in it hands out. That library is opened at first use, so that programs which meet no
 * .h5ad never load HDF5. */
struct H5adLibrary
{
  Profiles (*read)(const fs::path & path);
  void (*write)(const fs::path & path, const Profiles & profiles);
  std::unique_ptr<CropsExport> (*exportCrops)(const fs::path & path); ///< see phenoCropsExport.h
};
inline constexpr const char * kH5adLibrarySymbol = "pheno_table_h5ad";

/** Was this build made with HDF5? */
bool
HasH5ad();

/** X dense or sparse (CSR, CSC; what is not stored is 0), of 32-bit floats or anything wider. Columns of obs: strings,
 * categories, numbers, booleans (0 and 1) and their nullable forms; missing is "" and NaN. The names of obs become the
 * column obs_name unless they are 0, 1, 2, ... Layers, obsm and uns are not read. Throws Error: not readable, no
 * AnnData, another encoding, shapes that do not fit, or HDF5 missing from this build. */
Profiles
ReadH5ad(const fs::path & path);

/** X dense, of the profiles' precision; text as strings. The bytes depend on the profiles alone. Throws Error. */
void
WriteH5ad(const fs::path & path, const Profiles & profiles);
} // namespace pheno

#endif
