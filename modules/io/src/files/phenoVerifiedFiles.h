#ifndef phenoVerifiedFiles_h
#define phenoVerifiedFiles_h

#include "phenoFileSystem.h"

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>

namespace pheno
{
/** Tells one state of a file from another: a write changes the time, which nobody can set back. */
struct FileStamp
{
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  std::int64_t  changed_ns = 0; ///< of its content or its properties, since 1970

  bool
  operator==(const FileStamp &) const = default;
};

/** nullopt when there is none. */
std::optional<FileStamp>
StampOf(const fs::path & path);

/** The files whose digest was found right last, 64 of them, so that a file of many pages is not digested for each. May
 * be used from several threads. */
class VerifiedFiles
{
public:
  bool
  Holds(const FileStamp & stamp, const std::string & digest) const;

  /** A file that changed less than two seconds ago is not remembered: it may change again in the same tick of the file
   * system's clock. */
  void
  Add(const FileStamp & stamp, const std::string & digest, std::int64_t now_ns);

private:
  struct Entry
  {
    FileStamp   stamp;
    std::string digest;
  };
  mutable std::mutex m_Mutex;
  std::deque<Entry>  m_Entries;
};
} // namespace pheno

#endif
