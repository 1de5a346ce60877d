#ifndef phenoSideLibrary_h
#define phenoSideLibrary_h

#include <string>

namespace pheno
{
/** Libraries that lie beside this one and are opened at first use, because what they link costs every start
 * milliseconds: Arrow and OpenCV. */

/** Is the library there? */
bool
HasSideLibrary(const std::string & file);

/** A symbol of it. Throws Error with the loader's reason. */
void *
SideLibrarySymbol(const std::string & file, const char * symbol);
} // namespace pheno

#endif
