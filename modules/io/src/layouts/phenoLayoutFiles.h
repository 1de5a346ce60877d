#ifndef phenoLayoutFiles_h
#define phenoLayoutFiles_h

#include "phenoListedImage.h"
#include "phenoFileSystem.h"

#include <functional>
#include <string>
#include <vector>

namespace pheno
{
/** What stands in one folder, by name in order; neither is looked into. */
struct FolderContent
{
  std::vector<std::string> files;
  std::vector<std::string> folders;
};
/** Throws Error when the folder cannot be read. */
FolderContent
ListFolder(const fs::path & folder);

/** Picks, of the names in a folder, the files that list its images. */
using PickFiles = std::function<std::vector<std::string>(const std::vector<std::string> &)>;

/** The lists of a source: the source itself when it is a file that is picked, otherwise what is picked in the folder or
 * up to three below; a folder with a list is not searched deeper. In the order of names; empty when there is none. */
std::vector<fs::path>
FindLists(const fs::path & source, const PickFiles & pick);

/** The first of the preferred names that is among the files; none. */
std::vector<std::string>
PickFirst(const std::vector<std::string> & files, const std::vector<std::string> & preferred);

/** The files whose names end so (EndsWith). */
std::vector<std::string>
PickEnding(const std::vector<std::string> & files, const std::string & ending);

/** All files below a folder as relative paths with '/', sorted; links are followed. Throws Error for what is no folder.
 */
std::vector<std::string>
FilesBelow(const fs::path & folder);

/** A few names of files for a guess: the first in the order of names of the first folder, up to three below, that has
 * files with the endings of images. */
std::vector<std::string>
SomeImageNames(const fs::path & source);

/** Does a name end so, in lower or upper case? `ending` in lower case. */
bool
EndsWith(const std::string & name, const std::string & ending);

/** Makes paths as listed absolute: they lie beside the list or in a folder Images (or Image) beside it, judged by the
 * first that exists. */
void
ResolveBeside(const fs::path & list, std::vector<ListedImage> & images);

/** What lists the images of one plate, and what it calls the plate. */
struct NamedList
{
  fs::path    folder;
  std::string plate; ///< "" where it says nothing
};

/** The names of the plates. Lists that share a name (instruments keep the name of a template) or have none are called
 * after their folders. */
std::vector<std::string>
NamePlates(const std::vector<NamedList> & lists);
} // namespace pheno

#endif
