#include "phenoNpy.h"

#include "phenoError.h"
#include "phenoFileBytes.h"
#include "phenoNpyHeader.h"

#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string_view>

namespace pheno
{
static_assert(std::endian::native == std::endian::little, "arrays are written as they lie in memory");

namespace
{
constexpr std::string_view kMagic = "\x93NUMPY";

struct TypeName
{
  NpyArray::Type   type;
  std::string_view text;
  std::size_t      bytes;
};
constexpr std::array<TypeName, 4> kTypes = { { { NpyArray::Type::UInt8, "|u1", 1 },
                                               { NpyArray::Type::UInt16, "<u2", 2 },
                                               { NpyArray::Type::Float32, "<f4", 4 },
                                               { NpyArray::Type::Float64, "<f8", 8 } } };

const TypeName &
Describe(NpyArray::Type type)
{
  return kTypes.at(static_cast<std::size_t>(type));
}

[[noreturn]] void
Refuse(const fs::path & path, const std::string & reason)
{
  throw Error(path.string() + ": " + reason);
}

/** What follows "'key':" in the header's Python dictionary. */
std::string_view
ValueOf(const fs::path & path, std::string_view header, std::string_view key)
{
  const std::string quoted = std::string("'").append(key).append("':");
  const std::size_t at = header.find(quoted);
  if (at == std::string_view::npos)
  {
    Refuse(path, "the array's header has no " + std::string(key));
  }
  std::string_view value = header.substr(at + quoted.size());
  value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
  return value;
}

NpyArray::Type
ParseType(const fs::path & path, std::string_view value)
{
  const std::string_view text = value.substr(0, value.find('\'', 1)).substr(std::min<std::size_t>(1, value.size()));
  for (const TypeName & known : kTypes)
  {
    if (text == known.text)
    {
      return known.type;
    }
  }
  Refuse(path, "the array's type is '" + std::string(text) + "', expected |u1, <u2, <f4 or <f8");
}

std::vector<std::size_t>
ParseShape(const fs::path & path, std::string_view value)
{
  if (value.empty() || value[0] != '(' || value.find(')') == std::string_view::npos)
  {
    Refuse(path, "the array's header has no readable shape");
  }
  std::vector<std::size_t> shape;
  std::string_view         text = value.substr(1, value.find(')') - 1);
  while (true)
  {
    text.remove_prefix(std::min(text.find_first_not_of(" ,"), text.size()));
    if (text.empty())
    {
      return shape;
    }
    std::size_t extent = 0;
    const auto  result = std::from_chars(text.data(), text.data() + text.size(), extent);
    if (result.ec != std::errc())
    {
      Refuse(path, "the array's header has no readable shape");
    }
    shape.push_back(extent);
    text.remove_prefix(result.ptr - text.data());
  }
}

/** Bytes of the data; refuses what no file can hold. */
std::size_t
DataBytes(const fs::path & path, const std::vector<std::size_t> & shape, std::size_t bytesPerElement)
{
  std::size_t bytes = bytesPerElement;
  for (const std::size_t extent : shape)
  {
    if (extent != 0 && bytes > std::numeric_limits<std::size_t>::max() / extent)
    {
      Refuse(path, "the array's shape is larger than any memory");
    }
    bytes *= extent;
  }
  return bytes;
}
} // namespace

std::size_t
NpyArray::BytesPerElement(Type type)
{
  return Describe(type).bytes;
}

std::size_t
NpyArray::Count() const
{
  std::size_t count = 1;
  for (const std::size_t extent : shape)
  {
    count *= extent;
  }
  return count;
}

std::vector<double>
NpyArray::Doubles() const
{
  const auto copy = [this](const auto * values) { return std::vector<double>(values, values + Count()); };
  switch (type)
  {
    case Type::UInt8:
      return copy(static_cast<const std::uint8_t *>(data));
    case Type::UInt16:
      return copy(static_cast<const std::uint16_t *>(data));
    case Type::Float32:
      return copy(static_cast<const float *>(data));
    case Type::Float64:
      return copy(static_cast<const double *>(data));
  }
  throw Error("unknown element type of an array");
}

NpyArray
ReadNpy(const fs::path & path)
{
  const MappedFile file = MapFile(path);
  const auto       byte = [&](std::size_t i) { return static_cast<unsigned char>(file.bytes[i]); };
  if (!file.bytes.starts_with(kMagic) || file.bytes.size() < 12)
  {
    Refuse(path, "is no .npy file (it does not begin with \\x93NUMPY)");
  }
  const bool        wide = byte(6) >= 2; // versions 2 and 3 have a four-byte length
  const std::size_t length = byte(8) + 256u * byte(9) + (wide ? 65536u * byte(10) + 16777216u * byte(11) : 0u);
  const std::size_t begin = wide ? 12 : 10;
  if (file.bytes.size() < begin + length)
  {
    Refuse(path, "is truncated in its header");
  }
  const std::string_view header = file.bytes.substr(begin, length);
  NpyArray               array;
  array.type = ParseType(path, ValueOf(path, header, "descr"));
  array.shape = ParseShape(path, ValueOf(path, header, "shape"));
  if (ValueOf(path, header, "fortran_order").starts_with("True") && array.shape.size() > 1)
  {
    Refuse(path, "is in Fortran order, expected C order (numpy.ascontiguousarray)");
  }
  const std::size_t expected = DataBytes(path, array.shape, Describe(array.type).bytes);
  const std::size_t found = file.bytes.size() - begin - length;
  if (found != expected)
  {
    Refuse(path, "holds " + std::to_string(found) + " bytes of data, expected " + std::to_string(expected));
  }
  if ((begin + length) % Describe(array.type).bytes != 0)
  {
    Refuse(path, "its data are not aligned");
  }
  array.data = file.bytes.data() + begin + length;
  array.owner = file.owner;
  return array;
}

std::string
NpyHeader(std::string_view type, const std::vector<std::size_t> & shape)
{
  std::string extents;
  for (const std::size_t extent : shape)
  {
    extents += (extents.empty() ? "" : ", ") + std::to_string(extent);
  }
  std::string header = "{'descr': '" + std::string(type) + "', 'fortran_order': False, 'shape': (" + extents +
                       (shape.size() == 1 ? ",), }" : "), }");
  header.append(63 - (10 + header.size()) % 64, ' ');
  header += '\n';
  std::string head(kMagic);
  head += { '\1', '\0', static_cast<char>(header.size() % 256), static_cast<char>(header.size() / 256) };
  return head + header;
}

void
WriteNpy(const fs::path & path, NpyArray::Type type, const std::vector<std::size_t> & shape, const void * data)
{
  const std::size_t bytes = DataBytes(path, shape, Describe(type).bytes);
  WriteFileBytes(path, NpyHeader(Describe(type).text, shape), { static_cast<const char *>(data), bytes });
}
} // namespace pheno
