#include "phenoError.h"
#include "phenoFileBytes.h"
#include "phenoPlaneStore.h"
#include "phenoQuickHash.h"
#include "phenoReadPlane.h"
#include "phenoScreenIndex.h"

#include <cerrno>
#include <cstdio>
#include <memory>
#include <vector>

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

std::string
QuickDigest(const fs::path & path)
{
  struct CloseFile
  {
    void
    operator()(std::FILE * file) const
    {
      std::fclose(file);
    }
  };
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rbe"));
  if (!file)
  {
    throw Error(SystemMessage(path, "cannot be read", errno));
  }
  std::setvbuf(file.get(), nullptr, _IONBF, 0);
  QuickHash         hash;
  std::vector<char> buffer(1 << 18);
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), file.get()))
  {
    hash.Add({ buffer.data(), count });
  }
  if (std::ferror(file.get()))
  {
    throw Error(SystemMessage(path, "reading failed", errno));
  }
  return hash.Finish();
}

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
