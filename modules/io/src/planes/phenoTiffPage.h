#ifndef phenoTiffPage_h
#define phenoTiffPage_h

#include "phenoReadPlane.h"
#include "phenoTiffFile.h"

#include <algorithm>
#include <cstdint>

namespace pheno
{
/** How one page lies in its file. */
struct PageLayout
{
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint16_t bits = 1;
  std::uint16_t samples = 1;
  std::uint16_t format = SAMPLEFORMAT_UINT;
  std::uint16_t photometric = PHOTOMETRIC_MINISBLACK;
  std::uint16_t compression = COMPRESSION_NONE;
  bool          tiled = false;
  std::uint32_t blockWidth = 0;
  std::uint32_t blockHeight = 0;
  std::uint64_t rowBytes = 0; ///< of a block

  std::uint64_t
  BlocksAcross() const
  {
    return (width + std::uint64_t(blockWidth) - 1) / blockWidth;
  }
  std::uint64_t
  BlocksDown() const
  {
    return (height + std::uint64_t(blockHeight) - 1) / blockHeight;
  }
  std::uint32_t
  RowsOf(std::uint64_t block) const
  {
    return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(blockHeight, height - block / BlocksAcross() * blockHeight));
  }
  std::uint32_t
  ColumnsOf(std::uint64_t block) const
  {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(blockWidth, width - block % BlocksAcross() * blockWidth));
  }
  /** Bytes that decoding a block must yield: tiles are stored whole, the last strip is not. */
  std::uint64_t
  BytesOf(std::uint64_t block) const
  {
    return rowBytes * (tiled ? blockHeight : RowsOf(block));
  }
};

/** What the current directory says; blocks are filled in by ReadBlocks. Throws BadData. */
PageLayout
ReadLayout(const TiffFile & file);

/** The same as of any plane. */
inline PlaneKind
KindOf(const PageLayout & page)
{
  return { page.width, page.height, page.bits, page.format == SAMPLEFORMAT_IEEEFP };
}

/** Refuses what is no grey page, what cannot be decoded and what asks for too much memory. Throws BadData. */
void
CheckGrey(const TiffFile & file, const PageLayout & page);

/** The size of strips or tiles. Every one must lie in the file, before memory is asked for. Throws BadData. */
void
ReadBlocks(const TiffFile & file, PageLayout & page);
} // namespace pheno

#endif
