#ifndef phenoZarrDecode_h
#define phenoZarrDecode_h

#include "phenoZarrBytes.h"
#include "phenoZarrLayout.h"

#include <functional>
#include <optional>

namespace pheno
{
/** Where decoded items go: the first one and how far apart neighbours along each axis lie. */
template <typename TPixel>
struct ZarrView
{
  TPixel *  items;
  ZarrSizes strides;
};

/** Writes a part of a chunk to a view of the part's size; without stored bytes the fill value. TPixel: float or
 * uint32_t. Throws BadData. */
template <typename TPixel>
void
DecodeZarrChunk(const std::optional<ZarrBytes> & stored,
                const ZarrPipeline &             pipeline,
                const ZarrLayout &               layout,
                const ZarrSizes &                chunk,
                const ZarrBox &                  part,
                const ZarrView<TPixel> &         view);

/** Calls visit for what a part of a chunk is decoded from: the chunk, or those of its inner chunks that are touched;
 * nullopt for what was not stored. Throws BadData for a damaged shard. */
void
VisitZarrStored(const std::optional<ZarrBytes> &                              stored,
                const ZarrPipeline &                                          pipeline,
                const ZarrLayout &                                            layout,
                const ZarrSizes &                                             chunk,
                const ZarrBox &                                               part,
                const std::function<void(const std::optional<ZarrBytes> &)> & visit);

/** The inner chunks of a shard, in C order; nullopt for those that were not stored. The index is checked against the
 * shard's size before memory is asked for. Throws BadData. */
class ZarrShardIndex
{
public:
  ZarrShardIndex(const ZarrBytes & shard, const ZarrSharding & sharding, const ZarrSizes & shape);

  std::optional<ZarrBytes>
  Find(const ZarrSizes & chunk) const;

private:
  std::uint64_t
  Word(std::uint64_t index) const;

  const ZarrBytes &    m_Shard;
  const ZarrSharding & m_Sharding;
  ZarrSizes            m_Grid;
  ZarrBuffer           m_Index;
};
} // namespace pheno

#endif
