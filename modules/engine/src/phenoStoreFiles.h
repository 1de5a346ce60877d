#ifndef phenoStoreFiles_h
#define phenoStoreFiles_h

#include "phenoFileSystem.h"
#include "phenoJson.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pheno
{
/** Writes a new file and syncs its bytes to the disk. Throws Error with path and reason (a full disk, for instance),
 * also when the file exists. */
void
WriteSynced(const fs::path & path, std::string_view bytes);

/** Puts a file in place of another so that a reader sees the old or the new bytes, never a part. Throws Error. */
void
ReplaceFile(const fs::path & path, std::string_view bytes);

/** Syncs one file or one folder's entries. Throws Error. */
void
Sync(const fs::path & path);

/** Gives `from` the additional name `to`. False when `to` exists. Throws Error. */
bool
LinkIfAbsent(const fs::path & from, const fs::path & to);

/** The whole text of a file. Throws Error with path and reason. */
std::string
ReadText(const fs::path & path);

/** The same; nullopt when there is no such file. */
std::optional<std::string>
ReadTextIfThere(const fs::path & path);

/** Makes a folder and those above it, unless they are there. Throws Error. */
void
MakeFolder(const fs::path & folder);

/** All regular files below a folder, sorted by path. Throws Error. */
std::vector<fs::path>
FilesBelow(const fs::path & folder);

/** Removes a file or a tree and ignores what stands in the way. */
void
RemoveQuietly(const fs::path & path) noexcept;
} // namespace pheno

#endif
