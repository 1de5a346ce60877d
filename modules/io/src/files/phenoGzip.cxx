#include "phenoGzip.h"

#include "phenoError.h"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <memory>

namespace pheno
{
std::string
ReadGzip(const fs::path & path)
{
  struct Close
  {
    void
    operator()(gzFile_s * file) const
    {
      gzclose(file);
    }
  };
  const std::unique_ptr<gzFile_s, Close> file(gzopen(path.c_str(), "rb"));
  if (!file)
  {
    throw Error(path.string() + ": cannot be read");
  }
  std::string           text;
  constexpr std::size_t kPiece = 1 << 20;
  constexpr std::size_t kSmall = 64 << 20;
  constexpr std::size_t kMostGain = 500; // tables gain 2 to 50, zeros 1,030
  const std::uintmax_t  stored = fs::file_size(path);
  while (true)
  {
    const std::size_t filled = text.size();
    text.resize(filled + kPiece);
    const int count = gzread(file.get(), text.data() + filled, kPiece);
    text.resize(filled + static_cast<std::size_t>(std::max(count, 0)));
    int          code = Z_OK;
    const char * message = gzerror(file.get(), &code);
    if (count < 0 || code == Z_BUF_ERROR)
    {
      throw Error(path.string() + ": cannot be decompressed: " + (code == Z_BUF_ERROR ? "it is truncated" : message));
    }
    if (text.size() > kSmall && text.size() / kMostGain > stored)
    {
      throw BadData(path.string() + ": decompresses to more than " + std::to_string(kMostGain) +
                    " times its size, not read");
    }
    if (count == 0)
    {
      return text;
    }
  }
}

std::string
Gzip(std::string_view text)
{
  constexpr int kGzipWindow = 15 + 16; // the largest window, with gzip's frame
  constexpr int kUnknownSystem = 255;
  constexpr int kMemoryLevel = 8;
  z_stream      stream{};
  if (text.size() > std::numeric_limits<uInt>::max() ||
      deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK)
  {
    throw Error("a text of " + std::to_string(text.size()) + " bytes cannot be compressed");
  }
  gz_header header{};
  header.os = kUnknownSystem;
  deflateSetHeader(&stream, &header);
  std::string bytes(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef *>(bytes.data());
  stream.avail_out = static_cast<uInt>(bytes.size());
  const int code = deflate(&stream, Z_FINISH);
  bytes.resize(stream.total_out);
  deflateEnd(&stream);
  if (code != Z_STREAM_END)
  {
    throw Error("a text of " + std::to_string(text.size()) + " bytes cannot be compressed");
  }
  return bytes;
}
} // namespace pheno
