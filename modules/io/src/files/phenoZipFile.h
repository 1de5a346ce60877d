#ifndef phenoZipFile_h
#define phenoZipFile_h

#include "phenoFileSystem.h"

#include <cstdint>
#include <memory>
#include <string>

namespace pheno
{
/** A zip archive whose members are read whole. */
class ZipFile
{
public:
  /** Throws BadData for what is no zip archive, Error when the file cannot be read. */
  explicit ZipFile(const fs::path & path);
  ~ZipFile();

  bool
  Has(const std::string & name) const;

  /** Throws BadData when the member is absent, damaged, encrypted, or larger than `largest` bytes once decompressed: no
   * more than that is ever held, whatever the archive declares. */
  std::string
  Read(const std::string & name, std::uint64_t largest) const;

private:
  struct Archive;
  fs::path                 m_Path;
  std::unique_ptr<Archive> m_Archive;
};
} // namespace pheno

#endif
