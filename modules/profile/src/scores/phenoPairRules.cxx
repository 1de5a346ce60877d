#include "phenoPairRules.h"
#include "phenoProfileError.h"

#include <algorithm>

namespace pheno
{
namespace
{
std::string
KnownColumns(const MetadataColumns & metadata)
{
  std::string names;
  for (const auto & [name, column] : metadata)
  {
    names += (names.empty() ? "" : ", ") + name;
  }
  return names.empty() ? "no columns" : names;
}

void
CheckColumn(const std::string & name, const MetadataColumns & metadata, std::size_t rows)
{
  const auto found = metadata.find(name);
  if (found == metadata.end())
  {
    throw ProfileError("a pair rule names the column '" + name + "'; the table has " + KnownColumns(metadata));
  }
  if (found->second.size() != rows)
  {
    throw ProfileError("column '" + name + "' has " + std::to_string(found->second.size()) + " entries for " +
                       std::to_string(rows) + " profiles");
  }
  const auto empty = std::find(found->second.begin(), found->second.end(), "");
  if (empty != found->second.end())
  {
    throw ProfileError("column '" + name + "' of a pair rule is empty in row " +
                       std::to_string(empty - found->second.begin()) + "; pairs cannot be formed from a missing value");
  }
}

void
CheckSide(const std::string &              side,
          const std::vector<std::string> & sameby,
          const std::vector<std::string> & diffby,
          const MetadataColumns &          metadata,
          std::size_t                      rows)
{
  if (sameby.empty() && diffby.empty())
  {
    throw ProfileError("the rule for " + side + " pairs names no column; expected at least one in " + side +
                       " sameby or diffby");
  }
  for (const std::string & name : sameby)
  {
    if (std::find(diffby.begin(), diffby.end(), name) != diffby.end())
    {
      throw ProfileError("the rule for " + side + " pairs wants column '" + name + "' both to agree and to differ");
    }
    CheckColumn(name, metadata, rows);
  }
  for (const std::string & name : diffby)
  {
    CheckColumn(name, metadata, rows);
  }
}
} // namespace

void
CheckPairRules(const PairRules & rules, const MetadataColumns & metadata, std::size_t rows)
{
  CheckSide("positive", rules.pos_sameby, rules.pos_diffby, metadata, rows);
  CheckSide("negative", rules.neg_sameby, rules.neg_diffby, metadata, rows);
}
} // namespace pheno
