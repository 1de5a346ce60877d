#ifndef phenoZarrBytes_h
#define phenoZarrBytes_h

#include "phenoFileSystem.h"
#include "phenoZarrCodec.h"

#include <memory>
#include <optional>

namespace pheno
{
/** A stretch of stored bytes, of a file or of memory, that is read piece by piece. */
class ZarrBytes
{
public:
  /** nullopt where there is no such file. Throws BadData for a folder, Error when the machine cannot open it. */
  static std::optional<ZarrBytes>
  OfFile(const fs::path & path);
  static ZarrBytes
  OfMemory(ZarrBuffer bytes, std::string name);

  std::uint64_t
  Size() const
  {
    return m_Size;
  }
  /** For messages. */
  const std::string &
  Name() const;
  /** A part of it, which must lie within. */
  ZarrBytes
  Part(std::uint64_t begin, std::uint64_t size) const;
  /** Throws BadData when the file ends too early, Error when the machine cannot read. */
  ZarrBuffer
  Read(std::uint64_t begin, std::uint64_t size) const;

private:
  struct Store;

  std::shared_ptr<const Store> m_Store;
  std::uint64_t                m_Begin = 0;
  std::uint64_t                m_Size = 0;
};
} // namespace pheno

#endif
