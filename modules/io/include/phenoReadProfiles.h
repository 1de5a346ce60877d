#ifndef phenoReadProfiles_h
#define phenoReadProfiles_h

#include "phenoFeatureRule.h"
#include "phenoFileSystem.h"
#include "phenoProfiles.h"
#include "phenoValue.h"

#include <map>
#include <string>
#include <vector>

namespace pheno
{
struct ReadProfilesOptions
{
  FeatureRule                        features;
  std::map<std::string, std::string> renames;       ///< their column -> Metadata_*, before the names known
  bool                               cells = false; ///< several rows a well are allowed (tables of cells or sites)
};

/** Profiles, and what was taken, renamed and changed in words for the log. */
struct ProfilesRead
{
  Profiles                 profiles;
  std::vector<std::string> notes;
  std::vector<std::string> warnings;
};

/** Profiles made by anybody: .csv, .tsv or .txt (also .gz), .parquet, .h5ad (AnnData), a folder of ours, a folder of
 * such files one below the other, or .npy, an array whose row i the row i of `rows` describes (its columns are Z1, Z2,
 * ...).
 *
 * Columns are renamed (phenoMetadataNames.h), features chosen (phenoFeatureRule.h), and all that is left becomes
 * metadata, with Metadata_ before its name. Wells are spelt B02; where that changes something, Metadata_Well_Original
 * keeps the file's spelling. Infinite values become missing and are counted in a warning; features without any value
 * stay and are named in one.
 *
 * Throws Error, with the file's name: unreadable, no rows, no features by the rule, a feature with a cell that is no
 * number, two rows of one plate and well where cells are not allowed. */
ProfilesRead
ReadProfiles(const fs::path & path, const Ptr<Table> & rows, const ReadProfilesOptions & options);
} // namespace pheno

#endif
