#ifndef phenoZipWriter_h
#define phenoZipWriter_h

#include "phenoFileSystem.h"

#include <map>
#include <string>

namespace pheno
{
/** Writes a zip archive of these members, deflated, without times: the same bytes for the same members. Throws Error.
 */
void
WriteZip(const fs::path & path, const std::map<std::string, std::string> & members);
} // namespace pheno

#endif
