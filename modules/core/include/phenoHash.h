#ifndef phenoHash_h
#define phenoHash_h

#include "phenoFileSystem.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace pheno
{
/** Lower-case hexadecimal SHA-256 (64 characters) of bytes. */
std::string
Sha256(std::string_view bytes);

/** Lower-case hexadecimal SHA-256 of a file's content, streamed. Throws Error when it cannot be read. */
std::string
Sha256File(const fs::path & path);

/** A 64-bit seed made of text; the same on every host and processor. */
std::uint64_t
SeedFrom(std::string_view text);
} // namespace pheno

#endif
