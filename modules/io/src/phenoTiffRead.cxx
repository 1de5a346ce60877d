#include "phenoTiff.h"
#include "phenoTiffDecode.h"
#include "phenoTiffPage.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

namespace pheno
{
namespace
{
template <typename TPixel>
using Unpack = void (*)(const std::uint8_t * row, std::size_t count, unsigned bits, TPixel * pixels);

/** Samples of whole bytes, in the processor's byte order after libtiff read them. */
template <typename TSample, typename TPixel>
void
UnpackWhole(const std::uint8_t * row, std::size_t count, unsigned, TPixel * pixels)
{
  const auto * samples = reinterpret_cast<const TSample *>(row);
  std::transform(samples, samples + count, pixels, [](TSample sample) { return static_cast<TPixel>(sample); });
}

/** Samples of 1 to 15 bits, packed from the highest bit of each byte on; rows begin with a byte. */
template <typename TPixel>
void
UnpackBits(const std::uint8_t * row, std::size_t count, unsigned bits, TPixel * pixels)
{
  std::uint32_t window = 0;
  unsigned      held = 0;
  for (std::size_t i = 0; i < count; ++i)
  {
    while (held < bits)
    {
      window = (window << 8) | *row++;
      held += 8;
    }
    held -= bits;
    pixels[i] = static_cast<TPixel>((window >> held) & ((1u << bits) - 1));
  }
}

template <typename TPixel>
Unpack<TPixel>
ChooseUnpack(const PageLayout & page)
{
  switch (page.format)
  {
    case SAMPLEFORMAT_UINT:
      switch (page.bits)
      {
        case 8:
          return &UnpackWhole<std::uint8_t, TPixel>;
        case 16:
          return &UnpackWhole<std::uint16_t, TPixel>;
        case 32:
          return &UnpackWhole<std::uint32_t, TPixel>;
        default:
          return page.bits >= 1 && page.bits < 16 ? &UnpackBits<TPixel> : nullptr;
      }
    case SAMPLEFORMAT_INT:
      return page.bits == 8    ? &UnpackWhole<std::int8_t, TPixel>
             : page.bits == 16 ? &UnpackWhole<std::int16_t, TPixel>
             : page.bits == 32 ? &UnpackWhole<std::int32_t, TPixel>
                               : Unpack<TPixel>(nullptr);
    case SAMPLEFORMAT_IEEEFP:
      return page.bits == 32   ? &UnpackWhole<float, TPixel>
             : page.bits == 64 ? &UnpackWhole<double, TPixel>
                               : Unpack<TPixel>(nullptr);
    default:
      return nullptr;
  }
}

template <typename TPixel>
void
DecodeBlocks(const TiffFile & file, const PageLayout & page, Unpack<TPixel> unpack, TPixel * pixels)
{
  const std::uint64_t                   count = page.BlocksAcross() * page.BlocksDown();
  const std::uint64_t                   size = page.rowBytes * page.blockHeight;
  const std::unique_ptr<std::uint8_t[]> buffer(new std::uint8_t[size]);
  for (std::uint64_t block = 0; block < count; ++block)
  {
    const auto     index = static_cast<std::uint32_t>(block);
    const auto     bytes = static_cast<tmsize_t>(page.BytesOf(block));
    const tmsize_t got = page.tiled ? TIFFReadEncodedTile(file.Get(), index, buffer.get(), bytes)
                                    : TIFFReadEncodedStrip(file.Get(), index, buffer.get(), bytes);
    if (got < bytes)
    {
      file.Fail((page.tiled ? "tile " : "strip ") + std::to_string(block + 1) + " of " + std::to_string(count) +
                " cannot be decoded");
    }
    const std::uint64_t firstRow = block / page.BlocksAcross() * page.blockHeight;
    const std::uint64_t firstColumn = block % page.BlocksAcross() * page.blockWidth;
    for (std::uint32_t row = 0; row < page.RowsOf(block); ++row)
    {
      unpack(buffer.get() + row * page.rowBytes,
             page.ColumnsOf(block),
             page.bits,
             pixels + (firstRow + row) * page.width + firstColumn);
    }
  }
}

template <typename TImage>
typename TImage::Pointer
Decode(const TiffFile & file, PageLayout & page)
{
  using Pixel = typename TImage::PixelType;
  const Unpack<Pixel> unpack = ChooseUnpack<Pixel>(page);
  if (!unpack)
  {
    file.Fail("its samples of " + std::to_string(page.bits) + " bits and format " + std::to_string(page.format) +
              " are not read; expected 1 to 16 or 32 bit integers or 32 or 64 bit floats");
  }
  ReadBlocks(file, page);
  const auto image = TImage::New();
  image->SetRegions(itk::Size<2>{ { page.width, page.height } });
  image->Allocate();
  DecodeBlocks(file, page, unpack, image->GetBufferPointer());
  return image;
}

/** Replaces indices by the grey levels of the palette, on the scale of 8 bits. */
void
MapThroughPalette(const TiffFile & file, const PageLayout & page, Plane & plane)
{
  std::uint16_t * red = nullptr;
  std::uint16_t * green = nullptr;
  std::uint16_t * blue = nullptr;
  if (page.bits > 8 || page.format != SAMPLEFORMAT_UINT ||
      !TIFFGetField(file.Get(), TIFFTAG_COLORMAP, &red, &green, &blue))
  {
    file.Fail("is a palette image without a usable palette");
  }
  const std::size_t entries = std::size_t(1) << page.bits;
  // Entries have 16 bits; some old programs wrote 8-bit numbers instead.
  const bool         narrow = std::all_of(red, red + entries, [](std::uint16_t v) { return v < 256; });
  std::vector<float> grey(entries, std::numeric_limits<float>::quiet_NaN());
  for (std::size_t i = 0; i < entries; ++i)
  {
    if (red[i] == green[i] && red[i] == blue[i])
    {
      grey[i] = static_cast<float>(narrow ? red[i] : red[i] >> 8);
    }
  }
  float * const       pixels = plane.GetBufferPointer();
  const std::uint64_t count = std::uint64_t(page.width) * page.height;
  for (std::uint64_t i = 0; i < count; ++i)
  {
    const auto index = static_cast<std::size_t>(pixels[i]);
    pixels[i] = grey[index];
    if (std::isnan(pixels[i]))
    {
      file.Fail("is a colour image: its palette maps " + std::to_string(index) + " to (" + std::to_string(red[index]) +
                ", " + std::to_string(green[index]) + ", " + std::to_string(blue[index]) + "), expected grey");
    }
  }
}

void
InvertWhiteIsZero(const TiffFile & file, const PageLayout & page, Plane & plane)
{
  if (page.format != SAMPLEFORMAT_UINT)
  {
    file.Fail("declares zero as white with samples that have no highest value");
  }
  const double  highest = std::ldexp(1.0, page.bits) - 1;
  float * const pixels = plane.GetBufferPointer();
  std::transform(pixels, pixels + std::uint64_t(page.width) * page.height, pixels, [&](float value) {
    return static_cast<float>(highest - value);
  });
}
} // namespace

std::vector<TiffPage>
ReadTiffPages(const fs::path & path)
{
  TiffFile              file(path);
  std::vector<TiffPage> pages;
  do
  {
    const PageLayout layout = ReadLayout(file);
    const char *     description = nullptr;
    TIFFGetField(file.Get(), TIFFTAG_IMAGEDESCRIPTION, &description);
    pages.push_back({ layout.width,
                      layout.height,
                      layout.bits,
                      layout.format == SAMPLEFORMAT_IEEEFP,
                      description ? description : std::string() });
  } while (file.NextPage());
  return pages;
}

DecodedPlane
DecodeTiff(const fs::path & path, unsigned page)
{
  TiffFile file(path);
  file.SelectPage(page);
  PageLayout layout = ReadLayout(file);
  CheckGrey(file, layout);
  const Plane::Pointer plane = Decode<Plane>(file, layout);
  if (layout.photometric == PHOTOMETRIC_PALETTE)
  {
    MapThroughPalette(file, layout, *plane);
  }
  else if (layout.photometric == PHOTOMETRIC_MINISWHITE)
  {
    InvertWhiteIsZero(file, layout, *plane);
  }
  return { plane, layout.format == SAMPLEFORMAT_IEEEFP };
}

Plane::Pointer
ReadTiff(const fs::path & path, unsigned page)
{
  return DecodeTiff(path, page).plane;
}

LabelMask::Pointer
ReadTiffLabels(const fs::path & path)
{
  TiffFile   file(path);
  PageLayout layout = ReadLayout(file);
  CheckGrey(file, layout);
  if (layout.format != SAMPLEFORMAT_UINT || (layout.bits != 8 && layout.bits != 16 && layout.bits != 32) ||
      layout.photometric != PHOTOMETRIC_MINISBLACK)
  {
    file.Fail("is no instance mask: expected unsigned integers of 8, 16 or 32 bits");
  }
  return Decode<LabelMask>(file, layout);
}
} // namespace pheno
