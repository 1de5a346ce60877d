#include "phenoStoreFiles.h"

#include "phenoError.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pheno
{
namespace
{
class NoSuchFile : public Error
{
public:
  using Error::Error;
};

[[noreturn]] void
Fail(const fs::path & path, const std::string & what, int code)
{
  const std::string message = path.string() + ": " + what + ": " + std::strerror(code);
  if (code == ENOENT)
  {
    throw NoSuchFile(message);
  }
  throw Error(message);
}

/** An open file that closes itself; Close reports what only close() tells (a quota on a network file system). */
class OpenFile
{
public:
  OpenFile(const fs::path & path, int flags)
    : m_Path(path)
    , m_Handle(::open(path.c_str(), flags | O_CLOEXEC, 0666))
  {
    if (m_Handle < 0)
    {
      Fail(path, "cannot be opened", errno);
    }
  }
  ~OpenFile()
  {
    if (m_Handle >= 0)
    {
      ::close(m_Handle);
    }
  }
  OpenFile(const OpenFile &) = delete;
  OpenFile &
  operator=(const OpenFile &) = delete;

  void
  Write(std::string_view bytes)
  {
    while (!bytes.empty())
    {
      const ssize_t count = ::write(m_Handle, bytes.data(), bytes.size());
      if (count < 0 && errno != EINTR)
      {
        Fail(m_Path, "cannot be written", errno);
      }
      bytes.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
  }
  void
  Sync()
  {
    if (::fsync(m_Handle) != 0)
    {
      Fail(m_Path, "cannot be synced to the disk", errno);
    }
  }
  void
  Close()
  {
    const int handle = m_Handle;
    m_Handle = -1;
    if (::close(handle) != 0)
    {
      Fail(m_Path, "cannot be written", errno);
    }
  }
  std::string
  ReadAll()
  {
    std::string text;
    struct stat status
    {};
    if (::fstat(m_Handle, &status) == 0)
    {
      text.reserve(static_cast<std::size_t>(status.st_size) + 1);
    }
    char buffer[16384];
    for (;;)
    {
      const ssize_t count = ::read(m_Handle, buffer, sizeof buffer);
      if (count == 0)
      {
        return text;
      }
      if (count < 0 && errno != EINTR)
      {
        Fail(m_Path, "cannot be read", errno);
      }
      text.append(buffer, count < 0 ? 0 : static_cast<std::size_t>(count));
    }
  }

private:
  fs::path m_Path;
  int      m_Handle;
};

void
WriteAndSync(const fs::path & path, std::string_view bytes, int flags)
{
  OpenFile file(path, O_WRONLY | O_CREAT | flags);
  file.Write(bytes);
  file.Sync();
  file.Close();
}
} // namespace

void
WriteSynced(const fs::path & path, std::string_view bytes)
{
  WriteAndSync(path, bytes, O_EXCL);
}

void
ReplaceFile(const fs::path & path, std::string_view bytes)
{
  const fs::path draft = path.string() + ".draft";
  try
  {
    WriteAndSync(draft, bytes, O_TRUNC);
    if (::rename(draft.c_str(), path.c_str()) != 0)
    {
      Fail(path, "cannot be written", errno);
    }
  }
  catch (const Error &)
  {
    RemoveQuietly(draft);
    throw;
  }
}

void
Sync(const fs::path & path)
{
  OpenFile(path, O_RDONLY).Sync();
}

bool
LinkIfAbsent(const fs::path & from, const fs::path & to)
{
  if (::link(from.c_str(), to.c_str()) == 0)
  {
    return true;
  }
  if (errno == EEXIST)
  {
    // A network file system may have linked and lost its answer: then our file has its second name.
    struct stat status
    {};
    return ::stat(from.c_str(), &status) == 0 && status.st_nlink == 2;
  }
  if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS)
  {
    Fail(to, "cannot be linked", errno);
  }
  // A file system without hard links.
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0)
  {
    return true;
  }
  if (errno != EEXIST)
  {
    Fail(to, "cannot be linked or renamed to", errno);
  }
  return false;
}

std::string
ReadText(const fs::path & path)
{
  return OpenFile(path, O_RDONLY).ReadAll();
}

std::optional<std::string>
ReadTextIfThere(const fs::path & path)
{
  try
  {
    return ReadText(path);
  }
  catch (const NoSuchFile &)
  {
    return std::nullopt;
  }
}

void
MakeFolder(const fs::path & folder)
{
  boost::system::error_code error;
  fs::create_directories(folder, error);
  if (error)
  {
    throw Error(folder.string() + ": cannot be made: " + error.message());
  }
}

std::vector<fs::path>
FilesBelow(const fs::path & folder)
{
  try
  {
    std::vector<fs::path> files;
    for (const fs::directory_entry & entry : fs::recursive_directory_iterator(folder))
    {
      if (fs::is_regular_file(entry.status()))
      {
        files.push_back(entry.path());
      }
    }
    std::sort(files.begin(), files.end());
    return files;
  }
  catch (const fs::filesystem_error & error)
  {
    throw Error(folder.string() + ": cannot be listed: " + error.code().message());
  }
}

void
RemoveQuietly(const fs::path & path) noexcept
{
  boost::system::error_code ignored;
  fs::remove_all(path, ignored);
}
} // namespace pheno
