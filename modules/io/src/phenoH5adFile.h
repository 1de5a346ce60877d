#ifndef phenoH5adFile_h
#define phenoH5adFile_h

#include "phenoFileSystem.h"
#include "phenoProfiles.h"

namespace pheno::hdf5
{
/** The two halves of phenoH5ad.h behind the library that is opened at first use. Throw Error without the file's name.
 */
Profiles
ReadAnnData(const fs::path & path);
void
WriteAnnData(const fs::path & path, const Profiles & profiles);
} // namespace pheno::hdf5

#endif
