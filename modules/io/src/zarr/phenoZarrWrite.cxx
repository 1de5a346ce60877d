#include "phenoError.h"
#include "phenoFileBytes.h"
#include "phenoJsonFile.h"
#include "phenoZarrGrid.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <optional>

namespace pheno
{
namespace
{
static_assert(std::endian::native == std::endian::little, "arrays are written in the processor's byte order");

std::optional<ZarrCodec>
CodecOf(ZarrCompression compression)
{
  switch (compression)
  {
    case ZarrCompression::Gzip:
      return ZarrCodec::Gzip;
    case ZarrCompression::Zstd:
      return ZarrCodec::Zstd;
    case ZarrCompression::Blosc:
      return ZarrCodec::Blosc;
    default:
      return std::nullopt;
  }
}

std::string
TypeV2(ZarrType type)
{
  const char kinds[] = { 'b', 'u', 'i', 'f' };
  return std::string(type.bytes == 1 ? "|" : "<") + kinds[static_cast<int>(type.kind)] + std::to_string(type.bytes);
}

Json
CompressorV2(ZarrCompression compression)
{
  switch (compression)
  {
    case ZarrCompression::Gzip:
      return { { "id", "gzip" }, { "level", kZarrGzipLevel } };
    case ZarrCompression::Zstd:
      return { { "id", "zstd" }, { "level", kZarrZstdLevel } };
    case ZarrCompression::Blosc:
      return {
        { "id", "blosc" }, { "cname", "zstd" }, { "clevel", kZarrBloscLevel }, { "shuffle", 2 }, { "blocksize", 0 }
      };
    default:
      return nullptr;
  }
}

Json
Codec(const std::string & name, Json configuration)
{
  return { { "name", name }, { "configuration", std::move(configuration) } };
}

Json
CodecsV3(const ZarrSpec & spec)
{
  Json codecs = Json::array();
  codecs.push_back(Codec("bytes", spec.type.bytes == 1 ? Json::object() : Json{ { "endian", "little" } }));
  switch (spec.compression)
  {
    case ZarrCompression::Gzip:
      codecs.push_back(Codec("gzip", { { "level", kZarrGzipLevel } }));
      break;
    case ZarrCompression::Zstd:
      codecs.push_back(Codec("zstd", { { "level", kZarrZstdLevel }, { "checksum", false } }));
      break;
    case ZarrCompression::Blosc:
      codecs.push_back(Codec("blosc",
                             { { "cname", "zstd" },
                               { "clevel", kZarrBloscLevel },
                               { "shuffle", "bitshuffle" },
                               { "typesize", spec.type.bytes },
                               { "blocksize", 0 } }));
      break;
    default:
      break;
  }
  return codecs;
}

Json
FillOf(ZarrType type)
{
  return type.kind == ZarrType::Kind::Bool ? Json(false) : type.kind == ZarrType::Kind::Float ? Json(0.0) : Json(0);
}

void
WriteMetadataV2(const fs::path & folder, const ZarrSpec & spec)
{
  WriteJson(folder / ".zarray",
            { { "zarr_format", 2 },
              { "shape", spec.shape },
              { "chunks", spec.chunks },
              { "dtype", TypeV2(spec.type) },
              { "compressor", CompressorV2(spec.compression) },
              { "fill_value", FillOf(spec.type) },
              { "order", "C" },
              { "filters", nullptr },
              { "dimension_separator", "/" } });
  if (!spec.attributes.empty())
  {
    WriteJson(folder / ".zattrs", spec.attributes);
  }
}

void
WriteMetadataV3(const fs::path & folder, const ZarrSpec & spec)
{
  Json codecs = CodecsV3(spec);
  if (!spec.shards.empty())
  {
    const Json index = Json::array({ Codec("bytes", { { "endian", "little" } }), { { "name", "crc32c" } } });
    codecs = Json::array({ Codec("sharding_indexed",
                                 { { "chunk_shape", spec.chunks },
                                   { "codecs", codecs },
                                   { "index_codecs", index },
                                   { "index_location", "end" } }) });
  }
  Json metadata = {
    { "zarr_format", 3 },
    { "node_type", "array" },
    { "shape", spec.shape },
    { "data_type", spec.type.Name() },
    { "chunk_grid", Codec("regular", { { "chunk_shape", spec.shards.empty() ? spec.chunks : spec.shards } }) },
    { "chunk_key_encoding", Codec("default", { { "separator", "/" } }) },
    { "fill_value", FillOf(spec.type) },
    { "codecs", codecs },
    { "attributes", spec.attributes },
  };
  if (!spec.dimensions.empty())
  {
    metadata["dimension_names"] = spec.dimensions;
  }
  WriteJson(folder / "zarr.json", metadata);
}

void
Check(const fs::path & folder, const ZarrSpec & spec)
{
  const auto refuse = [&](const std::string & what) {
    throw Error(folder.string() + ": cannot be written as a Zarr array: " + what);
  };
  const std::size_t axes = spec.shape.size();
  if (spec.format != 2 && spec.format != 3)
  {
    refuse("expected format 2 or 3, got " + std::to_string(spec.format));
  }
  if (axes > kMostZarrAxes || spec.chunks.size() != axes || (!spec.shards.empty() && spec.shards.size() != axes) ||
      (!spec.dimensions.empty() && spec.dimensions.size() != axes))
  {
    refuse("shape, chunks, shards and dimensions need the same number of axes, at most " +
           std::to_string(kMostZarrAxes));
  }
  if (ZarrCount(spec.chunks) == 0 || ZarrCount(spec.chunks) > kMostZarrChunkBytes / spec.type.bytes)
  {
    refuse("a chunk needs 1 to " + std::to_string(kMostZarrChunkBytes) + " bytes");
  }
  if (!spec.shards.empty() && spec.format != 3)
  {
    refuse("shards need format 3");
  }
  for (std::size_t axis = 0; axis < spec.shards.size(); ++axis)
  {
    if (spec.shards[axis] == 0 || spec.shards[axis] % spec.chunks[axis] != 0)
    {
      refuse("shards need sizes that are multiples of those of the chunks");
    }
  }
}

/** Cuts chunks out of an array and encodes them. */
class Encoder
{
public:
  Encoder(const ZarrSpec & spec, const void * items)
    : m_Spec(spec)
    , m_Items(static_cast<const std::uint8_t *>(items))
    , m_Strides(ZarrStrides(spec.shape))
  {}

  /** The chunk that begins at an item, filled up with zeros beyond the array; nullopt when all of it is 0. */
  std::optional<ZarrBuffer>
  Chunk(const ZarrSizes & begin) const
  {
    const unsigned  itemBytes = m_Spec.type.bytes;
    const ZarrSizes strides = ZarrStrides(m_Spec.chunks);
    ZarrBuffer      bytes(ZarrCount(m_Spec.chunks) * itemBytes);
    ZarrSizes       rows;
    for (std::size_t axis = 0; axis < begin.size(); ++axis)
    {
      const std::uint64_t end = std::min(m_Spec.shape[axis], begin[axis] + m_Spec.chunks[axis]);
      rows.push_back(end > begin[axis] ? end - begin[axis] : 0);
    }
    const std::uint64_t count = rows.empty() ? 1 : rows.back();
    if (!rows.empty() && rows.back() > 0)
    {
      rows.back() = 1;
    }
    ForEachPosition(rows, [&](const ZarrSizes & position) {
      const std::uint64_t from = ZarrOffset(begin, m_Strides) + ZarrOffset(position, m_Strides);
      std::memcpy(
        bytes.data() + ZarrOffset(position, strides) * itemBytes, m_Items + from * itemBytes, count * itemBytes);
    });
    if (std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; }))
    {
      return std::nullopt;
    }
    const std::optional<ZarrCodec> codec = CodecOf(m_Spec.compression);
    return codec ? EncodeZarr(*codec, bytes, itemBytes) : bytes;
  }

  /** The shard that begins at an item: its chunks, their index, its checksum; nullopt when all of it is 0. */
  std::optional<ZarrBuffer>
  Shard(const ZarrSizes & begin) const
  {
    constexpr std::uint64_t    kAbsent = std::numeric_limits<std::uint64_t>::max();
    ZarrBuffer                 shard;
    std::vector<std::uint64_t> index;
    ForEachPosition(Grid(m_Spec.shards), [&](const ZarrSizes & position) {
      ZarrSizes at = begin;
      for (std::size_t axis = 0; axis < at.size(); ++axis)
      {
        at[axis] += position[axis] * m_Spec.chunks[axis];
      }
      const std::optional<ZarrBuffer> chunk = Chunk(at);
      index.push_back(chunk ? shard.size() : kAbsent);
      index.push_back(chunk ? chunk->size() : kAbsent);
      if (chunk)
      {
        shard.insert(shard.end(), chunk->begin(), chunk->end());
      }
    });
    if (shard.empty())
    {
      return std::nullopt;
    }
    const auto *     words = reinterpret_cast<const std::uint8_t *>(index.data());
    const ZarrBuffer checked =
      EncodeZarr(ZarrCodec::Crc32c, { words, words + index.size() * sizeof(std::uint64_t) }, sizeof(std::uint64_t));
    shard.insert(shard.end(), checked.begin(), checked.end());
    return shard;
  }

  /** How many chunks a part has along each axis. */
  ZarrSizes
  Grid(const ZarrSizes & size) const
  {
    return Parts(size, m_Spec.chunks);
  }
  static ZarrSizes
  Parts(const ZarrSizes & size, const ZarrSizes & part)
  {
    ZarrSizes count;
    for (std::size_t axis = 0; axis < size.size(); ++axis)
    {
      count.push_back((size[axis] + part[axis] - 1) / part[axis]);
    }
    return count;
  }

private:
  const ZarrSpec &     m_Spec;
  const std::uint8_t * m_Items;
  ZarrSizes            m_Strides;
};
} // namespace

void
WriteZarr(const fs::path & folder, const ZarrSpec & spec, const void * items)
{
  Check(folder, spec);
  MakeFolder(folder);
  spec.format == 2 ? WriteMetadataV2(folder, spec) : WriteMetadataV3(folder, spec);
  ZarrLayout layout; // only for the names of chunks
  layout.folder = folder;
  layout.keyPrefix = spec.format == 2 ? "" : "c";
  layout.separator = '/';
  const bool        sharded = !spec.shards.empty();
  const ZarrSizes & part = sharded ? spec.shards : spec.chunks;
  const Encoder     encoder(spec, items);
  ForEachPosition(Encoder::Parts(spec.shape, part), [&](const ZarrSizes & position) {
    ZarrSizes begin;
    for (std::size_t axis = 0; axis < position.size(); ++axis)
    {
      begin.push_back(position[axis] * part[axis]);
    }
    const std::optional<ZarrBuffer> bytes = sharded ? encoder.Shard(begin) : encoder.Chunk(begin);
    if (bytes)
    {
      const fs::path file = layout.ChunkFile(position);
      MakeFolder(file.parent_path());
      WriteFileBytes(file, { reinterpret_cast<const char *>(bytes->data()), bytes->size() });
    }
  });
}

void
WriteZarrGroup(const fs::path & folder, unsigned format, const Json & attributes)
{
  MakeFolder(folder);
  if (format == 3)
  {
    WriteJson(folder / "zarr.json", { { "zarr_format", 3 }, { "node_type", "group" }, { "attributes", attributes } });
    return;
  }
  WriteJson(folder / ".zgroup", { { "zarr_format", 2 } });
  if (!attributes.empty())
  {
    WriteJson(folder / ".zattrs", attributes);
  }
}
} // namespace pheno
