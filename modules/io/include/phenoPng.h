#ifndef phenoPng_h
#define phenoPng_h

#include "phenoFileSystem.h"

#include <cstdint>
#include <span>

namespace pheno
{
/** Writes an 8-bit grey PNG (W3C PNG specification), the pixels row by row. The bytes depend on the pixels and on the
 * release of libpng and zlib. Throws Error when the number of pixels is another than width x height or is 0, and when
 * the file cannot be written. */
void
WritePng(const fs::path & path, std::span<const std::uint8_t> pixels, std::size_t width, std::size_t height);
} // namespace pheno

#endif
