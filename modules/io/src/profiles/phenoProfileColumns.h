#ifndef phenoProfileColumns_h
#define phenoProfileColumns_h

#include "phenoFeatureRule.h"
#include "phenoFileSystem.h"
#include "phenoValue.h"

namespace pheno
{
/** A file (or a folder of files) of profiles as one table, whatever its format; `rows` describe the rows of an .npy and
 * are looked at for no other format. Throws Error. */
ProfileColumns
ReadProfileColumns(const fs::path & path, const Ptr<Table> & rows);
} // namespace pheno

#endif
