#include "phenoZarrBytes.h"

#include "phenoError.h"
#include "phenoFileBytes.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pheno
{
struct ZarrBytes::Store
{
  explicit Store(std::string path)
    : name(std::move(path))
  {}
  ~Store()
  {
    if (descriptor >= 0)
    {
      ::close(descriptor);
    }
  }
  Store(const Store &) = delete;
  Store &
  operator=(const Store &) = delete;

  std::string name;
  int         descriptor = -1; ///< of a file; -1 for memory
  ZarrBuffer  memory;
};

std::optional<ZarrBytes>
ZarrBytes::OfFile(const fs::path & path)
{
  const auto store = std::make_shared<Store>(path.string());
  store->descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (store->descriptor < 0)
  {
    if (errno == ENOENT || errno == ENOTDIR)
    {
      return std::nullopt;
    }
    throw Error(SystemMessage(path, "cannot be read", errno));
  }
  struct stat status
  {};
  if (::fstat(store->descriptor, &status) != 0)
  {
    throw Error(SystemMessage(path, "cannot be read", errno));
  }
  if (!S_ISREG(status.st_mode))
  {
    throw BadData(path.string() + ": expected the file of a chunk, found something that is no file");
  }
  ZarrBytes bytes;
  bytes.m_Store = store;
  bytes.m_Size = static_cast<std::uint64_t>(status.st_size);
  return bytes;
}

ZarrBytes
ZarrBytes::OfMemory(ZarrBuffer memory, std::string name)
{
  const auto store = std::make_shared<Store>(std::move(name));
  store->memory = std::move(memory);
  ZarrBytes bytes;
  bytes.m_Size = store->memory.size();
  bytes.m_Store = store;
  return bytes;
}

const std::string &
ZarrBytes::Name() const
{
  return m_Store->name;
}

ZarrBytes
ZarrBytes::Part(std::uint64_t begin, std::uint64_t size) const
{
  ZarrBytes part = *this;
  part.m_Begin += begin;
  part.m_Size = size;
  return part;
}

ZarrBuffer
ZarrBytes::Read(std::uint64_t begin, std::uint64_t size) const
{
  const std::uint64_t offset = m_Begin + begin;
  if (m_Store->descriptor < 0)
  {
    const auto first = m_Store->memory.begin() + static_cast<std::ptrdiff_t>(offset);
    return { first, first + static_cast<std::ptrdiff_t>(size) };
  }
  ZarrBuffer    bytes(size);
  std::uint64_t filled = 0;
  while (filled < size)
  {
    const ssize_t got =
      ::pread(m_Store->descriptor, bytes.data() + filled, size - filled, static_cast<off_t>(offset + filled));
    if (got < 0 && errno != EINTR)
    {
      throw Error(SystemMessage(m_Store->name, "reading failed", errno));
    }
    if (got == 0)
    {
      throw BadData(m_Store->name + ": ends at " + std::to_string(offset + filled) + " bytes, expected " +
                    std::to_string(offset + size));
    }
    filled += got > 0 ? static_cast<std::uint64_t>(got) : 0;
  }
  return bytes;
}
} // namespace pheno
