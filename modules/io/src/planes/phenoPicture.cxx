#include "phenoPicture.h"

#include "phenoError.h"
#include "phenoFileBytes.h"
#include "phenoJpeg2000Decode.h"
#include "phenoPngDecode.h"

#include <algorithm>
#include <string_view>

namespace pheno
{
namespace
{
constexpr std::uint64_t    kMostPixels = std::uint64_t(1) << 28; ///< as of TIFF pages
constexpr std::string_view kPng("\x89PNG\r\n\x1a\n", 8);
constexpr std::string_view kJp2("\0\0\0\x0CjP  \r\n\x87\n", 12);
constexpr std::string_view kCodestream("\xFF\x4F\xFF\x51", 4); ///< start of codestream, then its size segment

std::uint64_t
Word(std::string_view bytes, std::size_t at, std::size_t count)
{
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < count; ++i)
  {
    word = (word << 8) | static_cast<unsigned char>(bytes[at + i]);
  }
  return word;
}

[[noreturn]] void
Refuse(const fs::path & path, const std::string & what)
{
  throw BadData(path.string() + ": " + what);
}

PlaneKind
Checked(const fs::path & path, std::uint64_t width, std::uint64_t height, std::uint64_t bits, std::uint64_t samples)
{
  if (samples != 1)
  {
    Refuse(path, "is a colour image (" + std::to_string(samples) + " samples a pixel), expected one grey channel");
  }
  if (bits < 8 || bits > 16)
  {
    Refuse(path, "has " + std::to_string(bits) + " bits a pixel, expected 8 to 16");
  }
  if (width == 0 || height == 0 || height > kMostPixels / width)
  {
    Refuse(path,
           "declares " + std::to_string(width) + " x " + std::to_string(height) + " pixels; 1 to " +
             std::to_string(kMostPixels) + " pixels are read");
  }
  return { static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height), static_cast<unsigned>(bits), false };
}

PlaneKind
PngKind(const fs::path & path, std::string_view bytes)
{
  constexpr std::size_t kHeaderEnd = 26;
  if (bytes.size() < kHeaderEnd || bytes.substr(12, 4) != "IHDR")
  {
    Refuse(path, "is a PNG without a header");
  }
  const std::uint64_t     colour = Word(bytes, 25, 1);
  constexpr std::uint64_t kPalette = 3; // its colours have 8 bits, however few its indices have
  return Checked(path, Word(bytes, 16, 4), Word(bytes, 20, 4), colour == kPalette ? 8 : Word(bytes, 24, 1), 1);
}

/** OpenJPEG takes memory for all pixels and tiles that are declared, however few bytes there are to decode. */
void
CheckDensity(const fs::path & path, const PlaneKind & kind, std::uint64_t tiles, std::uint64_t fileSize)
{
  constexpr std::uint64_t kAlwaysRead = std::uint64_t(1) << 24; ///< pixels
  constexpr std::uint64_t kMostInByte = 4096;
  constexpr std::uint64_t kLeastOfTile = 14; ///< its markers SOT and SOD
  const std::uint64_t     pixels = std::uint64_t(kind.width) * kind.height;
  if (pixels > kAlwaysRead && pixels / kMostInByte > fileSize)
  {
    Refuse(path,
           "declares " + std::to_string(kind.width) + " x " + std::to_string(kind.height) + " pixels in " +
             std::to_string(fileSize) + " bytes; at most " + std::to_string(kMostInByte) + " pixels a byte are read");
  }
  if (tiles > fileSize / kLeastOfTile)
  {
    Refuse(path,
           "declares " + std::to_string(tiles) + " tiles in " + std::to_string(fileSize) +
             " bytes; expected at least " + std::to_string(kLeastOfTile) + " bytes a tile");
  }
}

/** Tiles of `size` from `first` on that it takes to reach `end`, below 2^32. */
std::uint64_t
TilesAlong(std::uint64_t first, std::uint64_t end, std::uint64_t size)
{
  return end > first && size > 0 ? (end - first - 1) / size + 1 : 0;
}

PlaneKind
Jpeg2000Kind(const fs::path & path, std::string_view bytes, std::uint64_t fileSize)
{
  const std::size_t     begin = bytes.find(kCodestream);
  constexpr std::size_t kNeeded = 43; ///< to the depth of the first component
  if (begin == std::string_view::npos || bytes.size() - begin < kNeeded)
  {
    Refuse(path, "is a JPEG 2000 file without the size of its picture");
  }
  const std::string_view stream = bytes.substr(begin);
  const std::uint64_t    right = Word(stream, 8, 4);
  const std::uint64_t    bottom = Word(stream, 12, 4);
  const std::uint64_t    left = Word(stream, 16, 4);
  const std::uint64_t    top = Word(stream, 20, 4);
  const std::uint64_t    depth = Word(stream, 42, 1);
  if (depth >= 128)
  {
    Refuse(path, "has signed samples, expected unsigned ones");
  }
  const PlaneKind kind =
    Checked(path, right > left ? right - left : 0, bottom > top ? bottom - top : 0, depth + 1, Word(stream, 40, 2));
  const std::uint64_t columns = TilesAlong(Word(stream, 32, 4), right, Word(stream, 24, 4));
  const std::uint64_t rows = TilesAlong(Word(stream, 36, 4), bottom, Word(stream, 28, 4));
  CheckDensity(path, kind, columns * rows, fileSize);
  return kind;
}
} // namespace

std::optional<PlaneKind>
DescribePicture(const fs::path & path)
{
  constexpr std::size_t  kHead = 65536; // boxes of colour profiles stand before the codestream
  const MappedFile       file = MapFile(path);
  const std::string_view bytes = file.bytes.substr(0, kHead);
  if (bytes.starts_with(kPng))
  {
    return PngKind(path, bytes);
  }
  if (bytes.starts_with(kJp2) || bytes.starts_with(kCodestream))
  {
    return Jpeg2000Kind(path, bytes, file.bytes.size());
  }
  return std::nullopt;
}

Plane::Pointer
DecodePicture(const fs::path & path, const PlaneKind & kind)
{
  const std::string bytes = ReadFileBytes(path);
  const auto        plane = Plane::New();
  plane->SetRegions(itk::Size<2>{ { kind.width, kind.height } });
  plane->Allocate();
  const auto decode = bytes.starts_with(kPng) ? &DecodePng : &DecodeJpeg2000;
  try
  {
    decode(bytes, kind, plane->GetBufferPointer());
  }
  catch (const BadData & colour)
  {
    Refuse(path, colour.what());
  }
  catch (const Error & error)
  {
    Refuse(path, "cannot be decoded: it is damaged or truncated (" + std::string(error.what()) + ")");
  }
  return plane;
}
} // namespace pheno
