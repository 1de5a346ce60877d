#ifndef phenoGatherProfiles_h
#define phenoGatherProfiles_h

#include "phenoNode.h"
#include "phenoProfileView.h"

namespace pheno
{
/** All rows of a `many` port of profiles, in shard order. Throws Error when the features of elements differ. */
inline Profiles
GatherProfiles(const Inputs & in, const std::string & port)
{
  Profiles all;
  in.Each<Profiles>({ port }, [&all](const Shard &, const Ptr<Profiles> & some) { AppendProfiles(all, *some); });
  return all;
}
} // namespace pheno

#endif
