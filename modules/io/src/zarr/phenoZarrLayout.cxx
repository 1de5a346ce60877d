#include "phenoZarrLayout.h"

#include "phenoError.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <limits>

namespace pheno
{
namespace
{
constexpr std::uint64_t kTooMany = std::uint64_t(1) << 63;

/** "0x7fc00000": the bits of a float. */
double
FloatOfBits(const JsonField & at, const std::string & text, ZarrType type)
{
  std::uint64_t bits = 0;
  const char *  end = text.data() + text.size();
  const auto    result = std::from_chars(text.data() + 2, end, bits, 16);
  if (result.ec != std::errc() || result.ptr != end ||
      (type.bytes == 4 && bits > std::numeric_limits<std::uint32_t>::max()))
  {
    at.Refuse("the bits of a " + type.Name());
  }
  return type.bytes == 4 ? std::bit_cast<float>(static_cast<std::uint32_t>(bits)) : std::bit_cast<double>(bits);
}
} // namespace

std::string
ZarrType::Name() const
{
  const char * const names[] = { "bool", "uint", "int", "float" };
  return names[static_cast<int>(kind)] + (kind == Kind::Bool ? "" : std::to_string(8 * bytes));
}

std::uint64_t
ZarrCount(const ZarrSizes & sizes)
{
  std::uint64_t count = 1;
  for (const std::uint64_t size : sizes)
  {
    if (size != 0 && count > kTooMany / size)
    {
      count = kTooMany; // a later 0 still gives none
      continue;
    }
    count *= size;
  }
  return count;
}

void
CheckZarrShape(const JsonField & at, const ZarrSizes & shape, const ZarrSizes & chunks)
{
  if (shape.size() > kMostZarrAxes)
  {
    at.Refuse("at most " + std::to_string(kMostZarrAxes) + " axes");
  }
  if (chunks.size() != shape.size())
  {
    at.Refuse("chunks of as many axes as the shape, " + std::to_string(shape.size()));
  }
  if (std::any_of(shape.begin(), shape.end(), [](std::uint64_t size) { return size >= kTooMany; }))
  {
    at.Refuse("sizes below 2^63");
  }
}

void
CheckZarrChunk(const JsonField & at, const ZarrSizes & chunk, ZarrType type)
{
  if (ZarrCount(chunk) == 0)
  {
    at.Refuse("chunks of at least one item");
  }
  if (ZarrCount(chunk) > kMostZarrChunkBytes / type.bytes)
  {
    at.Refuse("chunks of at most " + std::to_string(kMostZarrChunkBytes) + " bytes");
  }
}

double
ReadZarrFill(const JsonField & at, ZarrType type)
{
  if (at.IsNull())
  {
    return 0;
  }
  if (at.Get().is_boolean())
  {
    return at.Get().get<bool>() ? 1 : 0;
  }
  if (!at.Get().is_string())
  {
    return at.Number();
  }
  const std::string text = at.Text();
  if (type.kind == ZarrType::Kind::Float)
  {
    if (text == "NaN")
    {
      return std::numeric_limits<double>::quiet_NaN();
    }
    if (text == "Infinity" || text == "-Infinity")
    {
      return (text.front() == '-' ? -1 : 1) * std::numeric_limits<double>::infinity();
    }
    if (text.starts_with("0x"))
    {
      return FloatOfBits(at, text, type);
    }
  }
  at.Refuse("a fill value of type " + type.Name());
}

fs::path
ZarrLayout::ChunkFile(const ZarrSizes & chunk) const
{
  std::string key = keyPrefix;
  for (const std::uint64_t position : chunk)
  {
    if (!key.empty())
    {
      key += separator;
    }
    key += std::to_string(position);
  }
  return folder / (key.empty() ? "0" : key);
}
} // namespace pheno
