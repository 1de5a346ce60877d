#ifndef phenoQuickDigest_h
#define phenoQuickDigest_h

#include "phenoFileSystem.h"

#include <string>

namespace pheno
{
/** XXH3-128 of a file in lower-case hexadecimal, streamed. Throws Error. */
std::string
QuickDigest(const fs::path & path);
} // namespace pheno

#endif
