#include "phenoError.h"
#include "phenoZarrLayout.h"

#include <algorithm>
#include <map>

namespace pheno
{
namespace
{
constexpr int kDeepestSharding = 4;

/** An extension point: {"name": ..., "configuration": {...}}, or the name alone. */
struct Extension
{
  std::string name;
  JsonField   configuration;
};

Extension
ReadExtension(const JsonField & at)
{
  static const Json nothing = Json::object();
  if (at.Get().is_string())
  {
    return { at.Text(), { nothing, "the configuration of " + at.Text() } };
  }
  return { at.At("name").Text(),
           at.Has("configuration") ? at.At("configuration")
                                   : JsonField(nothing, "the configuration of " + at.At("name").Text()) };
}

ZarrType
ReadType(const JsonField & at)
{
  using Kind = ZarrType::Kind;
  static const std::map<std::string, ZarrType> types = {
    { "bool", { Kind::Bool, 1 } },       { "uint8", { Kind::Unsigned, 1 } },  { "uint16", { Kind::Unsigned, 2 } },
    { "uint32", { Kind::Unsigned, 4 } }, { "uint64", { Kind::Unsigned, 8 } }, { "int8", { Kind::Signed, 1 } },
    { "int16", { Kind::Signed, 2 } },    { "int32", { Kind::Signed, 4 } },    { "int64", { Kind::Signed, 8 } },
    { "float32", { Kind::Float, 4 } },   { "float64", { Kind::Float, 8 } },
  };
  const auto found = at.Get().is_string() ? types.find(at.Text()) : types.end();
  if (found == types.end())
  {
    at.Refuse("bool, an integer of 8 to 64 bits, float32 or float64");
  }
  return found->second;
}

bool
ReadBigEndian(const Extension & bytes, ZarrType type)
{
  if (!bytes.configuration.Has("endian"))
  {
    if (type.bytes > 1)
    {
      bytes.configuration.At("endian");
    }
    return false;
  }
  const std::string endian = bytes.configuration.At("endian").Text();
  if (endian != "little" && endian != "big")
  {
    bytes.configuration.At("endian").Refuse("\"little\" or \"big\"");
  }
  return endian == "big";
}

/** Puts the axes of a shape in the order that a transpose asks for. */
ZarrSizes
ReadTranspose(const Extension & transpose, const ZarrSizes & shape, std::vector<std::size_t> & order)
{
  const JsonField   at = transpose.configuration.At("order");
  const ZarrSizes   axes = at.Sizes();
  std::vector<bool> seen(shape.size());
  ZarrSizes         permuted;
  for (const std::uint64_t axis : axes)
  {
    if (axis >= shape.size() || seen[axis])
    {
      at.Refuse("each of " + std::to_string(shape.size()) + " axes once");
    }
    seen[axis] = true;
    order.push_back(axis);
    permuted.push_back(shape[axis]);
  }
  if (permuted.size() != shape.size())
  {
    at.Refuse("each of " + std::to_string(shape.size()) + " axes once");
  }
  return permuted;
}

ZarrPipeline
ReadPipeline(const JsonField & codecs, ZarrSizes shape, ZarrType type, int depth);

std::shared_ptr<const ZarrSharding>
ReadSharding(const JsonField & at, const ZarrSizes & shape, ZarrType type, int depth)
{
  if (depth == kDeepestSharding)
  {
    throw BadData("a shard within " + std::to_string(depth) + " shards is not read");
  }
  auto sharding = std::make_shared<ZarrSharding>();
  sharding->inner = at.At("chunk_shape").Sizes();
  CheckZarrShape(at.At("chunk_shape"), shape, sharding->inner);
  CheckZarrChunk(at.At("chunk_shape"), sharding->inner, type);
  for (std::size_t axis = 0; axis < shape.size(); ++axis)
  {
    if (shape[axis] % sharding->inner[axis] != 0)
    {
      at.At("chunk_shape").Refuse("sizes that divide those of the shard");
    }
  }
  sharding->pipeline = ReadPipeline(at.At("codecs"), sharding->inner, type, depth + 1);
  const ZarrType     word{ ZarrType::Kind::Unsigned, 8 };
  const ZarrPipeline index = ReadPipeline(at.At("index_codecs"), { 1 }, word, kDeepestSharding);
  sharding->indexBigEndian = index.bigEndian;
  sharding->indexChecked = index.codecs == std::vector<ZarrCodec>{ ZarrCodec::Crc32c };
  if (!index.transposes.empty() || (!index.codecs.empty() && !sharding->indexChecked))
  {
    at.At("index_codecs").Refuse("bytes and at most crc32c");
  }
  if (at.Has("index_location"))
  {
    const std::string location = at.At("index_location").Text();
    if (location != "start" && location != "end")
    {
      at.At("index_location").Refuse("\"start\" or \"end\"");
    }
    sharding->indexAtEnd = location == "end";
  }
  return sharding;
}

/** Codecs that turn bytes into bytes. */
ZarrCodec
ReadBytesCodec(const JsonField & at, const std::string & name)
{
  static const std::map<std::string, ZarrCodec> codecs = {
    { "gzip", ZarrCodec::Gzip }, { "zlib", ZarrCodec::Zlib },   { "numcodecs.zlib", ZarrCodec::Zlib },
    { "zstd", ZarrCodec::Zstd }, { "blosc", ZarrCodec::Blosc }, { "crc32c", ZarrCodec::Crc32c }
  };
  const auto found = codecs.find(name);
  if (found == codecs.end())
  {
    at.Refuse("a codec among bytes, transpose, sharding_indexed, gzip, zstd, blosc, crc32c");
  }
  return found->second;
}

ZarrPipeline
ReadPipeline(const JsonField & codecs, ZarrSizes shape, ZarrType type, int depth)
{
  ZarrPipeline pipeline;
  bool         isBytes = false;
  for (std::size_t i = 0; i < codecs.Count(); ++i)
  {
    const Extension codec = ReadExtension(codecs.At(i));
    const bool      toBytes = codec.name == "bytes" || codec.name == "sharding_indexed";
    if (isBytes == (toBytes || codec.name == "transpose"))
    {
      codecs.Refuse("transposes, then bytes or sharding_indexed, then codecs of bytes");
    }
    if (codec.name == "transpose")
    {
      pipeline.transposes.emplace_back();
      shape = ReadTranspose(codec, shape, pipeline.transposes.back());
    }
    else if (codec.name == "bytes")
    {
      pipeline.bigEndian = ReadBigEndian(codec, type);
    }
    else if (codec.name == "sharding_indexed")
    {
      pipeline.sharding = ReadSharding(codec.configuration, shape, type, depth);
    }
    else
    {
      pipeline.codecs.push_back(ReadBytesCodec(codecs.At(i), codec.name));
    }
    isBytes = isBytes || toBytes;
  }
  if (!isBytes)
  {
    codecs.Refuse("bytes or sharding_indexed among the codecs");
  }
  return pipeline;
}

void
CheckFields(const JsonField & root, const fs::path & file)
{
  static const std::vector<std::string> known = {
    "zarr_format", "node_type", "shape",      "data_type",       "chunk_grid",          "chunk_key_encoding",
    "fill_value",  "codecs",    "attributes", "dimension_names", "storage_transformers"
  };
  for (const auto & [key, value] : root.Get().items())
  {
    const bool ignorable = value.is_object() && value.contains("must_understand") && value["must_understand"] == false;
    if (std::find(known.begin(), known.end(), key) == known.end() && !ignorable)
    {
      throw BadData(file.string() + ": has the field '" + key + "', which must be understood and is not known");
    }
  }
  if (root.Has("storage_transformers") && root.At("storage_transformers").Count() > 0)
  {
    root.At("storage_transformers").Refuse("no storage transformers");
  }
}

void
ReadKeys(const JsonField & at, ZarrLayout & layout)
{
  const Extension encoding = ReadExtension(at);
  if (encoding.name != "default" && encoding.name != "v2")
  {
    at.Refuse("the chunk keys \"default\" or \"v2\"");
  }
  layout.keyPrefix = encoding.name == "default" ? "c" : "";
  layout.separator = encoding.name == "default" ? '/' : '.';
  if (encoding.configuration.Has("separator"))
  {
    const std::string separator = encoding.configuration.At("separator").Text();
    if (separator != "." && separator != "/")
    {
      encoding.configuration.At("separator").Refuse("\".\" or \"/\"");
    }
    layout.separator = separator.front();
  }
}
} // namespace

ZarrLayout
ReadZarrLayoutV3(const fs::path & folder)
{
  ZarrLayout layout;
  layout.format = 3;
  layout.folder = folder;
  layout.file = folder / "zarr.json";
  const Json      json = ReadDataJson(layout.file);
  const JsonField root(json, layout.file.string());
  if (root.At("zarr_format").Size() != 3)
  {
    root.At("zarr_format").Refuse("3");
  }
  if (root.At("node_type").Text() != "array")
  {
    root.At("node_type").Refuse("\"array\"");
  }
  CheckFields(root, layout.file);
  layout.shape = root.At("shape").Sizes();
  layout.type = ReadType(root.At("data_type"));
  const Extension grid = ReadExtension(root.At("chunk_grid"));
  if (grid.name != "regular")
  {
    root.At("chunk_grid").Refuse("the chunk grid \"regular\"");
  }
  layout.chunks = grid.configuration.At("chunk_shape").Sizes();
  CheckZarrShape(root.At("shape"), layout.shape, layout.chunks);
  layout.pipeline = ReadPipeline(root.At("codecs"), layout.chunks, layout.type, 0);
  if (ZarrCount(layout.chunks) == 0 || !layout.pipeline.sharding || !layout.pipeline.codecs.empty())
  {
    CheckZarrChunk(root.At("chunk_grid"), layout.chunks, layout.type);
  }
  layout.fill = ReadZarrFill(root.At("fill_value"), layout.type);
  ReadKeys(root.At("chunk_key_encoding"), layout);
  if (root.Has("attributes"))
  {
    layout.attributes = root.At("attributes").Get();
  }
  return layout;
}
} // namespace pheno
