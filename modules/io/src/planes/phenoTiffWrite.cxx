#include "phenoError.h"
#include "phenoFileBytes.h"
#include "phenoTiff.h"
#include "phenoTiffFile.h"

#include <algorithm>

namespace pheno
{
namespace
{
constexpr std::uint64_t kStripBytes = 256 * 1024;
constexpr int           kDeflateLevel = 1;          // 16 times as fast as 6 on camera noise, 9 % larger
constexpr std::uint64_t kClassicLimit = 0xF0000000; // below 4 GB, directories included

struct PageFormat
{
  std::uint32_t   width;
  std::uint32_t   height;
  std::uint16_t   bits;
  std::uint16_t   sampleFormat;
  TiffCompression compression;
};

void
WritePage(TIFF * tiff, const PageFormat & page, const void * pixels, const std::string & description)
{
  if (page.width == 0 || page.height == 0)
  {
    throw Error("an image without pixels cannot be written as TIFF");
  }
  const std::uint64_t rowBytes = std::uint64_t(page.width) * page.bits / 8;
  const std::uint64_t rowsPerStrip = std::clamp<std::uint64_t>(kStripBytes / rowBytes, 1, page.height);
  bool                good = TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, page.width) == 1;
  good = good && TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, page.height) == 1;
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, page.bits);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, page.sampleFormat);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, static_cast<std::uint32_t>(rowsPerStrip));
  if (page.compression == TiffCompression::Deflate)
  {
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
    TIFFSetField(tiff, TIFFTAG_ZIPQUALITY, kDeflateLevel);
  }
  if (!description.empty())
  {
    TIFFSetField(tiff, TIFFTAG_IMAGEDESCRIPTION, description.c_str());
  }
  auto *        bytes = static_cast<const std::uint8_t *>(pixels);
  std::uint32_t strip = 0;
  for (std::uint64_t row = 0; good && row < page.height; row += rowsPerStrip)
  {
    const std::uint64_t rows = std::min<std::uint64_t>(rowsPerStrip, page.height - row);
    const auto          count = static_cast<tmsize_t>(rows * rowBytes);
    // libtiff takes a mutable pointer, but changes nothing without a predictor in its own byte order.
    good = TIFFWriteEncodedStrip(tiff, strip++, const_cast<std::uint8_t *>(bytes + row * rowBytes), count) == count;
  }
  if (!good || !TIFFWriteDirectory(tiff))
  {
    throw Error("a TIFF page of " + std::to_string(page.width) + " x " + std::to_string(page.height) +
                " pixels cannot be encoded");
  }
}
} // namespace

void
WriteTiff16(const fs::path &      path,
            const std::uint16_t * pixels,
            std::uint32_t         width,
            std::uint32_t         height,
            TiffCompression       compression,
            const std::string &   description)
{
  TiffBuffer buffer(std::uint64_t(width) * height * 2 > kClassicLimit);
  WritePage(buffer.Get(), { width, height, 16, SAMPLEFORMAT_UINT, compression }, pixels, description);
  WriteFileBytes(path, buffer.Finish());
}

void
WriteTiffFloat(const fs::path & path, const std::vector<Plane::ConstPointer> & planes, const std::string & description)
{
  if (planes.empty())
  {
    throw Error(path.string() + ": an image without channels cannot be written");
  }
  std::uint64_t bytes = 0;
  for (const Plane::ConstPointer & plane : planes)
  {
    bytes += plane->GetLargestPossibleRegion().GetNumberOfPixels() * sizeof(float);
  }
  TiffBuffer buffer(bytes > kClassicLimit);
  for (const Plane::ConstPointer & plane : planes)
  {
    const itk::Size<2> size = plane->GetBufferedRegion().GetSize();
    const PageFormat   page{ static_cast<std::uint32_t>(size[0]),
                           static_cast<std::uint32_t>(size[1]),
                           32,
                           SAMPLEFORMAT_IEEEFP,
                           TiffCompression::Deflate };
    WritePage(buffer.Get(), page, plane->GetBufferPointer(), plane == planes.front() ? description : std::string());
  }
  WriteFileBytes(path, buffer.Finish());
}

void
WriteTiffLabels(const fs::path & path, const LabelMask & mask)
{
  const itk::Size<2>  size = mask.GetBufferedRegion().GetSize();
  const std::uint64_t bytes = std::uint64_t(size[0]) * size[1] * sizeof(std::uint32_t);
  TiffBuffer          buffer(bytes > kClassicLimit);
  const PageFormat    page{ static_cast<std::uint32_t>(size[0]),
                         static_cast<std::uint32_t>(size[1]),
                         32,
                         SAMPLEFORMAT_UINT,
                         TiffCompression::Deflate };
  WritePage(buffer.Get(), page, mask.GetBufferPointer(), {});
  WriteFileBytes(path, buffer.Finish());
}
} // namespace pheno
