#include "phenoTiffFile.h"

#include "phenoError.h"
#include "phenoFileBytes.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pheno
{
namespace
{
constexpr tmsize_t kLargestAllocation = tmsize_t(2) << 30;
constexpr tmsize_t kAhead = tmsize_t(1) << 17; ///< strips are often a row

int
NoClose(thandle_t)
{
  return 0;
}

std::string
Hex(std::string_view bytes)
{
  std::string text;
  for (const char c : bytes)
  {
    std::array<char, 4> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%s%02X", text.empty() ? "" : " ", static_cast<unsigned char>(c));
    text += buffer.data();
  }
  return text;
}

struct FreeOptions
{
  void
  operator()(TIFFOpenOptions * options) const
  {
    TIFFOpenOptionsFree(options);
  }
};
using Options = std::unique_ptr<TIFFOpenOptions, FreeOptions>;

int
Silence(TIFF *, void *, const char *, const char *, va_list)
{
  return 1;
}

toff_t
Move(std::uint64_t position, std::uint64_t size, toff_t offset, int whence)
{
  const std::uint64_t base = whence == SEEK_CUR ? position : whence == SEEK_END ? size : 0;
  return base + offset;
}
} // namespace

TiffFile::TiffFile(const fs::path & path, bool digested)
  : m_Path(path.string())
  , m_Descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC))
  , m_Digest(digested ? std::make_unique<PassingDigest>() : nullptr)
{
  if (m_Descriptor < 0)
  {
    throw Error(SystemMessage(path, "cannot be read", errno));
  }
  try
  {
    struct stat status
    {};
    if (::fstat(m_Descriptor, &status) != 0)
    {
      throw Error(SystemMessage(path, "cannot be read", errno));
    }
    if (!S_ISREG(status.st_mode))
    {
      throw Error(m_Path + ": expected a TIFF file, found something that is no file");
    }
    m_Size = static_cast<std::uint64_t>(status.st_size);
    CheckMagic();

    const Options options(TIFFOpenOptionsAlloc());
    TIFFOpenOptionsSetErrorHandlerExtR(options.get(), &TiffFile::Message, this);
    TIFFOpenOptionsSetWarningHandlerExtR(options.get(), &Silence, nullptr);
    TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), kLargestAllocation);
    const auto noWrite = [](thandle_t, void *, tmsize_t) -> tmsize_t { return 0; };
    const auto size = [](thandle_t self) -> toff_t { return static_cast<TiffFile *>(self)->m_Size; };
    // m: no memory map, c: no chopping of strips.
    m_Tiff.reset(TIFFClientOpenExt(
      m_Path.c_str(), "rmc", this, &Read, noWrite, &Seek, &NoClose, size, nullptr, nullptr, options.get()));
    if (!m_Tiff)
    {
      Fail("its first directory is damaged");
    }
  }
  catch (...)
  {
    ::close(m_Descriptor);
    throw;
  }
}

TiffFile::~TiffFile()
{
  m_Tiff.reset();
  ::close(m_Descriptor);
}

void
TiffFile::CheckMagic() const
{
  if (m_Size == 0)
  {
    throw BadData(m_Path + ": is empty (0 bytes)");
  }
  std::array<char, 4096> head{};
  const ssize_t          count = ::pread(m_Descriptor, head.data(), head.size(), 0);
  if (count < 0)
  {
    throw Error(SystemMessage(m_Path, "reading failed", errno));
  }
  if (std::all_of(head.begin(), head.end(), [](char c) { return c == 0; }))
  {
    throw BadData(m_Path + ": is filled with zeros (" + std::to_string(m_Size) + " bytes)");
  }
  const std::string_view magic(head.data(), std::min<std::size_t>(4, static_cast<std::size_t>(count)));
  for (const char * known : { "II*\0", "MM\0*", "II+\0", "MM\0+" })
  {
    if (magic == std::string_view(known, 4))
    {
      return;
    }
  }
  throw BadData(m_Path + ": is no TIFF (it begins with " + Hex(magic) + ")");
}

void
TiffFile::SelectPage(unsigned page)
{
  m_Message.clear();
  if (page == 0 || TIFFSetDirectory(Get(), page))
  {
    return;
  }
  const unsigned pages = TIFFNumberOfDirectories(Get());
  Fail(page >= pages ? "has no page " + std::to_string(page) + ", only 0 to " + std::to_string(pages - 1)
                     : "the directory of page " + std::to_string(page) + " is damaged");
}

bool
TiffFile::NextPage()
{
  m_Message.clear();
  const bool found = TIFFReadDirectory(Get()) == 1;
  if (!found && (!m_Message.empty() || m_Errno != 0))
  {
    Fail("a directory is damaged");
  }
  return found;
}

void
TiffFile::Fail(const std::string & what) const
{
  if (m_Errno != 0)
  {
    throw Error(SystemMessage(m_Path, "reading failed", m_Errno));
  }
  throw BadData(m_Path + ": " + what + (m_Message.empty() ? "" : " (" + m_Message + ")"));
}

tmsize_t
TiffFile::Fetch(std::uint64_t position, void * buffer, tmsize_t count)
{
  tmsize_t filled = 0;
  while (filled < count)
  {
    const tmsize_t most = m_Digest ? kAhead : count; // the digest takes it while it is in the processor's cache
    const ssize_t  got = ::pread(m_Descriptor,
                                static_cast<char *>(buffer) + filled,
                                static_cast<std::size_t>(std::min(count - filled, most)),
                                static_cast<off_t>(position + static_cast<std::uint64_t>(filled)));
    if (got < 0 && errno == EINTR)
    {
      continue;
    }
    if (got < 0)
    {
      // Negative or huge positions come from damaged offsets: that is the file's fault.
      m_Errno = errno == EINVAL ? m_Errno : errno;
      return -1;
    }
    if (got == 0)
    {
      break;
    }
    if (m_Digest)
    {
      m_Digest->Pass(position + static_cast<std::uint64_t>(filled),
                     { static_cast<char *>(buffer) + filled, static_cast<std::size_t>(got) });
    }
    filled += got;
  }
  return filled;
}

bool
TiffFile::DigestUpTo(std::uint64_t position)
{
  std::vector<char> passing;
  while (m_Digest->Next() < position)
  {
    passing.resize(kAhead);
    const std::uint64_t left = position - m_Digest->Next();
    const auto          count = static_cast<tmsize_t>(std::min<std::uint64_t>(left, passing.size()));
    if (this->Fetch(m_Digest->Next(), passing.data(), count) < count)
    {
      return false;
    }
  }
  return true;
}

std::string
TiffFile::Digest()
{
  if (!this->DigestUpTo(m_Size) && m_Errno != 0)
  {
    throw Error(SystemMessage(m_Path, "reading failed", m_Errno));
  }
  return m_Digest->Finish();
}

tmsize_t
TiffFile::FetchNext(void * buffer, tmsize_t count)
{
  const bool held =
    m_Position >= m_AheadAt && m_Position + static_cast<std::uint64_t>(count) <= m_AheadAt + m_Ahead.size();
  if (!held)
  {
    m_Ahead.resize(kAhead);
    m_AheadAt = m_Position;
    const tmsize_t got = this->Fetch(m_AheadAt, m_Ahead.data(), kAhead);
    m_Ahead.resize(static_cast<std::size_t>(std::max<tmsize_t>(got, 0)));
    if (got < 0)
    {
      return -1;
    }
  }
  const std::size_t begin = m_Position - m_AheadAt;
  const tmsize_t    got = std::min(count, static_cast<tmsize_t>(m_Ahead.size() - begin));
  std::memcpy(buffer, m_Ahead.data() + begin, static_cast<std::size_t>(got));
  return got;
}

tmsize_t
TiffFile::Read(thandle_t self, void * buffer, tmsize_t count)
{
  auto & file = *static_cast<TiffFile *>(self);
  if (file.m_Digest && file.m_Position > file.m_Digest->Next() &&
      file.m_Position - file.m_Digest->Next() <= static_cast<std::uint64_t>(kAhead))
  {
    file.DigestUpTo(file.m_Position); // rather now, in order, than all of it at the end
  }
  const bool     follows = file.m_Position == file.m_LastEnd && count < kAhead;
  const tmsize_t got = follows ? file.FetchNext(buffer, count) : file.Fetch(file.m_Position, buffer, count);
  if (got > 0)
  {
    file.m_Position += static_cast<std::uint64_t>(got);
    file.m_LastEnd = file.m_Position;
  }
  return got;
}

toff_t
TiffFile::Seek(thandle_t self, toff_t offset, int whence)
{
  auto & file = *static_cast<TiffFile *>(self);
  return file.m_Position = Move(file.m_Position, file.m_Size, offset, whence);
}

int
TiffFile::Message(TIFF *, void * self, const char *, const char * format, va_list arguments)
{
  auto & file = *static_cast<TiffFile *>(self);
  if (file.m_Message.empty())
  {
    std::array<char, 512> text{};
    std::vsnprintf(text.data(), text.size(), format, arguments);
    file.m_Message = text.data();
  }
  return 1;
}

TiffBuffer::TiffBuffer(bool big)
{
  const Options options(TIFFOpenOptionsAlloc());
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), &Silence, nullptr);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), &Silence, nullptr);
  m_Tiff.reset(TIFFClientOpenExt("memory",
                                 big ? "w8l" : "wl",
                                 this,
                                 &Read,
                                 &Write,
                                 &Seek,
                                 &NoClose,
                                 &TiffBuffer::Size,
                                 nullptr,
                                 nullptr,
                                 options.get()));
  if (!m_Tiff)
  {
    throw Error("a TIFF cannot be made in memory");
  }
}

std::string
TiffBuffer::Finish()
{
  m_Tiff.reset();
  return std::move(m_Bytes);
}

tmsize_t
TiffBuffer::Read(thandle_t self, void * buffer, tmsize_t count)
{
  auto &            file = *static_cast<TiffBuffer *>(self);
  const std::size_t begin = std::min(file.m_Position, file.m_Bytes.size());
  const std::size_t got = std::min(static_cast<std::size_t>(count), file.m_Bytes.size() - begin);
  std::memcpy(buffer, file.m_Bytes.data() + begin, got);
  file.m_Position = begin + got;
  return static_cast<tmsize_t>(got);
}

tmsize_t
TiffBuffer::Write(thandle_t self, void * buffer, tmsize_t count)
{
  auto &            file = *static_cast<TiffBuffer *>(self);
  const std::size_t end = file.m_Position + static_cast<std::size_t>(count);
  if (end > file.m_Bytes.size())
  {
    file.m_Bytes.resize(end);
  }
  std::memcpy(file.m_Bytes.data() + file.m_Position, buffer, static_cast<std::size_t>(count));
  file.m_Position = end;
  return count;
}

toff_t
TiffBuffer::Seek(thandle_t self, toff_t offset, int whence)
{
  auto & file = *static_cast<TiffBuffer *>(self);
  return file.m_Position = Move(file.m_Position, file.m_Bytes.size(), offset, whence);
}

toff_t
TiffBuffer::Size(thandle_t self)
{
  return static_cast<TiffBuffer *>(self)->m_Bytes.size();
}
} // namespace pheno
