#ifndef phenoFiniteProfiles_h
#define phenoFiniteProfiles_h

#include "phenoError.h"
#include "phenoProfiles.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace pheno
{
/** What of profiles is no finite number. */
struct NonFinite
{
  std::size_t              missing = 0;
  std::size_t              infinite = 0;
  std::vector<std::string> features; ///< that have any, in order

  /** "3 missing and 1 infinite values in 2 features (f1, f4)"; at most five are named. */
  std::string
  ToString() const
  {
    constexpr std::size_t    kMost = 5;
    std::vector<std::string> named(features.begin(), features.begin() + std::min(kMost, features.size()));
    if (features.size() > kMost)
    {
      named.push_back("...");
    }
    return std::to_string(missing) + " missing and " + std::to_string(infinite) + " infinite values in " +
           std::to_string(features.size()) + " features (" + Join(named) + ")";
  }
};

inline NonFinite
FindNonFinite(const Profiles & profiles)
{
  NonFinite found;
  for (std::size_t feature = 0; feature < profiles.Columns(); ++feature)
  {
    const std::size_t before = found.missing + found.infinite;
    for (std::size_t row = 0; row < profiles.Rows(); ++row)
    {
      const double value = profiles.Row(row)[feature];
      found.missing += std::isnan(value) ? 1 : 0;
      found.infinite += std::isinf(value) ? 1 : 0;
    }
    if (found.missing + found.infinite > before)
    {
      found.features.push_back(profiles.features[feature]);
    }
  }
  return found;
}

/** Throws Error with the numbers and the features' names when a value is no finite number. */
inline void
RequireFiniteProfiles(const Profiles & profiles, const std::string & what)
{
  const NonFinite found = FindNonFinite(profiles);
  if (!found.features.empty())
  {
    throw Error(what + " needs a finite number for every feature of all " + std::to_string(profiles.Rows()) +
                " wells and got " + found.ToString() +
                "; pheno.normalise_profiles fills them, pheno.select_features drops such features");
  }
}

/** Makes infinite values missing ones and gives their number. */
inline std::size_t
ForgetInfinite(Profiles & profiles)
{
  std::size_t infinite = 0;
  for (double & value : profiles.values)
  {
    if (std::isinf(value))
    {
      value = std::numeric_limits<double>::quiet_NaN();
      ++infinite;
    }
  }
  return infinite;
}
} // namespace pheno

#endif
