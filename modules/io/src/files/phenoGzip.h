#ifndef phenoGzip_h
#define phenoGzip_h

#include "phenoFileSystem.h"

#include <string>
#include <string_view>

namespace pheno
{
/** Decompresses all members of a gzip file. Throws Error with the path, BadData for more than 64 MiB from a 500th of
 * it. */
std::string
ReadGzip(const fs::path & path);

/** One gzip member (RFC 1952) without name and time and of an unknown system, so that the bytes depend on the text (and
 * on zlib's release) alone. Throws Error. */
std::string
Gzip(std::string_view text);
} // namespace pheno

#endif
