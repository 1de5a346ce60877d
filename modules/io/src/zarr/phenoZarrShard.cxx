#include "phenoError.h"
#include "phenoZarrDecode.h"
#include "phenoZarrGrid.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace pheno
{
namespace
{
constexpr std::uint64_t kEntryBytes = 16; ///< offset and size
constexpr std::uint64_t kChecksumBytes = 4;
} // namespace

ZarrShardIndex::ZarrShardIndex(const ZarrBytes & shard, const ZarrSharding & sharding, const ZarrSizes & shape)
  : m_Shard(shard)
  , m_Sharding(sharding)
{
  for (std::size_t axis = 0; axis < shape.size(); ++axis)
  {
    m_Grid.push_back(shape[axis] / sharding.inner[axis]);
  }
  const std::uint64_t count = ZarrCount(m_Grid);
  if (count > shard.Size() / kEntryBytes)
  {
    throw BadData(shard.Name() + ": has " + std::to_string(shard.Size()) + " bytes, too few for a shard of " +
                  std::to_string(count) + " chunks");
  }
  const std::uint64_t bytes = kEntryBytes * count + (sharding.indexChecked ? kChecksumBytes : 0);
  if (bytes > shard.Size())
  {
    throw BadData(shard.Name() + ": ends within the index of its shard");
  }
  m_Index = shard.Read(sharding.indexAtEnd ? shard.Size() - bytes : 0, bytes);
  if (sharding.indexChecked)
  {
    m_Index = DecodeZarr(ZarrCodec::Crc32c, m_Index, bytes, shard.Name());
  }
}

std::uint64_t
ZarrShardIndex::Word(std::uint64_t index) const
{
  std::uint8_t bytes[sizeof(std::uint64_t)];
  std::memcpy(bytes, m_Index.data() + index * sizeof(bytes), sizeof(bytes));
  if (m_Sharding.indexBigEndian)
  {
    std::reverse(std::begin(bytes), std::end(bytes));
  }
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof(bytes));
  return word;
}

std::optional<ZarrBytes>
ZarrShardIndex::Find(const ZarrSizes & chunk) const
{
  constexpr std::uint64_t kAbsent = std::numeric_limits<std::uint64_t>::max();
  const std::uint64_t     entry = ZarrOffset(chunk, ZarrStrides(m_Grid));
  const std::uint64_t     begin = Word(2 * entry);
  const std::uint64_t     size = Word(2 * entry + 1);
  if (begin == kAbsent && size == kAbsent)
  {
    return std::nullopt;
  }
  if (begin > m_Shard.Size() || size > m_Shard.Size() - begin)
  {
    throw BadData(m_Shard.Name() + ": the index of its shard places chunk " + std::to_string(entry) +
                  " beyond its end at " + std::to_string(m_Shard.Size()) + " bytes");
  }
  return m_Shard.Part(begin, size);
}
} // namespace pheno
