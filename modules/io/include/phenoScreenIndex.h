#ifndef phenoScreenIndex_h
#define phenoScreenIndex_h

#include "phenoFileSystem.h"
#include "phenoTable.h"

#include <string>
#include <vector>

namespace pheno
{
/** The tall screen index: one row an image file.
 *
 * Columns: plate, well, site, channel, path (relative to the index file's folder where it lies below or beside it, '/'
 * separators), size (bytes; "" when the file is missing), digest (XXH3-128 hex; "" when missing or not asked for),
 * page (0 first, always written); optional source, batch and others carried through. Wells are normalised, the original
 * spelling stays in well_original where it differed. Sorted by plate, well, site, channel in natural order. */
struct ScreenIndex
{
  Table                    table;
  std::vector<std::string> notes; ///< gaps and missing files, in words, for the terminal
};

/** Checks and normalises a tall index that was read as a table (ours, or a sample sheet with plate, well, site,
 * channel, path). Without a column `size` the files are looked up, and sizes are filled in; without `digest` it is
 * empty. Throws Error naming column or row, and for two files of one plate, well, site and channel. `folder`: where
 * relative paths start. */
ScreenIndex
NormalizeIndex(const Table & tall, const fs::path & folder);

/** The instrument layouts that MakeIndex knows: name and one sentence each. */
struct LayoutDescription
{
  std::string name;
  std::string doc;
};
std::vector<LayoutDescription>
KnownLayouts();

struct IndexOptions
{
  bool        digest = true;
  unsigned    threads = 1;
  std::string pattern; ///< for layout "regex": named groups plate, well (or row, col), site, channel
  std::string plane;   ///< for layout "phenix": the PlaneID to keep where fields have several; "" where they have one
};

/** Makes an index of an instrument's folder or of a table that lists files.
 *
 * Layouts: "phenix" (Index.xml, Index.idx.xml, index.xml of Harmony in the image folder, above it, or one folder a
 * plate; or Crick-style indexfile.txt), "loaddata" (CellProfiler LoadData CSV, wide), "sheet" (tall sample sheet),
 * "regex" (a pattern searched in each file's path below the folder; without group plate the folder's name is the plate,
 * without site it is 1, without channel it is 1; other named groups become columns). Listed files that do not exist
 * stay in the index with empty size and digest and are named in the notes. Throws Error saying what was looked for and
 * what was found. Paths are written relative to `relativeTo`. */
ScreenIndex
MakeIndex(const std::string &  layout,
          const fs::path &     source,
          const fs::path &     relativeTo,
          const IndexOptions & options);

/** Refuses a file that is not the one that was indexed; `size` and `digest` are the cells of its index row. Throws
 * BadData when it was missing then (empty size), Error when it changed since or is gone: index again. */
void
VerifyIndexed(const fs::path & path, const std::string & size, const std::string & digest);

/** XXH3-128 of a file in lower-case hexadecimal, streamed. Throws Error. */
std::string
QuickDigest(const fs::path & path);
} // namespace pheno

#endif
