#ifndef phenoTiff_h
#define phenoTiff_h

#include "phenoFileSystem.h"
#include "phenoImage.h"

#include <cstdint>
#include <string>
#include <vector>

namespace pheno
{
/** What a TIFF page says of itself. */
struct TiffPage
{
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  unsigned      bits = 0; ///< per sample as stored: 8, 16 or 32
  bool          isFloat = false;
  std::string   description; ///< ImageDescription, may be empty
};

/** Describes all pages without decoding pixels. Throws BadData when the file is no TIFF or its directory is damaged,
 * Error when the machine cannot read it. */
std::vector<TiffPage>
ReadTiffPages(const fs::path & path);

/** Decodes one grey page (0 first) of 1 to 16, 32 bit or float samples, strips or tiles, any byte order, LZW, deflate,
 * zstd or PackBits, palette grey mapped through its palette. Values as stored (0..65535 for 16 bit). Throws BadData
 * with the reason for an undecodable or truncated file, RGB included; Error when the machine cannot read it. */
Plane::Pointer
ReadTiff(const fs::path & path, unsigned page = 0);

/** Decodes an instance mask of 8, 16 or 32 bit. Errors as ReadTiff. */
LabelMask::Pointer
ReadTiffLabels(const fs::path & path);

enum class TiffCompression
{
  None,
  Deflate
};

/** Writes grey 16-bit pixels, row-major, width * height of them. Bytes depend on the arguments alone. Throws Error. */
void
WriteTiff16(const fs::path &      path,
            const std::uint16_t * pixels,
            std::uint32_t         width,
            std::uint32_t         height,
            TiffCompression       compression = TiffCompression::None,
            const std::string &   description = {});

/** Writes float planes as pages of one file. Throws Error. */
void
WriteTiffFloat(const fs::path &                         path,
               const std::vector<Plane::ConstPointer> & planes,
               const std::string &                      description = {});

/** Writes an instance mask as 32-bit deflate. Throws Error. */
void
WriteTiffLabels(const fs::path & path, const LabelMask & mask);
} // namespace pheno

#endif
