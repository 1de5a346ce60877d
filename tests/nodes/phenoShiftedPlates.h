#ifndef phenoShiftedPlates_h
#define phenoShiftedPlates_h

#include "phenoNodeValues.h"

#include <cmath>

namespace pheno::test
{
/** Wells of three plates with `features` values that move from well to well, a third of them controls; the plates are
 * shifted and scaled. */
inline Profiles
ShiftedPlates(std::size_t features)
{
  Profiles profiles = WellProfiles({ "P1", "P2", "P3" });
  profiles.features.clear();
  profiles.values.clear();
  for (std::size_t feature = 0; feature < features; ++feature)
  {
    profiles.features.push_back(std::string("f") + std::to_string(feature + 1));
  }
  for (std::size_t row = 0; row < profiles.Rows(); ++row)
  {
    const double plate = static_cast<double>(row / 9);
    for (std::size_t feature = 0; feature < features; ++feature)
    {
      const double value = std::sin(static_cast<double>((row + 1) * (feature + 2) * (feature + 3)));
      profiles.values.push_back(5 * plate + (1 + plate) * value);
    }
  }
  return profiles;
}
} // namespace pheno::test

#endif
