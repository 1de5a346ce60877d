#include "phenoFiles.h"
#include "phenoLearnError.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace pheno::learn
{
namespace
{
[[noreturn]] void
ThrowSystemError(const std::string & what, const std::string & path)
{
  throw LearnError(what + " " + path + ": " + std::strerror(errno));
}

std::string
FolderOf(const std::string & path)
{
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

void
Sync(const std::string & path)
{
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 || fsync(file) != 0)
  {
    const int error = errno;
    if (file >= 0)
    {
      close(file);
    }
    errno = error;
    ThrowSystemError("cannot sync", path);
  }
  close(file);
}

void
WriteAll(int file, std::string_view bytes, const std::string & path)
{
  while (!bytes.empty())
  {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR)
    {
      ThrowSystemError("cannot write", path);
    }
    bytes.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
}
} // namespace

void
MakeFolders(const std::string & folder)
{
  for (std::size_t end = folder.find('/', 1); true; end = folder.find('/', end + 1))
  {
    const std::string part = folder.substr(0, end);
    if (mkdir(part.c_str(), 0777) != 0 && errno != EEXIST)
    {
      ThrowSystemError("cannot make folder", part);
    }
    if (end == std::string::npos)
    {
      return;
    }
  }
}

bool
FileExists(const std::string & path)
{
  return access(path.c_str(), F_OK) == 0;
}

std::string
ReadWholeFile(const std::string & path)
{
  std::ifstream stream(path, std::ios::binary);
  if (!stream)
  {
    ThrowSystemError("cannot read", path);
  }
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

std::string
FirstLine(const std::string & message)
{
  return message.substr(0, message.find('\n'));
}

void
WriteFileAtomically(const std::string & path, const std::vector<std::string_view> & pieces)
{
  const std::string temporary = path + ".part";
  const int         file = open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0)
  {
    ThrowSystemError("cannot write", temporary);
  }
  try
  {
    for (const std::string_view piece : pieces)
    {
      WriteAll(file, piece, temporary);
    }
  }
  catch (...)
  {
    close(file);
    unlink(temporary.c_str());
    throw;
  }
  close(file);
  Sync(temporary);
  if (rename(temporary.c_str(), path.c_str()) != 0)
  {
    ThrowSystemError("cannot rename to", path);
  }
  Sync(FolderOf(path));
}
} // namespace pheno::learn
