#ifndef phenoFilledProfiles_h
#define phenoFilledProfiles_h

#include "phenoProfiles.h"

#include <cmath>

namespace pheno
{
/** The features that have a finite value in some row. */
inline std::vector<std::string>
FeaturesWithValues(const Profiles & profiles)
{
  std::vector<std::string> names;
  for (std::size_t feature = 0; feature < profiles.Columns(); ++feature)
  {
    bool has = false;
    for (std::size_t row = 0; row < profiles.Rows() && !has; ++row)
    {
      has = std::isfinite(profiles.Row(row)[feature]);
    }
    if (has)
    {
      names.push_back(profiles.features[feature]);
    }
  }
  return names;
}

/** Sets values that are no finite numbers to the center, which is 0; gives how many. */
inline std::size_t
FillWithCenter(Profiles & profiles)
{
  std::size_t filled = 0;
  for (double & value : profiles.values)
  {
    if (!std::isfinite(value))
    {
      value = 0;
      ++filled;
    }
  }
  return filled;
}
} // namespace pheno

#endif
