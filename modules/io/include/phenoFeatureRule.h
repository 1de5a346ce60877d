#ifndef phenoFeatureRule_h
#define phenoFeatureRule_h

#include "phenoProfiles.h"
#include "phenoTable.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pheno
{
/** A file of profiles as one table, before it is said which of its columns are features. */
struct ProfileColumns
{
  Table                                   table;
  std::optional<std::vector<std::string>> declared; ///< features by the file's own account, such as X of an .h5ad
  std::set<std::string>                   narrow;   ///< columns that 32-bit floats hold exactly
};

/** How features are told from other columns. Columns named Metadata_* are never features; of a file that declares its
 * features, prefixes and numbers are looked for among those alone. */
struct FeatureRule
{
  enum class By
  {
    DeclaredOrPrefix, ///< what the file declares; of a file that declares nothing the prefixes
    List,             ///< these columns, in this order
    Prefix,           ///< columns whose names begin with one of these
    Numeric           ///< columns of numbers; a text column counts when every cell is a number or missing, one a number
  };
  By                       by = By::DeclaredOrPrefix;
  std::vector<std::string> list;
  std::vector<std::string> prefixes{ "Cells_", "Cytoplasm_", "Nuclei_" }; ///< of CellProfiler's measurements
};

/** "declared_or_prefix", "list", "prefix" or "numeric". Throws Error for anything else. */
FeatureRule::By
FeatureRuleFromName(const std::string & name);

struct ChosenFeatures
{
  std::vector<std::string> names; ///< in the file's order, or the list's
  std::string              how;   ///< "by the prefixes Cells_", for the log
};

/** Throws Error for a rule that takes nothing (naming the first columns) and for listed columns that the file does not
 * have (naming the nearest). */
ChosenFeatures
ChooseFeatures(const ProfileColumns & file, const FeatureRule & rule);
} // namespace pheno

#endif
