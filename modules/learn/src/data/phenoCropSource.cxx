#include "phenoCropSource.h"
#include "phenoLearnError.h"

#include <algorithm>

namespace pheno
{
namespace
{
void
CheckIndex(std::int64_t index, std::int64_t size)
{
  if (index < 0 || index >= size)
  {
    throw LearnError("crop " + std::to_string(index) + " asked of a source of " + std::to_string(size) + " crops");
  }
}
} // namespace

std::size_t
SizeOf(PixelType type)
{
  switch (type)
  {
    case PixelType::kUInt8:
      return 1;
    case PixelType::kUInt16:
      return 2;
    case PixelType::kFloat32:
      return 4;
  }
  throw LearnError("unknown pixel type");
}

std::string
NameOf(PixelType type)
{
  switch (type)
  {
    case PixelType::kUInt8:
      return "uint8";
    case PixelType::kUInt16:
      return "uint16";
    case PixelType::kFloat32:
      return "float32";
  }
  throw LearnError("unknown pixel type");
}

BlockCropSource::BlockCropSource(CropShape shape, std::vector<Block> blocks)
  : m_Shape(shape)
  , m_Blocks(std::move(blocks))
{
  if (shape.channels < 1 || shape.height < 1 || shape.width < 1)
  {
    throw LearnError("crops need at least one channel, row and column, got " + std::to_string(shape.channels) + " x " +
                     std::to_string(shape.height) + " x " + std::to_string(shape.width));
  }
  std::int64_t end = 0;
  for (const Block & block : m_Blocks)
  {
    if (block.crops < 0 || (block.crops > 0 && block.pixels == nullptr))
    {
      throw LearnError("a block of " + std::to_string(block.crops) + " crops without pixels");
    }
    end += block.crops;
    m_Ends.push_back(end);
  }
}

const std::byte *
BlockCropSource::Read(std::int64_t index, std::vector<std::byte> &) const
{
  CheckIndex(index, this->Size());
  const auto block = static_cast<std::size_t>(std::upper_bound(m_Ends.begin(), m_Ends.end(), index) - m_Ends.begin());
  const std::int64_t inBlock = index - (m_Ends[block] - m_Blocks[block].crops);
  return static_cast<const std::byte *>(m_Blocks[block].pixels) + static_cast<std::size_t>(inBlock) * m_Shape.Bytes();
}

SubsetCropSource::SubsetCropSource(const CropSource & source, std::vector<std::int64_t> indices)
  : m_Source(source)
  , m_Indices(std::move(indices))
{
  for (const std::int64_t index : m_Indices)
  {
    CheckIndex(index, source.Size());
  }
}

const std::byte *
SubsetCropSource::Read(std::int64_t index, std::vector<std::byte> & scratch) const
{
  CheckIndex(index, this->Size());
  return m_Source.Read(m_Indices[static_cast<std::size_t>(index)], scratch);
}
} // namespace pheno
