#include "phenoError.h"
#include "phenoPlaneStore.h"
#include "phenoReadPlane.h"
#include "phenoScreenIndex.h"

namespace pheno
{
namespace
{
[[noreturn]] void
Refuse(const fs::path & path, const std::string & difference)
{
  throw Error(path.string() + ": changed since it was indexed (" + difference + "); run pheno-run index again");
}
} // namespace

void
VerifyIndexed(const fs::path & path, const std::string & size, const std::string & digest, unsigned page)
{
  if (size.empty())
  {
    throw BadData(path.string() + ": was missing when the screen was indexed");
  }
  const PlaneIdentity found = IdentifyPlane(path, page, false);
  if (found.size.empty())
  {
    throw Error(path.string() + ": is gone since it was indexed");
  }
  if (found.size != size)
  {
    Refuse(path, size + " bytes then, " + found.size + " now");
  }
  if (!digest.empty())
  {
    VerifyDigest(path, digest, IdentifyPlane(path, page, true).digest);
  }
}

void
VerifyDigest(const fs::path & path, const std::string & indexed, const std::string & found)
{
  if (found != indexed)
  {
    Refuse(path, "same size, other content");
  }
}
} // namespace pheno
