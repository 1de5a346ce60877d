#include "phenoTiff.h"
#include "phenoTiffDecode.h"
#include "phenoTiffGrey.h"
#include "phenoTiffPage.h"

#include <algorithm>
#include <memory>
#include <type_traits>
#include <vector>

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

/** Decodes block by block and hands each row of a block, a piece of the page's, to the sink. */
template <typename TPixel, typename TSink>
void
DecodeBlocks(const TiffFile & file, const PageLayout & page, Unpack<TPixel> unpack, TSink & sink)
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
      TPixel * const piece = sink.Place(firstRow + row, firstColumn);
      unpack(buffer.get() + row * page.rowBytes, page.ColumnsOf(block), page.bits, piece);
      sink.Take(piece, page.ColumnsOf(block));
    }
  }
}

/** Unpacked rows become an image. */
template <typename TImage>
class ImageSink
{
public:
  using Pixel = typename TImage::PixelType;

  ImageSink(const PageLayout & page, GreyMap map)
    : m_Image(TImage::New())
    , m_Map(std::move(map))
    , m_Width(page.width)
  {
    m_Image->SetRegions(itk::Size<2>{ { page.width, page.height } });
    m_Image->Allocate();
  }
  Pixel *
  Place(std::uint64_t row, std::uint64_t column)
  {
    return m_Image->GetBufferPointer() + row * m_Width + column;
  }
  void
  Take(Pixel * piece, std::size_t count)
  {
    if constexpr (std::is_same_v<Pixel, float>)
    {
      if (m_Map)
      {
        m_Map(piece, count);
      }
    }
  }
  typename TImage::Pointer
  Finish()
  {
    return m_Image;
  }

private:
  typename TImage::Pointer m_Image;
  GreyMap                  m_Map;
  std::uint64_t            m_Width;
};

/** Unpacked rows are looked at and forgotten. */
class RangeSink
{
public:
  RangeSink(const PageLayout & page, GreyMap map)
    : m_Meter(KindOf(page))
    , m_Map(std::move(map))
    , m_Piece(page.blockWidth)
  {}
  float *
  Place(std::uint64_t, std::uint64_t)
  {
    return m_Piece.data();
  }
  void
  Take(float * piece, std::size_t count)
  {
    if (m_Map)
    {
      m_Map(piece, count);
    }
    m_Meter.Add(piece, count);
  }
  PixelRange
  Finish() const
  {
    return m_Meter.Finish();
  }

private:
  PixelRangeMeter    m_Meter;
  GreyMap            m_Map;
  std::vector<float> m_Piece;
};

/** Decodes the current page into a sink made of the page's layout and map. */
template <typename TPixel, typename TSink>
auto
Decode(const TiffFile & file, PageLayout & page, GreyMap map)
{
  const Unpack<TPixel> unpack = ChooseUnpack<TPixel>(page);
  if (!unpack)
  {
    file.Fail("its samples of " + std::to_string(page.bits) + " bits and format " + std::to_string(page.format) +
              " are not read; expected 1 to 16 or 32 bit integers or 32 or 64 bit floats");
  }
  ReadBlocks(file, page);
  TSink sink(page, std::move(map));
  DecodeBlocks(file, page, unpack, sink);
  return sink.Finish();
}

PageLayout
SelectGreyPage(TiffFile & file, unsigned page)
{
  file.SelectPage(page);
  const PageLayout layout = ReadLayout(file);
  CheckGrey(file, layout);
  return layout;
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

PlaneKind
DescribeTiff(TiffFile & file, unsigned page)
{
  file.SelectPage(page);
  return KindOf(ReadLayout(file));
}

DecodedPlane
DecodeTiff(TiffFile & file, unsigned page)
{
  PageLayout layout = SelectGreyPage(file, page);
  return { Decode<float, ImageSink<Plane>>(file, layout, MakeGreyMap(file, layout)), KindOf(layout).isFloat };
}

PlaneSurvey
SurveyTiff(TiffFile & file, unsigned page)
{
  PageLayout layout = SelectGreyPage(file, page);
  return { KindOf(layout), Decode<float, RangeSink>(file, layout, MakeGreyMap(file, layout)) };
}

Plane::Pointer
ReadTiff(const fs::path & path, unsigned page)
{
  TiffFile file(path);
  return DecodeTiff(file, page).plane;
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
  return Decode<LabelMask::PixelType, ImageSink<LabelMask>>(file, layout, {});
}
} // namespace pheno
