#include "phenoZarrCodec.h"

#include "phenoError.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <memory>

#include <blosc.h>
#include <zlib.h>
#include <zstd.h>

namespace pheno
{
namespace
{
constexpr std::uint64_t kDeflateRatio = 1032; ///< most that deflate gains (258 bytes from 2 bits)
constexpr std::uint64_t kZstdRatio = 1 << 15; ///< most that zstd gains (128 KiB from 4 bytes)
constexpr std::size_t   kChecksumBytes = 4;

std::uint64_t
Most(std::uint64_t stored, std::uint64_t ratio, std::uint64_t limit)
{
  constexpr std::uint64_t kFrame = 64;
  return std::min(limit, stored > limit / ratio ? limit : stored * ratio + kFrame);
}

[[noreturn]] void
TooMuch(const std::string & name, const char * codec, std::uint64_t found, std::uint64_t limit)
{
  throw BadData(name + ": its " + codec + " data declare " + std::to_string(found) + " bytes, expected at most " +
                std::to_string(limit));
}

[[noreturn]] void
Damaged(const std::string & name, const char * codec, const std::string & reason)
{
  throw BadData(name + ": its " + codec + " data are damaged: " + reason);
}

/** zlib's and gzip's frames are told apart by their first bytes; gzip may have several members. */
ZarrBuffer
Inflate(const ZarrBuffer & stored, std::uint64_t limit, const std::string & name)
{
  constexpr int kEitherFrame = 15 + 32;
  ZarrBuffer    bytes(Most(stored.size(), kDeflateRatio, limit));
  z_stream      stream{};
  if (inflateInit2(&stream, kEitherFrame) != Z_OK)
  {
    throw Error(name + ": zlib cannot start");
  }
  const std::unique_ptr<z_stream, int (*)(z_stream *)> owner(&stream, &inflateEnd);
  stream.next_in = const_cast<Bytef *>(stored.data());
  stream.avail_in = static_cast<uInt>(stored.size());
  std::uint8_t last = 0; // zlib wants an address even where no byte fits
  stream.next_out = bytes.empty() ? &last : bytes.data();
  stream.avail_out = static_cast<uInt>(bytes.size());
  int code = Z_OK;
  while ((code = inflate(&stream, Z_FINISH)) == Z_STREAM_END && stream.avail_in > 0)
  {
    inflateReset(&stream);
  }
  if (code != Z_STREAM_END)
  {
    const bool full = stream.avail_out == 0;
    Damaged(name,
            "deflate",
            stream.msg ? stream.msg
            : full     ? "they give more than " + std::to_string(bytes.size()) + " bytes"
                       : "they end too early");
  }
  bytes.resize(bytes.size() - stream.avail_out);
  return bytes;
}

ZarrBuffer
Unzstd(const ZarrBuffer & stored, std::uint64_t limit, const std::string & name)
{
  const unsigned long long declared = ZSTD_getFrameContentSize(stored.data(), stored.size());
  if (declared == ZSTD_CONTENTSIZE_ERROR)
  {
    Damaged(name, "zstd", "they do not begin with a frame");
  }
  const bool known = declared != ZSTD_CONTENTSIZE_UNKNOWN;
  if (known && declared > Most(stored.size(), kZstdRatio, limit))
  {
    TooMuch(name, "zstd", declared, Most(stored.size(), kZstdRatio, limit));
  }
  ZarrBuffer        bytes(known ? declared : Most(stored.size(), kZstdRatio, limit));
  const std::size_t count = ZSTD_decompress(bytes.data(), bytes.size(), stored.data(), stored.size());
  if (ZSTD_isError(count))
  {
    Damaged(name, "zstd", ZSTD_getErrorName(count));
  }
  bytes.resize(count);
  return bytes;
}

ZarrBuffer
Unblosc(const ZarrBuffer & stored, std::uint64_t limit, const std::string & name)
{
  std::size_t declared = 0;
  if (blosc_cbuffer_validate(stored.data(), stored.size(), &declared) != 0)
  {
    Damaged(name, "blosc", "the header does not fit " + std::to_string(stored.size()) + " bytes");
  }
  if (declared > Most(stored.size(), kZstdRatio, limit))
  {
    TooMuch(name, "blosc", declared, Most(stored.size(), kZstdRatio, limit));
  }
  ZarrBuffer bytes(declared);
  const int  count = blosc_decompress_ctx(stored.data(), bytes.data(), bytes.size(), 1);
  if (count < 0 || static_cast<std::size_t>(count) != declared)
  {
    Damaged(name, "blosc", "decompressing gives " + std::to_string(count));
  }
  return bytes;
}

ZarrBuffer
CheckSum(const ZarrBuffer & stored, const std::string & name)
{
  if (stored.size() < kChecksumBytes)
  {
    Damaged(name, "crc32c", "they are shorter than a checksum");
  }
  ZarrBuffer    bytes(stored.begin(), stored.end() - kChecksumBytes);
  std::uint32_t expected = 0;
  std::memcpy(&expected, stored.data() + bytes.size(), kChecksumBytes);
  if (Crc32c(bytes.data(), bytes.size()) != expected)
  {
    Damaged(name, "crc32c", "the checksum differs");
  }
  return bytes;
}

ZarrBuffer
Deflate(const ZarrBuffer & bytes, bool gzip)
{
  constexpr int kWindow = 15;
  constexpr int kGzipFrame = 16;
  constexpr int kUnknownSystem = 255;
  constexpr int kMemoryLevel = 8;
  z_stream      stream{};
  if (deflateInit2(
        &stream, kZarrGzipLevel, Z_DEFLATED, kWindow + (gzip ? kGzipFrame : 0), kMemoryLevel, Z_DEFAULT_STRATEGY) !=
      Z_OK)
  {
    throw Error("zlib cannot start");
  }
  gz_header header{};
  header.os = kUnknownSystem;
  if (gzip)
  {
    deflateSetHeader(&stream, &header);
  }
  ZarrBuffer packed(deflateBound(&stream, static_cast<uLong>(bytes.size())));
  stream.next_in = const_cast<Bytef *>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = packed.data();
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

ZarrBuffer
Zstd(const ZarrBuffer & bytes)
{
  ZarrBuffer        packed(ZSTD_compressBound(bytes.size()));
  const std::size_t count = ZSTD_compress(packed.data(), packed.size(), bytes.data(), bytes.size(), kZarrZstdLevel);
  if (ZSTD_isError(count))
  {
    throw Error(std::string("a chunk cannot be compressed: ") + ZSTD_getErrorName(count));
  }
  packed.resize(count);
  return packed;
}

ZarrBuffer
Blosc(const ZarrBuffer & bytes, unsigned itemBytes)
{
  ZarrBuffer packed(bytes.size() + BLOSC_MAX_OVERHEAD);
  const int  count = blosc_compress_ctx(kZarrBloscLevel,
                                       BLOSC_BITSHUFFLE,
                                       itemBytes,
                                       bytes.size(),
                                       bytes.data(),
                                       packed.data(),
                                       packed.size(),
                                       BLOSC_ZSTD_COMPNAME,
                                       0,
                                       1);
  if (count <= 0)
  {
    throw Error("a chunk cannot be compressed: blosc gives " + std::to_string(count));
  }
  packed.resize(static_cast<std::size_t>(count));
  return packed;
}
} // namespace

ZarrBuffer
DecodeZarr(ZarrCodec codec, const ZarrBuffer & stored, std::uint64_t limit, const std::string & name)
{
  switch (codec)
  {
    case ZarrCodec::Zlib:
    case ZarrCodec::Gzip:
      return Inflate(stored, limit, name);
    case ZarrCodec::Zstd:
      return Unzstd(stored, limit, name);
    case ZarrCodec::Blosc:
      return Unblosc(stored, limit, name);
    default:
      return CheckSum(stored, name);
  }
}

ZarrBuffer
EncodeZarr(ZarrCodec codec, const ZarrBuffer & bytes, unsigned itemBytes)
{
  switch (codec)
  {
    case ZarrCodec::Zlib:
    case ZarrCodec::Gzip:
      return Deflate(bytes, codec == ZarrCodec::Gzip);
    case ZarrCodec::Zstd:
      return Zstd(bytes);
    case ZarrCodec::Blosc:
      return Blosc(bytes, itemBytes);
    default:
    {
      ZarrBuffer          checked = bytes;
      const std::uint32_t sum = Crc32c(bytes.data(), bytes.size());
      checked.resize(bytes.size() + kChecksumBytes);
      std::memcpy(checked.data() + bytes.size(), &sum, kChecksumBytes);
      return checked;
    }
  }
}

std::uint32_t
Crc32c(const std::uint8_t * bytes, std::size_t count)
{
  constexpr std::uint32_t                     kPolynomial = 0x82F63B78; // bits in reverse
  static const std::array<std::uint32_t, 256> table = [] {
    std::array<std::uint32_t, 256> sums{};
    for (std::uint32_t byte = 0; byte < sums.size(); ++byte)
    {
      std::uint32_t sum = byte;
      for (int bit = 0; bit < 8; ++bit)
      {
        sum = (sum >> 1) ^ ((sum & 1) != 0 ? kPolynomial : 0);
      }
      sums[byte] = sum;
    }
    return sums;
  }();
  std::uint32_t sum = ~std::uint32_t(0);
  for (std::size_t i = 0; i < count; ++i)
  {
    sum = (sum >> 8) ^ table[(sum ^ bytes[i]) & 0xFF];
  }
  return ~sum;
}
} // namespace pheno
