#include "phenoTiffPage.h"

namespace pheno
{
namespace
{
/** More pixels than any camera's field; keeps a damaged header from asking for all memory. */
constexpr std::uint64_t kMostPixels = std::uint64_t(1) << 28;

std::string
SizeText(const PageLayout & page)
{
  return std::to_string(page.width) + " x " + std::to_string(page.height) + " pixels of " + std::to_string(page.bits) +
         " bits";
}

void
ReadBlockShape(const TiffFile & file, PageLayout & page)
{
  TIFF * tiff = file.Get();
  if (page.tiled)
  {
    TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &page.blockWidth);
    TIFFGetField(tiff, TIFFTAG_TILELENGTH, &page.blockHeight);
    page.rowBytes = TIFFTileRowSize64(tiff);
  }
  else
  {
    std::uint32_t rows = 0;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &rows);
    page.blockWidth = page.width;
    page.blockHeight = std::min(rows, page.height);
    page.rowBytes = TIFFScanlineSize64(tiff);
  }
  if (page.blockWidth == 0 || page.blockHeight == 0 || page.rowBytes == 0 ||
      std::uint64_t(page.blockWidth) * page.blockHeight > kMostPixels)
  {
    file.Fail("its strips or tiles have no usable size");
  }
}

/** Every block must lie in the file before memory is asked for. */
void
CheckBlocksInFile(const TiffFile & file, const PageLayout & page)
{
  const std::uint64_t count = page.BlocksAcross() * page.BlocksDown();
  const std::uint64_t listed = page.tiled ? TIFFNumberOfTiles(file.Get()) : TIFFNumberOfStrips(file.Get());
  const std::string   name = page.tiled ? "tile " : "strip ";
  if (listed < count)
  {
    file.Fail("its directory lists " + std::to_string(listed) + " strips or tiles, expected " + std::to_string(count));
  }
  for (std::uint64_t block = 0; block < count; ++block)
  {
    const auto          index = static_cast<std::uint32_t>(block);
    const std::uint64_t begin = TIFFGetStrileOffset(file.Get(), index);
    const std::uint64_t stored = TIFFGetStrileByteCount(file.Get(), index);
    const std::uint64_t bytes = page.compression == COMPRESSION_NONE ? page.BytesOf(block) : stored;
    const std::string   which = name + std::to_string(block + 1) + " of " + std::to_string(count);
    if (begin == 0 || stored == 0)
    {
      file.Fail("is incomplete: " + which + " was never written");
    }
    if (begin > file.Size() || bytes > file.Size() - begin)
    {
      file.Fail("is truncated: it declares " + SizeText(page) + ", and " + which + " lies beyond its end at " +
                std::to_string(file.Size()) + " bytes");
    }
  }
}
} // namespace

PageLayout
ReadLayout(const TiffFile & file)
{
  TIFF *     tiff = file.Get();
  PageLayout page;
  if (!TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &page.width) || !TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &page.height) ||
      page.width == 0 || page.height == 0)
  {
    file.Fail("its directory gives no image size");
  }
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &page.bits);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &page.samples);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &page.format);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &page.compression);
  TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &page.photometric);
  if (page.format == SAMPLEFORMAT_VOID)
  {
    page.format = SAMPLEFORMAT_UINT;
  }
  page.tiled = TIFFIsTiled(tiff) != 0;
  return page;
}

void
CheckGrey(const TiffFile & file, const PageLayout & page)
{
  if (page.samples != 1)
  {
    file.Fail("is a colour image (" + std::to_string(page.samples) + " samples a pixel), expected one grey channel");
  }
  if (page.photometric != PHOTOMETRIC_MINISBLACK && page.photometric != PHOTOMETRIC_MINISWHITE &&
      page.photometric != PHOTOMETRIC_PALETTE)
  {
    file.Fail("is no grey image (photometric interpretation " + std::to_string(page.photometric) + ")");
  }
  if (!TIFFIsCODECConfigured(page.compression))
  {
    file.Fail("is compressed in a way that cannot be decoded here (TIFF compression " +
              std::to_string(page.compression) + ")");
  }
  std::uint32_t depth = 1;
  TIFFGetFieldDefaulted(file.Get(), TIFFTAG_IMAGEDEPTH, &depth);
  if (depth != 1)
  {
    file.Fail("is a volume of depth " + std::to_string(depth) + ", expected pages");
  }
  if (std::uint64_t(page.width) * page.height > kMostPixels)
  {
    file.Fail("declares " + SizeText(page) + "; more than " + std::to_string(kMostPixels) + " pixels are not read");
  }
}

void
ReadBlocks(const TiffFile & file, PageLayout & page)
{
  ReadBlockShape(file, page);
  CheckBlocksInFile(file, page);
}
} // namespace pheno
