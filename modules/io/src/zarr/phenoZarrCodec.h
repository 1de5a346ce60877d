#ifndef phenoZarrCodec_h
#define phenoZarrCodec_h

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pheno
{
using ZarrBuffer = std::vector<std::uint8_t>;

constexpr int kZarrGzipLevel = 1; ///< what is written; metadata name it
constexpr int kZarrZstdLevel = 3;
constexpr int kZarrBloscLevel = 5;

/** The bytes-to-bytes codecs. */
enum class ZarrCodec
{
  Zlib,
  Gzip,
  Zstd,
  Blosc,
  Crc32c
};

/** Decodes what gives at most `limit` bytes; memory is asked for only up to what the input can decompress to. `name`
 * stands for the chunk in messages. Throws BadData. */
ZarrBuffer
DecodeZarr(ZarrCodec codec, const ZarrBuffer & stored, std::uint64_t limit, const std::string & name);

/** Encodes; `itemBytes` is what blosc shuffles by. The same bytes for the same input and releases. Throws Error. */
ZarrBuffer
EncodeZarr(ZarrCodec codec, const ZarrBuffer & bytes, unsigned itemBytes);

/** The Castagnoli checksum (RFC 3720, appendix B.4). */
std::uint32_t
Crc32c(const std::uint8_t * bytes, std::size_t count);
} // namespace pheno

#endif
