#include "phenoVerifiedFiles.h"

#include <algorithm>

#include <sys/stat.h>

namespace pheno
{
namespace
{
constexpr std::size_t  kMost = 64;
constexpr std::int64_t kSecond = 1'000'000'000;
} // namespace

std::optional<FileStamp>
StampOf(const fs::path & path)
{
  struct stat status
  {};
  if (::stat(path.c_str(), &status) != 0)
  {
    return std::nullopt;
  }
  return FileStamp{ static_cast<std::uint64_t>(status.st_dev),
                    static_cast<std::uint64_t>(status.st_ino),
                    static_cast<std::uint64_t>(status.st_size),
                    kSecond * static_cast<std::int64_t>(status.st_ctim.tv_sec) + status.st_ctim.tv_nsec };
}

bool
VerifiedFiles::Holds(const FileStamp & stamp, const std::string & digest) const
{
  const std::lock_guard lock(m_Mutex);
  return std::any_of(m_Entries.begin(), m_Entries.end(), [&](const Entry & entry) {
    return entry.stamp == stamp && entry.digest == digest;
  });
}

void
VerifiedFiles::Add(const FileStamp & stamp, const std::string & digest, std::int64_t now_ns)
{
  if (now_ns - stamp.changed_ns < 2 * kSecond)
  {
    return;
  }
  const std::lock_guard lock(m_Mutex);
  m_Entries.push_back({ stamp, digest });
  if (m_Entries.size() > kMost)
  {
    m_Entries.pop_front();
  }
}
} // namespace pheno
