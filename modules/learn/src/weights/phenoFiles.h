#ifndef phenoFiles_h
#define phenoFiles_h

#include <string>
#include <string_view>
#include <vector>

namespace pheno::learn
{
/** Makes a folder and its parents. \throws LearnError */
void
MakeFolders(const std::string & folder);

bool
FileExists(const std::string & path);

/** The whole file. \throws LearnError */
std::string
ReadWholeFile(const std::string & path);

/** A message up to its first line's end: torch's own go on with where they came from. */
std::string
FirstLine(const std::string & message);

/** Writes the pieces one after the other so that the file is either the old or the new one, whatever happens: a file
 * beside it, fsync, rename, fsync of the folder. \throws LearnError */
void
WriteFileAtomically(const std::string & path, const std::vector<std::string_view> & pieces);
} // namespace pheno::learn

#endif
