#ifndef phenoH5adFile_h
#define phenoH5adFile_h

#include "phenoCropsExport.h"
#include "phenoFileSystem.h"
#include "phenoProfiles.h"

namespace pheno::hdf5
{
/** phenoH5ad.h and ExportH5sc behind the library that is opened at first use. Throw Error without the file's name.
 */
Profiles
ReadAnnData(const fs::path & path);
void
WriteAnnData(const fs::path & path, const Profiles & profiles);
std::unique_ptr<CropsExport>
ExportSingleCells(const fs::path & path);
} // namespace pheno::hdf5

#endif
