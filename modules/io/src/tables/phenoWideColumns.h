#ifndef phenoWideColumns_h
#define phenoWideColumns_h

#include "phenoFileSystem.h"
#include "phenoTable.h"

#include <map>
#include <string>
#include <vector>

namespace pheno
{
/** The columns of CellProfiler's LoadData table by what they say: role ("FileName_") -> channel -> column. */
struct WideColumns
{
  std::map<std::string, std::map<std::string, std::string>> roles;
  std::vector<std::string>                                  channels;     ///< in the order of the table
  std::vector<std::string>                                  illumination; ///< names of functions, "IllumDNA"
  std::vector<std::string>                                  metadata;
  std::vector<std::string>                                  others; ///< what was measured; objects
};

/** A column's name without the prefix that CellProfiler adds to measurements of images. */
std::string
WithoutImagePrefix(const std::string & column);

WideColumns
SortWideColumns(const Table & table);

/** Throws Error for a table that LoadData's known traps have caught: no image column, a file name without its folder or
 * a folder, frame or series without its file name. */
void
CheckWideColumns(const Table & table, const WideColumns & wide, const fs::path & source);

/** The illumination function of a channel, "OrigDNA" or "DNA" -> "IllumDNA"; "" where the table has none. */
std::string
IlluminationOf(const WideColumns & wide, const std::string & channel);
} // namespace pheno

#endif
