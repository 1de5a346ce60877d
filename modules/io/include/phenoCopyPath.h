#ifndef phenoCopyPath_h
#define phenoCopyPath_h

#include "phenoFileSystem.h"

namespace pheno
{
/** Copies a file, or a folder with all that is in it; a file that is there is replaced, the target's parents must
 * exist. Throws Error with path and reason. */
void
CopyPath(const fs::path & from, const fs::path & to);
} // namespace pheno

#endif
