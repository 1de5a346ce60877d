#ifndef phenoZarrLayout_h
#define phenoZarrLayout_h

#include "phenoJsonFields.h"
#include "phenoZarr.h"
#include "phenoZarrCodec.h"

#include <memory>

namespace pheno
{
struct ZarrSharding;

/** How one chunk became bytes: its axes reordered, items written in C order or as a shard, then bytes to bytes. */
struct ZarrPipeline
{
  std::vector<std::vector<std::size_t>> transposes; ///< each: which axis comes first, second, ...
  bool                                  bigEndian = false;
  std::shared_ptr<const ZarrSharding>   sharding; ///< null where items are written as they are
  std::vector<ZarrCodec>                codecs;   ///< in the order in which they encoded
};

/** A chunk that is itself cut into chunks, with an index of where each lies (sharding_indexed of version 3). */
struct ZarrSharding
{
  ZarrSizes    inner;
  ZarrPipeline pipeline;
  bool         indexBigEndian = false;
  bool         indexChecked = false; ///< crc32c
  bool         indexAtEnd = true;
};

/** Everything that an array's metadata says. */
struct ZarrLayout
{
  fs::path     folder;
  fs::path     file; ///< .zarray or zarr.json
  unsigned     format = 2;
  ZarrSizes    shape;
  ZarrSizes    chunks;
  ZarrType     type;
  double       fill = 0;
  ZarrPipeline pipeline;
  std::string  keyPrefix; ///< "c" of version 3's default keys
  char         separator = '.';
  Json         attributes = Json::object();

  /** Where a chunk lies. */
  fs::path
  ChunkFile(const ZarrSizes & chunk) const;
};

constexpr std::uint64_t kMostZarrChunkBytes = std::uint64_t(1) << 30;
constexpr std::size_t   kMostZarrAxes = 8;

/** The product; 2^63 when it is larger. */
std::uint64_t
ZarrCount(const ZarrSizes & sizes);

ZarrLayout
ReadZarrLayoutV2(const fs::path & folder);
ZarrLayout
ReadZarrLayoutV3(const fs::path & folder);

/** What both versions ask of shape and chunks. Throw BadData. */
void
CheckZarrShape(const JsonField & at, const ZarrSizes & shape, const ZarrSizes & chunks);
void
CheckZarrChunk(const JsonField & at, const ZarrSizes & chunk, ZarrType type);

/** A fill value of either version: a number, bool, "NaN", "Infinity", "-Infinity", or the bits of a float as
 * hexadecimal; null is 0. Throws BadData. */
double
ReadZarrFill(const JsonField & at, ZarrType type);
} // namespace pheno

#endif
