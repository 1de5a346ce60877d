#ifndef phenoProfilesFile_h
#define phenoProfilesFile_h

#include "phenoFileSystem.h"
#include "phenoProfiles.h"

#include <optional>
#include <string>
#include <vector>

namespace pheno
{
/** values.npy, metadata.csv and features.json in a folder. Throw Error. */
void
SaveProfiles(const fs::path & folder, const Profiles & profiles);
Profiles
LoadProfiles(const fs::path & folder);

/** The list of features beside a CSV: <stem>.features.json or features.json. */
std::optional<fs::path>
FeatureListOf(const fs::path & path);

/** Shortest text that reads back as the same number of this precision; "" for NaN. */
std::string
FormatValue(double value, Profiles::Precision precision);

/** Metadata columns, then one column a feature: numbers, or the shortest text of 32-bit ones. */
Table
WholeTable(const Profiles & profiles);

/** A .parquet or .csv file, or a folder of SaveProfiles. Features are what a list says (<stem>.features.json or
 * features.json beside a CSV, the key-value metadata of Parquet); without a list, every column that is not Metadata_*.
 * Throws Error. */
Profiles
ImportProfiles(const fs::path & path);

/** <stem>.csv, .npy, .features.json and, where this build has it, .parquet; returns the paths. Throws Error. */
std::vector<fs::path>
ExportProfiles(const fs::path & folder, const std::string & stem, const Profiles & profiles);
} // namespace pheno

#endif
