#include "phenoQuickDigest.h"

#include "phenoError.h"
#include "phenoFileBytes.h"
#include "phenoQuickHash.h"

#include <cerrno>
#include <cstdio>
#include <memory>
#include <vector>

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
} // namespace pheno
