#ifndef phenoProfileView_h
#define phenoProfileView_h

#include "phenoError.h"
#include "phenoMatrix.h"
#include "phenoProfiles.h"

#include <string>

namespace pheno
{
/** The values of profiles as the functions of the profile room take them. */
inline MatrixView
ViewOf(const Profiles & profiles)
{
  return { profiles.values.data(), profiles.Rows(), profiles.Columns() };
}

/** Appends rows. Throws Error when the features differ. */
inline void
AppendProfiles(Profiles & all, const Profiles & more)
{
  if (all.features.empty() && all.Rows() == 0)
  {
    all = more;
    return;
  }
  if (all.features != more.features)
  {
    throw Error("profiles with other features than those before: " + std::to_string(more.features.size()) +
                ", expected " + std::to_string(all.features.size()) + " of the same names");
  }
  all.metadata.Append(more.metadata);
  all.values.insert(all.values.end(), more.values.begin(), more.values.end());
}
} // namespace pheno

#endif
