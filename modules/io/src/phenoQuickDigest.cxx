#include "phenoError.h"
#include "phenoFileBytes.h"
#include "phenoIndexNotes.h"
#include "phenoScreenIndex.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <vector>

#include <xxhash.h>

namespace pheno
{
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
  struct FreeState
  {
    void
    operator()(XXH3_state_t * state) const
    {
      XXH3_freeState(state);
    }
  };
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rbe"));
  if (!file)
  {
    throw Error(SystemMessage(path, "cannot be read", errno));
  }
  std::setvbuf(file.get(), nullptr, _IONBF, 0);
  const std::unique_ptr<XXH3_state_t, FreeState> state(XXH3_createState());
  XXH3_128bits_reset(state.get());
  std::vector<char> buffer(1 << 18);
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), file.get()))
  {
    XXH3_128bits_update(state.get(), buffer.data(), count);
  }
  if (std::ferror(file.get()))
  {
    throw Error(SystemMessage(path, "reading failed", errno));
  }
  XXH128_canonical_t canonical{};
  XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state.get()));
  std::string text;
  for (const unsigned char byte : canonical.digest)
  {
    std::array<char, 3> hex{};
    std::snprintf(hex.data(), hex.size(), "%02x", byte);
    text += hex.data();
  }
  return text;
}

void
VerifyIndexed(const fs::path & path, const std::string & size, const std::string & digest)
{
  if (size.empty())
  {
    throw BadData(path.string() + ": was missing when the screen was indexed");
  }
  const std::string remedy = "; run pheno-run index again";
  const std::string found = SizeOfListed(path);
  if (found.empty())
  {
    throw Error(path.string() + ": is gone since it was indexed");
  }
  if (found != size)
  {
    throw Error(path.string() + ": changed since it was indexed (" + size + " bytes then, " + found + " now)" + remedy);
  }
  if (!digest.empty() && QuickDigest(path) != digest)
  {
    throw Error(path.string() + ": changed since it was indexed (same size, other content)" + remedy);
  }
}
} // namespace pheno
