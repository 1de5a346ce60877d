#include "phenoError.h"
#include "phenoZarrLayout.h"

#include <algorithm>

namespace pheno
{
namespace
{
/** "<u2": byte order, kind and bytes of an item. */
ZarrType
ReadType(const JsonField & at, bool & bigEndian)
{
  const std::string text = at.Text();
  const auto        refuse = [&] { at.Refuse("a type of the kind <u2, >i4, |u1, |b1, <f4 or <f8"); };
  if (text.size() != 3 || std::string("<>|").find(text[0]) == std::string::npos)
  {
    refuse();
  }
  bigEndian = text[0] == '>';
  ZarrType type;
  type.bytes = static_cast<unsigned>(text[2] - '0');
  const bool whole = type.bytes == 1 || type.bytes == 2 || type.bytes == 4 || type.bytes == 8;
  switch (text[1])
  {
    case 'b':
      type.kind = ZarrType::Kind::Bool;
      break;
    case 'u':
      type.kind = ZarrType::Kind::Unsigned;
      break;
    case 'i':
      type.kind = ZarrType::Kind::Signed;
      break;
    case 'f':
      type.kind = ZarrType::Kind::Float;
      break;
    default:
      refuse();
  }
  if (!whole || (type.kind == ZarrType::Kind::Bool && type.bytes != 1) ||
      (type.kind == ZarrType::Kind::Float && type.bytes < 4) || (text[0] == '|' && type.bytes != 1))
  {
    refuse();
  }
  return type;
}

std::vector<ZarrCodec>
ReadCompressor(const JsonField & at)
{
  if (at.IsNull())
  {
    return {};
  }
  const std::string id = at.At("id").Text();
  if (id == "zlib")
  {
    return { ZarrCodec::Zlib };
  }
  if (id == "gzip")
  {
    return { ZarrCodec::Gzip };
  }
  if (id == "zstd")
  {
    return { ZarrCodec::Zstd };
  }
  if (id == "blosc")
  {
    return { ZarrCodec::Blosc };
  }
  at.At("id").Refuse("a compressor among zlib, gzip, zstd, blosc or null");
}
} // namespace

ZarrLayout
ReadZarrLayoutV2(const fs::path & folder)
{
  ZarrLayout layout;
  layout.folder = folder;
  layout.file = folder / ".zarray";
  const Json      json = ReadDataJson(layout.file);
  const JsonField root(json, layout.file.string());
  if (root.At("zarr_format").Size() != 2)
  {
    root.At("zarr_format").Refuse("2");
  }
  layout.shape = root.At("shape").Sizes();
  layout.chunks = root.At("chunks").Sizes();
  layout.type = ReadType(root.At("dtype"), layout.pipeline.bigEndian);
  CheckZarrShape(root.At("shape"), layout.shape, layout.chunks);
  CheckZarrChunk(root.At("chunks"), layout.chunks, layout.type);
  layout.fill = ReadZarrFill(root.At("fill_value"), layout.type);
  const std::string order = root.At("order").Text();
  if (order == "F")
  {
    std::vector<std::size_t> reversed(layout.shape.size());
    for (std::size_t axis = 0; axis < reversed.size(); ++axis)
    {
      reversed[axis] = reversed.size() - 1 - axis;
    }
    layout.pipeline.transposes.push_back(reversed);
  }
  else if (order != "C")
  {
    root.At("order").Refuse("\"C\" or \"F\"");
  }
  layout.pipeline.codecs = ReadCompressor(root.At("compressor"));
  if (root.Has("filters") && !root.At("filters").IsNull() && root.At("filters").Count() > 0)
  {
    root.At("filters").Refuse("no filters");
  }
  if (root.Has("dimension_separator"))
  {
    const std::string separator = root.At("dimension_separator").Text();
    if (separator != "." && separator != "/")
    {
      root.At("dimension_separator").Refuse("\".\" or \"/\"");
    }
    layout.separator = separator.front();
  }
  if (fs::exists(folder / ".zattrs"))
  {
    layout.attributes = ReadDataJson(folder / ".zattrs");
  }
  return layout;
}
} // namespace pheno
