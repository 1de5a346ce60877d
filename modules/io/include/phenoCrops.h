#ifndef phenoCrops_h
#define phenoCrops_h

#include "phenoTable.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace pheno
{
/** Channels of crops that are masks and no images. */
inline constexpr const char * kNucleusMaskChannel = "nucleus_mask";
inline constexpr const char * kCellMaskChannel = "cell_mask";

/** N x C x H x W pixels, row-major, and a table row per crop.
 *
 * Pixels are owned or a read-only memory map of a .npy file; `owner` keeps either alive. The table holds at least
 * Metadata_Plate, Metadata_Well, Metadata_Site, Metadata_ObjectNumber, and per crop measurements. */
struct Crops
{
  enum class Type
  {
    UInt8,
    UInt16,
    Float32
  };

  Type                        type = Type::UInt8;
  std::array<std::size_t, 4>  shape = { 0, 0, 0, 0 }; ///< N, C, H, W
  std::vector<std::string>    channels;               ///< C names
  Table                       table;                  ///< N rows
  const void *                pixels = nullptr;
  std::shared_ptr<const void> owner;

  std::size_t
  Count() const
  {
    return shape[0];
  }
  /** Pixels of one crop, C*H*W. */
  std::size_t
  PixelsPerCrop() const
  {
    return shape[1] * shape[2] * shape[3];
  }
  /** Bytes of one pixel: 1, 2, 4. */
  static std::size_t
  BytesPerPixel(Type type);
  /** Throws Error when channel names or table rows do not fit the shape. */
  void
  Check() const;

  /** Throws Error naming `from` when channels, size or pixel type are not those of others. */
  void
  RequireAlike(const Crops & others, const std::string & from) const;

  /** Takes over pixels. Throws Error when their number is not N*C*H*W, or channels or table rows do not fit. */
  static Crops
  Own(std::vector<std::uint8_t>  pixels,
      std::array<std::size_t, 4> shape,
      std::vector<std::string>   channels,
      Table                      table);
  static Crops
  Own(std::vector<std::uint16_t> pixels,
      std::array<std::size_t, 4> shape,
      std::vector<std::string>   channels,
      Table                      table);
  static Crops
  Own(std::vector<float> pixels, std::array<std::size_t, 4> shape, std::vector<std::string> channels, Table table);
};
} // namespace pheno

#endif
