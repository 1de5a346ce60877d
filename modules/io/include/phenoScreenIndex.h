#ifndef phenoScreenIndex_h
#define phenoScreenIndex_h

#include "phenoFileSystem.h"
#include "phenoQuickDigest.h"
#include "phenoTable.h"

#include <map>
#include <string>
#include <vector>

namespace pheno
{
/** The tall screen index: one row an image file.
 *
 * Columns: plate, well, site, channel, path (relative to the index file's folder where it lies below or beside it, '/'
 * separators), size (bytes; "" when the file is missing), digest (XXH3-128 hex; "" when missing or not asked for),
 * page (0 first, always written; of a Zarr array, whose folder is the path, the plane's number through the axes before
 * y and x); optional z and t (the rows of one image are then its planes and time points), source, batch and others
 * carried through. Wells are normalised, the original spelling stays in well_original where it differed. Sorted by
 * plate, well, site, channel in natural order. */
struct ScreenIndex
{
  Table                    table;
  std::vector<std::string> notes; ///< gaps and missing files, in words, for the terminal
};

/** Checks and normalises a tall index that was read as a table (ours, or a sample sheet with plate, well, site,
 * channel, path). Without a column `size` the files are looked up, and sizes are filled in; without `digest` it is
 * empty. Throws Error naming column or row, and for two files of one plate, well, site, channel, t and z. `folder`:
 * where relative paths start. */
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

/** A layout that a folder or a table may be of, and what it was known by. */
struct RecognizedLayout
{
  std::string layout;
  std::string by;
};
/** By names of files and first lines alone, in the order of KnownLayouts; empty when none is known. Throws Error when
 * there is no such folder or file. */
std::vector<RecognizedLayout>
RecognizeLayouts(const fs::path & source);

struct IndexOptions
{
  bool        digest = true;
  unsigned    threads = 1;
  std::string pattern;   ///< for layout "regex": named groups plate, well (or row, col), site, channel
  std::string plane;     ///< the plane to keep where fields have several; "" where they have one
  std::string timepoint; ///< the time point to keep, likewise
  std::map<std::string, std::string>
    folders; ///< for tables: prefix of listed paths and URLs -> folder that stands for it
};

/** Makes an index of an instrument's folder or of a table that lists files; docs/layouts.md says what each layout
 * reads. Other columns that a layout knows (positions, batch, groups of a pattern) are carried through.
 *
 * Listed files that do not exist stay in the index with empty size and digest and are named in the notes. Throws Error
 * saying what was looked for and what was found, BadData for a list that is damaged. Paths are written relative to
 * `relativeTo`. */
ScreenIndex
MakeIndex(const std::string &  layout,
          const fs::path &     source,
          const fs::path &     relativeTo,
          const IndexOptions & options);

/** A cell of the column page as a number; "" is 0. Throws Error for what is no page. */
unsigned
PageNumber(const std::string & page);

/** Refuses a file that is not the one that was indexed; `size` and `digest` are the cells of its index row (of a Zarr
 * array those of the plane: its metadata and chunks). Throws BadData when it was missing then (empty size), Error when
 * it changed since or is gone: index again. */
void
VerifyIndexed(const fs::path & path, const std::string & size, const std::string & digest, unsigned page = 0);
} // namespace pheno

#endif
