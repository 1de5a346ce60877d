#ifndef phenoZarrGrid_h
#define phenoZarrGrid_h

#include "phenoError.h"
#include "phenoZarrLayout.h"

#include <algorithm>

namespace pheno
{
/** Calls visit(position) for every position of a grid of this size, the last axis fastest. */
template <typename TVisit>
void
ForEachPosition(const ZarrSizes & size, const TVisit & visit)
{
  if (ZarrCount(size) == 0)
  {
    return;
  }
  ZarrSizes position(size.size());
  while (true)
  {
    visit(static_cast<const ZarrSizes &>(position));
    std::size_t axis = size.size();
    while (axis > 0 && ++position[axis - 1] == size[axis - 1])
    {
      position[--axis] = 0;
    }
    if (axis == 0)
    {
      return;
    }
  }
}

/** Calls visit(chunk, part, offset) for every chunk of a regular grid that a box touches: the chunk's position in the
 * grid, what of it lies in the box, and where that part begins in the box. Throws BadData above 2^20 chunks. */
template <typename TVisit>
void
ForEachChunk(const ZarrSizes & chunks, const ZarrBox & box, const std::string & name, const TVisit & visit)
{
  constexpr std::uint64_t kMostChunks = std::uint64_t(1) << 20;
  const std::size_t       axes = chunks.size();
  ZarrSizes               first(axes);
  ZarrSizes               count(axes);
  for (std::size_t axis = 0; axis < axes; ++axis)
  {
    first[axis] = box.begin[axis] / chunks[axis];
    count[axis] = box.size[axis] == 0 ? 0 : (box.begin[axis] + box.size[axis] - 1) / chunks[axis] - first[axis] + 1;
  }
  if (ZarrCount(count) > kMostChunks)
  {
    throw BadData(name + ": a plane is cut into " + std::to_string(ZarrCount(count)) + " chunks; more than " +
                  std::to_string(kMostChunks) + " are not read");
  }
  ForEachPosition(count, [&](const ZarrSizes & step) {
    ZarrSizes chunk(axes);
    ZarrSizes offset(axes);
    ZarrBox   part{ ZarrSizes(axes), ZarrSizes(axes) };
    for (std::size_t axis = 0; axis < axes; ++axis)
    {
      chunk[axis] = first[axis] + step[axis];
      const std::uint64_t chunkBegin = chunk[axis] * chunks[axis];
      const std::uint64_t begin = std::max(chunkBegin, box.begin[axis]);
      const std::uint64_t end = std::min(chunkBegin + chunks[axis], box.begin[axis] + box.size[axis]);
      part.begin[axis] = begin - chunkBegin;
      part.size[axis] = end - begin;
      offset[axis] = begin - box.begin[axis];
    }
    visit(chunk, part, offset);
  });
}

/** How far apart neighbours along each axis lie in C order. */
inline ZarrSizes
ZarrStrides(const ZarrSizes & size)
{
  ZarrSizes     strides(size.size());
  std::uint64_t stride = 1;
  for (std::size_t axis = size.size(); axis-- > 0;)
  {
    strides[axis] = stride;
    stride *= size[axis];
  }
  return strides;
}

inline std::uint64_t
ZarrOffset(const ZarrSizes & position, const ZarrSizes & strides)
{
  std::uint64_t offset = 0;
  for (std::size_t axis = 0; axis < position.size(); ++axis)
  {
    offset += position[axis] * strides[axis];
  }
  return offset;
}
} // namespace pheno

#endif
