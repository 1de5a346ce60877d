#ifndef phenoTiffMaker_h
#define phenoTiffMaker_h

#include "phenoFileSystem.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <tiffio.h>

namespace pheno::test
{
/** A TIFF that some other program might have written. Pixels are given packed as they are handed to libtiff: samples in
 * the processor's byte order, rows beginning with a byte. */
struct TiffRecipe
{
  std::uint32_t               width = 0;
  std::uint32_t               height = 0;
  std::uint16_t               bits = 8;
  std::uint16_t               format = SAMPLEFORMAT_UINT;
  std::uint16_t               photometric = PHOTOMETRIC_MINISBLACK;
  std::uint16_t               compression = COMPRESSION_NONE;
  std::uint16_t               samples = 1;
  std::uint32_t               tile = 0; ///< side of tiles; 0 for strips
  std::uint32_t               rowsPerStrip = 3;
  std::string                 mode = "wl"; ///< "wb" for big-endian, "w8l" for BigTIFF
  std::function<void(TIFF *)> tags;        ///< further tags
};

inline void
AddTiffPage(TIFF * tiff, const TiffRecipe & recipe, const std::vector<std::uint8_t> & rows)
{
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, recipe.width);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, recipe.height);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, recipe.bits);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, recipe.samples);
  TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, recipe.format);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, recipe.photometric);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, recipe.compression);
  if (recipe.tags)
  {
    recipe.tags(tiff);
  }
  const std::size_t rowBytes = (std::size_t(recipe.width) * recipe.bits * recipe.samples + 7) / 8;
  if (recipe.tile == 0)
  {
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, recipe.rowsPerStrip);
    for (std::uint32_t y = 0; y < recipe.height; ++y)
    {
      std::vector<std::uint8_t> row(rows.begin() + y * rowBytes, rows.begin() + (y + 1) * rowBytes);
      TIFFWriteScanline(tiff, row.data(), y, 0);
    }
  }
  else
  {
    TIFFSetField(tiff, TIFFTAG_TILEWIDTH, recipe.tile);
    TIFFSetField(tiff, TIFFTAG_TILELENGTH, recipe.tile);
    const std::size_t pixelBytes = recipe.bits / 8 * recipe.samples;
    for (std::uint32_t y = 0; y < recipe.height; y += recipe.tile)
    {
      for (std::uint32_t x = 0; x < recipe.width; x += recipe.tile)
      {
        std::vector<std::uint8_t> tile(recipe.tile * recipe.tile * pixelBytes, 0xEE);
        for (std::uint32_t r = 0; r < recipe.tile && y + r < recipe.height; ++r)
        {
          const std::size_t count = std::min(recipe.tile, recipe.width - x) * pixelBytes;
          std::copy_n(
            rows.begin() + (y + r) * rowBytes + x * pixelBytes, count, tile.begin() + r * recipe.tile * pixelBytes);
        }
        TIFFWriteTile(tiff, tile.data(), x, y, 0, 0);
      }
    }
  }
  TIFFWriteDirectory(tiff);
}

inline void
MakeTiff(const fs::path & path, const TiffRecipe & recipe, const std::vector<std::uint8_t> & rows)
{
  TIFF * tiff = TIFFOpen(path.c_str(), recipe.mode.c_str());
  AddTiffPage(tiff, recipe, rows);
  TIFFClose(tiff);
}

/** Values of a type as the bytes that they lie in. */
template <typename T>
std::vector<std::uint8_t>
Bytes(const std::vector<T> & values)
{
  const auto * begin = reinterpret_cast<const std::uint8_t *>(values.data());
  return { begin, begin + values.size() * sizeof(T) };
}

/** Packs values of `bits` bits from the highest bit of each byte on; each row begins with a byte. */
inline std::vector<std::uint8_t>
PackBits(const std::vector<unsigned> & values, std::uint32_t width, unsigned bits)
{
  std::vector<std::uint8_t> packed;
  for (std::size_t row = 0; row < values.size() / width; ++row)
  {
    unsigned used = 8;
    for (std::uint32_t x = 0; x < width; ++x)
    {
      for (unsigned b = bits; b-- > 0;)
      {
        if (used == 8)
        {
          packed.push_back(0);
          used = 0;
        }
        packed.back() =
          static_cast<std::uint8_t>(packed.back() | (((values[row * width + x] >> b) & 1) << (7 - used++)));
      }
    }
  }
  return packed;
}
} // namespace pheno::test

#endif
