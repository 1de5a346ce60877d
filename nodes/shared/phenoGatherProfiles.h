#ifndef phenoGatherProfiles_h
#define phenoGatherProfiles_h

#include "phenoNode.h"
#include "phenoProfileView.h"

namespace pheno
{
/** All shards of a port, one below the other; none for a port that is not connected. Throws Error when their features
 * differ. */
inline Profiles
GatherProfiles(const Inputs & in, const std::string & port)
{
  Profiles all;
  if (in.Has(port))
  {
    in.Each<Profiles>({ port }, [&all](const Shard &, const Ptr<Profiles> & some) { AppendProfiles(all, *some); });
  }
  return all;
}
} // namespace pheno

#endif
