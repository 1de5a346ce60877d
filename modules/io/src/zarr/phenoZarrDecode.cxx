#include "phenoZarrDecode.h"

#include "phenoError.h"
#include "phenoZarrGrid.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace pheno
{
namespace
{
/** Encoders may add a little to what does not compress. */
std::uint64_t
WithOverhead(std::uint64_t bytes)
{
  return bytes + bytes / 16 + 4096;
}

template <typename TPixel, typename TItem>
TPixel
ToPixel(TItem item, const std::string & name)
{
  if constexpr (std::is_same_v<TPixel, std::uint32_t>)
  {
    constexpr double kAbove = 4294967296.0;
    const auto       value = static_cast<double>(item);
    if (!(value >= 0 && value < kAbove) || value != std::floor(value))
    {
      throw BadData(name + ": holds " + std::to_string(value) + ", expected labels from 0 to 4294967295");
    }
  }
  return static_cast<TPixel>(item);
}

struct ItemBool
{
  std::uint8_t byte;
  explicit     operator float() const { return byte != 0 ? 1.0F : 0.0F; }
  explicit     operator double() const { return byte != 0 ? 1.0 : 0.0; }
  explicit     operator std::uint32_t() const { return byte != 0 ? 1 : 0; }
};

template <typename TItem>
TItem
LoadItem(const std::uint8_t * bytes, bool reverse)
{
  TItem item;
  if (!reverse)
  {
    std::memcpy(&item, bytes, sizeof(item));
    return item;
  }
  std::uint8_t reversed[sizeof(item)];
  std::reverse_copy(bytes, bytes + sizeof(item), reversed);
  std::memcpy(&item, reversed, sizeof(item));
  return item;
}

/** One row of items of a type. */
template <typename TItem, typename TPixel>
void
ConvertRow(const std::uint8_t * bytes,
           bool                 reverse,
           std::uint64_t        count,
           TPixel *             pixels,
           std::uint64_t        stride,
           const std::string &  name)
{
  if (stride == 1 && !reverse)
  {
    for (std::uint64_t i = 0; i < count; ++i)
    {
      pixels[i] = ToPixel<TPixel>(LoadItem<TItem>(bytes + i * sizeof(TItem), false), name);
    }
    return;
  }
  for (std::uint64_t i = 0; i < count; ++i)
  {
    pixels[i * stride] = ToPixel<TPixel>(LoadItem<TItem>(bytes + i * sizeof(TItem), reverse), name);
  }
}

template <typename TPixel>
using Convert = void (*)(const std::uint8_t *, bool, std::uint64_t, TPixel *, std::uint64_t, const std::string &);

template <typename TPixel>
Convert<TPixel>
ChooseConvert(ZarrType type)
{
  switch (type.kind)
  {
    case ZarrType::Kind::Bool:
      return &ConvertRow<ItemBool, TPixel>;
    case ZarrType::Kind::Unsigned:
      return type.bytes == 1   ? &ConvertRow<std::uint8_t, TPixel>
             : type.bytes == 2 ? &ConvertRow<std::uint16_t, TPixel>
             : type.bytes == 4 ? &ConvertRow<std::uint32_t, TPixel>
                               : &ConvertRow<std::uint64_t, TPixel>;
    case ZarrType::Kind::Signed:
      return type.bytes == 1   ? &ConvertRow<std::int8_t, TPixel>
             : type.bytes == 2 ? &ConvertRow<std::int16_t, TPixel>
             : type.bytes == 4 ? &ConvertRow<std::int32_t, TPixel>
                               : &ConvertRow<std::int64_t, TPixel>;
    default:
      return type.bytes == 4 ? &ConvertRow<float, TPixel> : &ConvertRow<double, TPixel>;
  }
}

/** Calls row(position) for the first item of every row along the last axis, and once where there is no axis. */
template <typename TVisit>
void
ForEachRow(const ZarrSizes & size, const TVisit & visit)
{
  ZarrSizes rows = size;
  if (!rows.empty() && rows.back() > 0)
  {
    rows.back() = 1;
  }
  ForEachPosition(rows, visit);
}

template <typename TPixel>
void
Fill(const ZarrLayout & layout, const ZarrSizes & size, const ZarrView<TPixel> & view)
{
  const auto          value = ToPixel<TPixel>(layout.fill, layout.file.string());
  const std::uint64_t count = size.empty() ? 1 : size.back();
  const std::uint64_t stride = size.empty() ? 1 : view.strides.back();
  ForEachRow(size, [&](const ZarrSizes & position) {
    TPixel * const row = view.items + ZarrOffset(position, view.strides);
    for (std::uint64_t i = 0; i < count; ++i)
    {
      row[i * stride] = value;
    }
  });
}

/** Items in C order; of uncompressed ones only the stretch from the first to the last that is asked for is read. */
template <typename TPixel>
void
DecodeItems(const ZarrBytes &        stored,
            bool                     bigEndian,
            const ZarrLayout &       layout,
            const ZarrSizes &        chunk,
            const ZarrBox &          part,
            const ZarrView<TPixel> & view)
{
  const unsigned      itemBytes = layout.type.bytes;
  const std::uint64_t expected = ZarrCount(chunk) * itemBytes;
  if (stored.Size() != expected)
  {
    throw BadData(stored.Name() + ": holds " + std::to_string(stored.Size()) + " bytes of items, expected " +
                  std::to_string(expected));
  }
  const ZarrSizes strides = ZarrStrides(chunk);
  ZarrSizes       lastItem = part.begin;
  for (std::size_t axis = 0; axis < chunk.size(); ++axis)
  {
    lastItem[axis] += part.size[axis] - 1;
  }
  const std::uint64_t   first = ZarrOffset(part.begin, strides);
  const std::uint64_t   last = ZarrOffset(lastItem, strides);
  const ZarrBuffer      bytes = stored.Read(first * itemBytes, (last - first + 1) * itemBytes);
  const Convert<TPixel> convert = ChooseConvert<TPixel>(layout.type);
  const std::uint64_t   count = chunk.empty() ? 1 : part.size.back();
  const std::uint64_t   stride = chunk.empty() ? 1 : view.strides.back();
  ForEachRow(part.size, [&](const ZarrSizes & position) {
    convert(bytes.data() + ZarrOffset(position, strides) * itemBytes,
            bigEndian && itemBytes > 1,
            count,
            view.items + ZarrOffset(position, view.strides),
            stride,
            stored.Name());
  });
}

/** What the last of the bytes-to-bytes codecs left of the items. */
ZarrBytes
Unpack(const ZarrBytes & stored, const ZarrPipeline & pipeline, const ZarrSizes & chunk, const ZarrLayout & layout)
{
  const std::uint64_t items = ZarrCount(chunk) * layout.type.bytes;
  std::uint64_t       limit = pipeline.sharding ? kMostZarrChunkBytes : items;
  for (std::size_t i = 0; i < pipeline.codecs.size(); ++i)
  {
    limit = WithOverhead(limit);
  }
  if (stored.Size() > limit)
  {
    throw BadData(stored.Name() + ": has " + std::to_string(stored.Size()) + " bytes, expected at most " +
                  std::to_string(limit));
  }
  ZarrBuffer bytes = stored.Read(0, stored.Size());
  for (std::size_t i = pipeline.codecs.size(); i-- > 0;)
  {
    const bool last = i == 0 && !pipeline.sharding;
    bytes = DecodeZarr(pipeline.codecs[i], bytes, last ? items : limit, stored.Name());
  }
  return ZarrBytes::OfMemory(std::move(bytes), stored.Name());
}

/** The order of axes after the transposes. */
template <typename TValues>
void
Permute(const std::vector<std::size_t> & order, TValues & values)
{
  TValues permuted;
  for (const std::size_t axis : order)
  {
    permuted.push_back(values[axis]);
  }
  values = std::move(permuted);
}
} // namespace

template <typename TPixel>
void
DecodeZarrChunk(const std::optional<ZarrBytes> & stored,
                const ZarrPipeline &             pipeline,
                const ZarrLayout &               layout,
                const ZarrSizes &                chunk,
                const ZarrBox &                  part,
                const ZarrView<TPixel> &         view)
{
  if (!stored)
  {
    Fill(layout, part.size, view);
    return;
  }
  ZarrSizes        shape = chunk;
  ZarrBox          box = part;
  ZarrView<TPixel> target = view;
  for (const std::vector<std::size_t> & order : pipeline.transposes)
  {
    Permute(order, shape);
    Permute(order, box.begin);
    Permute(order, box.size);
    Permute(order, target.strides);
  }
  const ZarrBytes bytes = pipeline.codecs.empty() ? *stored : Unpack(*stored, pipeline, chunk, layout);
  if (!pipeline.sharding)
  {
    DecodeItems(bytes, pipeline.bigEndian, layout, shape, box, target);
    return;
  }
  const ZarrSharding & sharding = *pipeline.sharding;
  const ZarrShardIndex index(bytes, sharding, shape);
  ForEachChunk(sharding.inner,
               box,
               bytes.Name(),
               [&](const ZarrSizes & inner, const ZarrBox & innerPart, const ZarrSizes & offset) {
                 const ZarrView<TPixel> innerView{ target.items + ZarrOffset(offset, target.strides), target.strides };
                 DecodeZarrChunk(index.Find(inner), sharding.pipeline, layout, sharding.inner, innerPart, innerView);
               });
}

template void
DecodeZarrChunk(const std::optional<ZarrBytes> &,
                const ZarrPipeline &,
                const ZarrLayout &,
                const ZarrSizes &,
                const ZarrBox &,
                const ZarrView<float> &);
template void
DecodeZarrChunk(const std::optional<ZarrBytes> &,
                const ZarrPipeline &,
                const ZarrLayout &,
                const ZarrSizes &,
                const ZarrBox &,
                const ZarrView<std::uint32_t> &);

void
VisitZarrStored(const std::optional<ZarrBytes> &                              stored,
                const ZarrPipeline &                                          pipeline,
                const ZarrLayout &                                            layout,
                const ZarrSizes &                                             chunk,
                const ZarrBox &                                               part,
                const std::function<void(const std::optional<ZarrBytes> &)> & visit)
{
  if (!stored || !pipeline.sharding || !pipeline.codecs.empty())
  {
    visit(stored);
    return;
  }
  ZarrSizes shape = chunk;
  ZarrBox   box = part;
  for (const std::vector<std::size_t> & order : pipeline.transposes)
  {
    Permute(order, shape);
    Permute(order, box.begin);
    Permute(order, box.size);
  }
  const ZarrSharding & sharding = *pipeline.sharding;
  const ZarrShardIndex index(*stored, sharding, shape);
  ForEachChunk(
    sharding.inner, box, stored->Name(), [&](const ZarrSizes & inner, const ZarrBox & innerPart, const ZarrSizes &) {
      VisitZarrStored(index.Find(inner), sharding.pipeline, layout, sharding.inner, innerPart, visit);
    });
}
} // namespace pheno
