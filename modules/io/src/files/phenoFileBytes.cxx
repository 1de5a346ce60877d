#include "phenoFileBytes.h"

#include "phenoError.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace pheno
{
namespace
{
class Descriptor
{
public:
  Descriptor(const fs::path & path, int flags, const std::string & what)
    : m_Number(::open(path.c_str(), flags | O_CLOEXEC, 0666))
  {
    if (m_Number < 0)
    {
      throw Error(SystemMessage(path, what, errno));
    }
  }
  ~Descriptor() { Close(); }
  Descriptor(const Descriptor &) = delete;
  Descriptor &
  operator=(const Descriptor &) = delete;

  int
  Get() const
  {
    return m_Number;
  }
  int
  Close()
  {
    const int result = m_Number < 0 ? 0 : ::close(m_Number);
    m_Number = -1;
    return result;
  }

private:
  int m_Number;
};

struct stat
Status(const fs::path & path, const Descriptor & file)
{
  struct stat status
  {};
  if (::fstat(file.Get(), &status) != 0)
  {
    throw Error(SystemMessage(path, "cannot be read", errno));
  }
  if (S_ISDIR(status.st_mode))
  {
    throw Error(path.string() + ": is a folder, expected a file");
  }
  return status;
}

/** How many bytes came, 0 at the end. */
std::size_t
ReadSome(const fs::path & path, const Descriptor & file, char * buffer, std::size_t size)
{
  for (;;)
  {
    const ssize_t count = ::read(file.Get(), buffer, size);
    if (count >= 0)
    {
      return static_cast<std::size_t>(count);
    }
    if (errno != EINTR)
    {
      throw Error(SystemMessage(path, "reading failed", errno));
    }
  }
}

void
WriteAll(const fs::path & path, const Descriptor & file, std::string_view bytes)
{
  while (!bytes.empty())
  {
    const ssize_t count = ::write(file.Get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR)
    {
      continue;
    }
    if (count < 0)
    {
      throw Error(SystemMessage(path, "cannot be written", errno));
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

/** A full disk may show only here. */
void
CloseWritten(const fs::path & path, Descriptor & file)
{
  if (file.Close() != 0)
  {
    throw Error(SystemMessage(path, "cannot be written", errno));
  }
}
} // namespace

std::string
SystemMessage(const fs::path & path, const std::string & what, int errorNumber)
{
  return path.string() + ": " + what + ": " + std::generic_category().message(errorNumber);
}

std::string
ReadFileBytes(const fs::path & path)
{
  const Descriptor file(path, O_RDONLY, "cannot be read");
  std::string      bytes(static_cast<std::size_t>(Status(path, file).st_size) + 1, '\0'); // one more shows the end
  std::size_t      filled = 0;
  while (true)
  {
    if (filled == bytes.size())
    {
      bytes.resize(2 * bytes.size() + 4096); // a file that grows, or a pipe, which has no size
    }
    const std::size_t count = ReadSome(path, file, bytes.data() + filled, bytes.size() - filled);
    if (count == 0)
    {
      bytes.resize(filled);
      return bytes;
    }
    filled += count;
  }
}

void
WriteFileBytes(const fs::path & path, std::string_view bytes)
{
  WriteFileBytes(path, bytes, {});
}

void
WriteFileBytes(const fs::path & path, std::string_view head, std::string_view body)
{
  Descriptor file(path, O_WRONLY | O_CREAT | O_TRUNC, "cannot be written");
  WriteAll(path, file, head);
  WriteAll(path, file, body);
  CloseWritten(path, file);
}

void
CopyFileBytes(const fs::path & from, const fs::path & to)
{
  const Descriptor  source(from, O_RDONLY, "cannot be read");
  Descriptor        target(to, O_WRONLY | O_CREAT | O_TRUNC, "cannot be written");
  std::vector<char> block(std::size_t{ 1 } << 20);
  while (const std::size_t count = ReadSome(from, source, block.data(), block.size()))
  {
    WriteAll(to, target, { block.data(), count });
  }
  CloseWritten(to, target);
}

MappedFile
MapFile(const fs::path & path)
{
  const Descriptor  file(path, O_RDONLY, "cannot be read");
  const std::size_t size = static_cast<std::size_t>(Status(path, file).st_size);
  if (size == 0)
  {
    return {};
  }
  void * address = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file.Get(), 0);
  if (address == MAP_FAILED)
  {
    throw Error(SystemMessage(path, "cannot be mapped", errno));
  }
  std::shared_ptr<const void> owner(address, [size](void * mapped) { ::munmap(mapped, size); });
  return { std::move(owner), { static_cast<const char *>(address), size } };
}

void
MakeFolder(const fs::path & path)
{
  boost::system::error_code code;
  fs::create_directories(path, code);
  if (code && !fs::is_directory(path))
  {
    throw Error(path.string() + ": the folder cannot be made: " + code.message());
  }
}
} // namespace pheno
