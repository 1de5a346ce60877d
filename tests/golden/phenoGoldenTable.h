#ifndef phenoGoldenTable_h
#define phenoGoldenTable_h

#include "phenoMatrix.h"
#include "phenoTable.h"

#include <map>

namespace pheno::golden
{
/** A table of profiles that a case names: metadata by column, and the features as a matrix. */
struct ProfileTable
{
  std::map<std::string, LabelColumn> metadata; ///< columns that start with Metadata_, without that prefix
  Matrix                             features; ///< all others but those with a NaN, in file order
};

/** Finds a CSV file by its base name anywhere below `folder` (in byte order of the paths) and reads it. Throws
 * std::runtime_error when it is not there. */
Table
ReadDataTable(const std::string & folder, const std::string & name);

/** Finds the file by its base name anywhere below `folder` (in byte order of the paths) and reads it. Throws
 * std::runtime_error when it is not there. */
ProfileTable
ReadProfileTable(const std::string & folder, const std::string & name);
} // namespace pheno::golden

#endif
