#ifndef phenoZarr_h
#define phenoZarr_h

#include "phenoFileSystem.h"
#include "phenoJson.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace pheno
{
/** Sizes or positions, one an axis, the slowest axis first. */
using ZarrSizes = std::vector<std::uint64_t>;

/** What an item of an array is. */
struct ZarrType
{
  enum class Kind
  {
    Bool,
    Unsigned,
    Signed,
    Float
  };
  Kind     kind = Kind::Unsigned;
  unsigned bytes = 1; ///< 1, 2, 4 or 8; floats 4 or 8

  /** As version 3 calls it: "uint16". */
  std::string
  Name() const;
};

/** A part of an array: `size` items from `begin` on along each axis. */
struct ZarrBox
{
  ZarrSizes begin;
  ZarrSizes size;
};

struct ZarrLayout;

/** Size and digest of the stored bytes that a part of an array is decoded from. */
struct ZarrIdentity
{
  std::uint64_t size = 0;
  std::string   digest; ///< XXH3-128 in hexadecimal; "" when not asked for
};

/** One array of a Zarr hierarchy on disk, open for reading; safe to share between threads.
 *
 * Specifications: Zarr storage specification version 2 (.zarray, .zattrs) and Zarr core protocol version 3 (zarr.json).
 * Items: bool, 8 to 64 bit integers, 32 and 64 bit floats of either byte order; order C and F, transpose; zlib, gzip,
 * zstd, blosc, crc32c; sharding_indexed, nested too. A chunk that is not there holds the fill value. What else the
 * metadata asks for is refused by name. At most 8 axes; a chunk has at most 1 GiB decoded and never more than its
 * stored bytes could decompress to, a part of an array at most 2^20 chunks. One decoded chunk a call is held. */
class ZarrArray
{
public:
  /** Reads the metadata. Throws BadData for damaged or unknown metadata and for a folder without an array, Error when
   * the machine cannot read. */
  explicit ZarrArray(const fs::path & folder);
  ~ZarrArray();
  ZarrArray(ZarrArray &&) noexcept;

  /** 2 or 3. */
  unsigned
  Format() const;
  const ZarrSizes &
  Shape() const;
  ZarrType
  Type() const;
  const Json &
  Attributes() const;

  /** Decodes the chunks that a part touches and nothing else; `items` holds the product of box.size in C order. As
   * uint32_t, items that are no whole numbers from 0 to 2^32 - 1 are BadData. Throws BadData for damaged chunks, Error
   * for a box outside of the array and for what the machine cannot do. */
  void
  Read(const ZarrBox & box, float * items) const;
  void
  Read(const ZarrBox & box, std::uint32_t * items) const;

  /** Of the metadata file and of the chunks that the part touches (of a shard: of the inner chunks), in their order:
   * equal when reading gives equal items. Nothing is decoded. Throws as Read. */
  ZarrIdentity
  Identify(const ZarrBox & box, bool withDigest) const;

private:
  template <typename TPixel>
  void
  ReadBox(const ZarrBox & box, TPixel * items) const;

  std::unique_ptr<const ZarrLayout> m_Layout;
};

enum class ZarrCompression
{
  None,
  Gzip,
  Zstd,
  Blosc ///< zstd within blosc after shuffling bits: pictures become about a tenth smaller than by zstd alone
};

/** How an array is to be stored. */
struct ZarrSpec
{
  unsigned                 format = 3; ///< 2 or 3
  ZarrType                 type;
  ZarrSizes                shape;
  ZarrSizes                chunks;
  ZarrSizes                shards; ///< format 3: a multiple of the chunks on every axis; empty: a file a chunk
  ZarrCompression          compression = ZarrCompression::Blosc;
  std::vector<std::string> dimensions; ///< format 3: the axes' names; may be empty
  Json                     attributes = Json::object();
};

/** Writes a whole array, little-endian with fill value 0; `items` are the product of the shape in C order, of the type.
 * Chunks of zeros are not stored. The bytes depend on the arguments alone (and on the codecs' releases). One encoded
 * shard is held. Parents are made. Throws Error. */
void
WriteZarr(const fs::path & folder, const ZarrSpec & spec, const void * items);

/** A folder of the hierarchy that is no array. Throws Error. */
void
WriteZarrGroup(const fs::path & folder, unsigned format, const Json & attributes);

enum class ZarrNode
{
  None, ///< the folder has no Zarr metadata
  Group,
  Array
};

/** What a folder is. Throws BadData for damaged metadata. */
ZarrNode
FindZarrNode(const fs::path & folder);

/** The attributes of a group, {} when it has none. Throws BadData for what is no group. */
Json
ReadZarrGroup(const fs::path & folder);

/** The version of the Zarr format that a node's metadata has, 2 or 3. Throws BadData for what is no node. */
unsigned
ZarrFormatOf(const fs::path & folder);
} // namespace pheno

#endif
