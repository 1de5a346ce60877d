#ifndef phenoTakeFeatures_h
#define phenoTakeFeatures_h

#include "phenoFeatureSelection.h"
#include "phenoProfileView.h"

#include <map>

namespace pheno
{
/** The profiles with these features alone, in this order, matched by name. Throws Error telling how many are not there
 * and naming the first five of them, and for two features of one name. */
inline Profiles
TakeFeatures(Profiles profiles, const std::vector<std::string> & wanted, const std::string & wanter)
{
  constexpr std::size_t              kMost = 5;
  std::map<std::string, std::size_t> places;
  for (std::size_t feature = 0; feature < profiles.Columns(); ++feature)
  {
    if (!places.emplace(profiles.features[feature], feature).second)
    {
      throw Error("the profiles have two features called '" + profiles.features[feature] + "'");
    }
  }
  std::vector<std::size_t> columns;
  std::vector<std::string> absent;
  for (const std::string & name : wanted)
  {
    const auto found = places.find(name);
    if (found == places.end())
    {
      absent.push_back(name);
    }
    else
    {
      columns.push_back(found->second);
    }
  }
  if (!absent.empty())
  {
    const std::size_t count = absent.size();
    if (count > kMost)
    {
      absent.resize(kMost);
      absent.push_back("...");
    }
    throw Error(wanter + " needs " + std::to_string(wanted.size()) + " features and the profiles, which have " +
                std::to_string(profiles.Columns()) + ", lack " + std::to_string(count) + " of them: " + Join(absent));
  }
  profiles.values = SelectColumns(ViewOf(profiles), columns).values;
  profiles.features = wanted;
  return profiles;
}
} // namespace pheno

#endif
