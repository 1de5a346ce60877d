#include "phenoError.h"
#include "phenoQuickHash.h"
#include "phenoZarrDecode.h"
#include "phenoZarrGrid.h"

#include <cerrno>

namespace pheno
{
namespace
{
ZarrLayout
ReadLayout(const fs::path & folder)
{
  switch (ZarrFormatOf(folder))
  {
    case 3:
      return ReadZarrLayoutV3(folder);
    default:
      if (!fs::exists(folder / ".zarray"))
      {
        throw BadData(folder.string() + ": is a Zarr group, expected an array");
      }
      return ReadZarrLayoutV2(folder);
  }
}

void
CheckBox(const ZarrLayout & layout, const ZarrBox & box)
{
  bool inside = box.begin.size() == layout.shape.size() && box.size.size() == layout.shape.size();
  for (std::size_t axis = 0; inside && axis < layout.shape.size(); ++axis)
  {
    inside = box.begin[axis] <= layout.shape[axis] && box.size[axis] <= layout.shape[axis] - box.begin[axis];
  }
  if (!inside)
  {
    throw Error(layout.folder.string() + ": the part that was asked for lies outside of the array");
  }
}
} // namespace

unsigned
ZarrFormatOf(const fs::path & folder)
{
  if (fs::exists(folder / "zarr.json"))
  {
    return 3;
  }
  if (fs::exists(folder / ".zarray") || fs::exists(folder / ".zgroup"))
  {
    return 2;
  }
  throw BadData(folder.string() + ": is no Zarr array or group: it has no zarr.json, .zarray or .zgroup");
}

ZarrNode
FindZarrNode(const fs::path & folder)
{
  if (fs::exists(folder / "zarr.json"))
  {
    const Json        json = ReadDataJson(folder / "zarr.json");
    const JsonField   type = JsonField(json, (folder / "zarr.json").string()).At("node_type");
    const std::string text = type.Text();
    if (text != "array" && text != "group")
    {
      type.Refuse("\"array\" or \"group\"");
    }
    return text == "array" ? ZarrNode::Array : ZarrNode::Group;
  }
  return fs::exists(folder / ".zarray")   ? ZarrNode::Array
         : fs::exists(folder / ".zgroup") ? ZarrNode::Group
                                          : ZarrNode::None;
}

Json
ReadZarrGroup(const fs::path & folder)
{
  if (FindZarrNode(folder) != ZarrNode::Group)
  {
    throw BadData(folder.string() + ": is no Zarr group: it has no zarr.json or .zgroup of one");
  }
  if (ZarrFormatOf(folder) == 3)
  {
    const Json json = ReadDataJson(folder / "zarr.json");
    return json.contains("attributes") ? json.at("attributes") : Json::object();
  }
  return fs::exists(folder / ".zattrs") ? ReadDataJson(folder / ".zattrs") : Json::object();
}

ZarrArray::ZarrArray(const fs::path & folder)
  : m_Layout(std::make_unique<const ZarrLayout>(ReadLayout(folder)))
{}

ZarrArray::~ZarrArray() = default;
ZarrArray::ZarrArray(ZarrArray &&) noexcept = default;

unsigned
ZarrArray::Format() const
{
  return m_Layout->format;
}

const ZarrSizes &
ZarrArray::Shape() const
{
  return m_Layout->shape;
}

ZarrType
ZarrArray::Type() const
{
  return m_Layout->type;
}

const Json &
ZarrArray::Attributes() const
{
  return m_Layout->attributes;
}

template <typename TPixel>
void
ZarrArray::ReadBox(const ZarrBox & box, TPixel * items) const
{
  CheckBox(*m_Layout, box);
  const ZarrSizes strides = ZarrStrides(box.size);
  ForEachChunk(
    m_Layout->chunks,
    box,
    m_Layout->folder.string(),
    [&](const ZarrSizes & chunk, const ZarrBox & part, const ZarrSizes & offset) {
      const ZarrView<TPixel> view{ items + ZarrOffset(offset, strides), strides };
      DecodeZarrChunk(
        ZarrBytes::OfFile(m_Layout->ChunkFile(chunk)), m_Layout->pipeline, *m_Layout, m_Layout->chunks, part, view);
    });
}

void
ZarrArray::Read(const ZarrBox & box, float * items) const
{
  ReadBox(box, items);
}

void
ZarrArray::Read(const ZarrBox & box, std::uint32_t * items) const
{
  ReadBox(box, items);
}

ZarrIdentity
ZarrArray::Identify(const ZarrBox & box, bool withDigest) const
{
  CheckBox(*m_Layout, box);
  ZarrIdentity identity;
  QuickHash    hash;
  const auto   add = [&](const std::optional<ZarrBytes> & stored) {
    identity.size += stored ? stored->Size() : 0;
    if (!withDigest)
    {
      return;
    }
    hash.Add(stored ? std::to_string(stored->Size()) + ":" : "-");
    constexpr std::uint64_t kPiece = 1 << 20;
    for (std::uint64_t begin = 0; stored && begin < stored->Size(); begin += kPiece)
    {
      const ZarrBuffer bytes = stored->Read(begin, std::min(kPiece, stored->Size() - begin));
      hash.Add({ reinterpret_cast<const char *>(bytes.data()), bytes.size() });
    }
  };
  add(ZarrBytes::OfFile(m_Layout->file));
  ForEachChunk(
    m_Layout->chunks,
    box,
    m_Layout->folder.string(),
    [&](const ZarrSizes & chunk, const ZarrBox & part, const ZarrSizes &) {
      VisitZarrStored(
        ZarrBytes::OfFile(m_Layout->ChunkFile(chunk)), m_Layout->pipeline, *m_Layout, m_Layout->chunks, part, add);
    });
  identity.digest = withDigest ? hash.Finish() : "";
  return identity;
}
} // namespace pheno
