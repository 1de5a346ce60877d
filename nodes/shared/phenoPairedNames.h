#ifndef phenoPairedNames_h
#define phenoPairedNames_h

#include "phenoControlWells.h"

#include <array>
#include <set>
#include <string>

namespace pheno
{
/** The two columns of a list of pairs, or the names that are known of either. */
using PairedNames = std::array<Table::Text, 2>;

/** Why no pair of a list can be scored: none has both of its names among those known. Says how many names meet, and one
 * of either side. Empty where some pair can, and for an empty list. */
inline std::string
LackOfPairs(const std::string & list, const PairedNames & pairs, const PairedNames & known)
{
  const std::array<std::set<std::string>, 2> names = { std::set<std::string>(known[0].begin(), known[0].end()),
                                                       std::set<std::string>(known[1].begin(), known[1].end()) };
  std::set<std::string>                      wanted, met;
  for (std::size_t row = 0; row < pairs[0].size(); ++row)
  {
    bool both = true;
    for (std::size_t side = 0; side < 2; ++side)
    {
      const std::string & name = pairs[side][row];
      const bool          is = !name.empty() && names[side].count(name) > 0;
      wanted.insert(name);
      both = both && is;
      if (is)
      {
        met.insert(name);
      }
    }
    if (both)
    {
      return "";
    }
  }
  if (pairs[0].empty())
  {
    return "";
  }
  const Table::Text all(names[0].begin(), names[0].end());
  return "none of " + std::to_string(pairs[0].size()) + " " + list +
         " has a profile at both ends: " + std::to_string(met.size()) + " of their " + std::to_string(wanted.size()) +
         " names are among the profiles'; '" + pairs[0].front() + "'" + DidYouMean(pairs[0].front(), all) +
         " is one of theirs, '" + (all.empty() ? "" : all.back()) + "' one of the profiles'";
}
} // namespace pheno

#endif
