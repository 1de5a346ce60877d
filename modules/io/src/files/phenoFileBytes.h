#ifndef phenoFileBytes_h
#define phenoFileBytes_h

#include "phenoFileSystem.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace pheno
{
/** The whole content of a file. Throws Error with path and reason. */
std::string
ReadFileBytes(const fs::path & path);

/** Replaces a file's content; parents must exist. Throws Error with path and reason, a short write (full disk)
 * included. */
void
WriteFileBytes(const fs::path & path, std::string_view bytes);

/** The same from two pieces, one after the other. */
void
WriteFileBytes(const fs::path & path, std::string_view head, std::string_view body);

/** Copies a file's content block by block, in bounded memory, between file systems of any kind (the kernel's own copy
 * refuses some pairs). Replaces what is there. Throws Error with path and reason. */
void
CopyFileBytes(const fs::path & from, const fs::path & to);

/** A file's bytes, mapped read-only for as long as the owner lives. */
struct MappedFile
{
  std::shared_ptr<const void> owner;
  std::string_view            bytes;
};
/** Throws Error with path and reason. */
MappedFile
MapFile(const fs::path & path);

/** Makes a folder and its parents. Throws Error. */
void
MakeFolder(const fs::path & path);

/** "path: what: reason of errno". */
std::string
SystemMessage(const fs::path & path, const std::string & what, int errorNumber);
} // namespace pheno

#endif
