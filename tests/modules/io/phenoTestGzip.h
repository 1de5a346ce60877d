#ifndef phenoTestGzip_h
#define phenoTestGzip_h

#include "phenoFileSystem.h"

#include <zlib.h>

#include <string>

namespace pheno::test
{
/** Writes one member of a gzip file. \param mode "wb", or "ab" to add a member */
inline void
WriteGzip(const fs::path & path, const std::string & text, const char * mode = "wb")
{
  gzFile file = gzopen(path.c_str(), mode);
  gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
  gzclose(file);
}
} // namespace pheno::test

#endif
