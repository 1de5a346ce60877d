#ifndef phenoCropSource_h
#define phenoCropSource_h

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace pheno
{
/** Number type of a crop's pixels. */
enum class PixelType
{
  kUInt8,
  kUInt16,
  kFloat32
};

/** Bytes of one pixel. */
std::size_t
SizeOf(PixelType type);

/** "uint8", "uint16" or "float32". */
std::string
NameOf(PixelType type);

/** Geometry that all crops of a source share. */
struct CropShape
{
  int       channels = 0;
  int       height = 0; ///< pixels
  int       width = 0;  ///< pixels
  PixelType type = PixelType::kUInt8;

  std::size_t
  Pixels() const
  {
    return static_cast<std::size_t>(channels) * static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
  }
  std::size_t
  Bytes() const
  {
    return this->Pixels() * SizeOf(type);
  }
  bool
  operator==(const CropShape &) const = default;
};

/** Where crops come from: N crops of one shape, each C x H x W, row-major, native byte order.
 *
 * Reading is const and may be called from several threads at once. */
class CropSource
{
public:
  virtual ~CropSource() = default;

  virtual const CropShape &
  Shape() const = 0;

  /** Number of crops, may be zero. */
  virtual std::int64_t
  Size() const = 0;

  /** The pixels of crop `index` (0 <= index < Size()): a pointer into the source's own memory, or into `scratch`, which
   * the source may fill. Valid until the next call with the same scratch.
   * \throws LearnError when the crop cannot be read */
  virtual const std::byte *
  Read(std::int64_t index, std::vector<std::byte> & scratch) const = 0;
};

/** Crops in a list of contiguous blocks (memory, or memory-mapped .npy bodies), in block order. */
class BlockCropSource : public CropSource
{
public:
  struct Block
  {
    const void * pixels = nullptr; ///< n x C x H x W; must outlive the source
    std::int64_t crops = 0;
  };

  /** \throws LearnError for an empty shape, a negative count or a null block that claims crops */
  BlockCropSource(CropShape shape, std::vector<Block> blocks);

  const CropShape &
  Shape() const override
  {
    return m_Shape;
  }
  std::int64_t
  Size() const override
  {
    return m_Ends.empty() ? 0 : m_Ends.back();
  }
  const std::byte *
  Read(std::int64_t index, std::vector<std::byte> & scratch) const override;

private:
  CropShape                 m_Shape;
  std::vector<Block>        m_Blocks;
  std::vector<std::int64_t> m_Ends; // crops up to and including each block
};

/** Some crops of another source, in the order given (one plate of a screen, its controls). */
class SubsetCropSource : public CropSource
{
public:
  /** \param source must outlive this object
   * \throws LearnError for an index outside the source */
  SubsetCropSource(const CropSource & source, std::vector<std::int64_t> indices);

  const CropShape &
  Shape() const override
  {
    return m_Source.Shape();
  }
  std::int64_t
  Size() const override
  {
    return static_cast<std::int64_t>(m_Indices.size());
  }
  const std::byte *
  Read(std::int64_t index, std::vector<std::byte> & scratch) const override;

private:
  const CropSource &        m_Source;
  std::vector<std::int64_t> m_Indices;
};
} // namespace pheno

#endif
