#ifndef phenoTakeFeatures_h
#define phenoTakeFeatures_h

#include "phenoFeatureSelection.h"
#include "phenoProfileView.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace pheno
{
/** How many of the wanted features are not among those that there are, naming the first five. Empty where all are. */
inline std::string
LackOfFeatures(const std::vector<std::string> & have,
               const std::vector<std::string> & wanted,
               const std::string &              wanter)
{
  constexpr std::size_t       kMost = 5;
  const std::set<std::string> known(have.begin(), have.end());
  std::vector<std::string>    absent;
  std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(absent), [&known](const std::string & name) {
    return known.count(name) == 0;
  });
  const std::size_t count = absent.size();
  if (count > kMost)
  {
    absent.resize(kMost);
    absent.push_back("...");
  }
  return count == 0 ? ""
                    : wanter + " needs " + std::to_string(wanted.size()) + " features and the profiles, which have " +
                        std::to_string(have.size()) + ", lack " + std::to_string(count) + " of them: " + Join(absent);
}

/** The profiles with these features alone, in this order, matched by name. Throws Error telling how many are not there
 * and naming the first five of them, and for two features of one name. */
inline Profiles
TakeFeatures(Profiles profiles, const std::vector<std::string> & wanted, const std::string & wanter)
{
  std::map<std::string, std::size_t> places;
  for (std::size_t feature = 0; feature < profiles.Columns(); ++feature)
  {
    if (!places.emplace(profiles.features[feature], feature).second)
    {
      throw Error("the profiles have two features called '" + profiles.features[feature] + "'");
    }
  }
  const std::string lack = LackOfFeatures(profiles.features, wanted, wanter);
  if (!lack.empty())
  {
    throw Error(lack);
  }
  std::vector<std::size_t> columns;
  for (const std::string & name : wanted)
  {
    columns.push_back(places.at(name));
  }
  profiles.values = SelectColumns(ViewOf(profiles), columns).values;
  profiles.features = wanted;
  return profiles;
}
} // namespace pheno

#endif
