#include "phenoTensorFile.h"
#include "phenoFiles.h"
#include "phenoLearnError.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <cstring>

namespace pheno
{
static_assert(std::endian::native == std::endian::little, "tensor files are written in memory order");

namespace
{
using Json = nlohmann::json;

struct StoredType
{
  torch::ScalarType type;
  const char *      name;
};
constexpr StoredType kStoredTypes[] = { { torch::kFloat32, "F32" },
                                        { torch::kFloat64, "F64" },
                                        { torch::kFloat16, "F16" },
                                        { torch::kBFloat16, "BF16" },
                                        { torch::kInt64, "I64" } };

std::string
NameOfType(const NamedTensor & entry)
{
  for (const StoredType & stored : kStoredTypes)
  {
    if (stored.type == entry.tensor.scalar_type())
    {
      return stored.name;
    }
  }
  throw LearnError("tensor '" + entry.name + "' has a type that tensor files do not store");
}

torch::ScalarType
TypeOfName(const std::string & name, const std::string & path)
{
  for (const StoredType & stored : kStoredTypes)
  {
    if (stored.name == name)
    {
      return stored.type;
    }
  }
  throw LearnError(path + ": expected tensors of type F32, F64, F16, BF16 or I64, got " + name);
}

/** One tensor out of the body of a file. */
torch::Tensor
ReadTensor(const Json & entry, std::string_view body, std::size_t & expectedBegin, const std::string & path)
{
  const auto    shape = entry.at("shape").get<std::vector<std::int64_t>>();
  const auto    offsets = entry.at("data_offsets").get<std::vector<std::size_t>>();
  const auto    type = TypeOfName(entry.at("dtype").get<std::string>(), path);
  std::uint64_t bytes = c10::elementSize(type);
  for (const std::int64_t size : shape)
  {
    if (size < 0 || (size > 0 && bytes > body.size() / static_cast<std::uint64_t>(size)))
    {
      throw LearnError(path + ": a tensor is larger than the file");
    }
    bytes *= static_cast<std::uint64_t>(size);
  }
  if (offsets.size() != 2 || offsets[0] != expectedBegin || offsets[1] < offsets[0] ||
      offsets[1] - offsets[0] != bytes || offsets[1] > body.size())
  {
    throw LearnError(path + ": offsets " + entry.at("data_offsets").dump() + " do not fit shape " +
                     entry.at("shape").dump() + " or the file");
  }
  expectedBegin = offsets[1];
  torch::Tensor tensor = torch::empty(shape, type);
  if (bytes > 0)
  {
    std::memcpy(tensor.data_ptr(), body.data() + offsets[0], bytes);
  }
  return tensor;
}

TensorFile
Parse(std::string_view bytes, const std::string & path)
{
  std::uint64_t headerSize = 0;
  if (bytes.size() < 8 || (std::memcpy(&headerSize, bytes.data(), 8), headerSize > bytes.size() - 8))
  {
    throw LearnError(path + ": not a whole safetensors file, it has " + std::to_string(bytes.size()) + " bytes");
  }
  const Json             header = Json::parse(bytes.substr(8, headerSize));
  const std::string_view body = bytes.substr(8 + headerSize);
  // Tensors lie in the order of their offsets; reading in that order proves that nothing overlaps or is left out.
  std::vector<std::pair<std::vector<std::size_t>, std::string>> order;
  TensorFile                                                    file;
  for (const auto & [name, entry] : header.items())
  {
    if (name == "__metadata__")
    {
      file.texts = entry.get<std::map<std::string, std::string>>();
    }
    else
    {
      order.emplace_back(entry.at("data_offsets").get<std::vector<std::size_t>>(), name);
    }
  }
  std::sort(order.begin(), order.end());
  std::size_t end = 0;
  for (const auto & [offsets, name] : order)
  {
    file.tensors.push_back({ name, ReadTensor(header.at(name), body, end, path) });
  }
  if (end != body.size())
  {
    throw LearnError(path + ": " + std::to_string(body.size()) + " bytes of tensors, the header names " +
                     std::to_string(end));
  }
  std::sort(file.tensors.begin(), file.tensors.end(), [](const auto & a, const auto & b) { return a.name < b.name; });
  return file;
}
} // namespace

const torch::Tensor &
TensorFile::At(const std::string & name) const
{
  for (const NamedTensor & entry : tensors)
  {
    if (entry.name == name)
    {
      return entry.tensor;
    }
  }
  throw LearnError("tensor file: no tensor '" + name + "'");
}

void
TensorFile::Write(const std::string & path) const
{
  std::map<std::string, torch::Tensor> sorted;
  Json                                 header = Json::object();
  if (!texts.empty())
  {
    header["__metadata__"] = texts;
  }
  for (const NamedTensor & entry : tensors)
  {
    if (!sorted.emplace(entry.name, entry.tensor.detach().cpu().contiguous()).second)
    {
      throw LearnError("tensor file: the name '" + entry.name + "' is used twice");
    }
  }
  std::size_t                   end = 0;
  std::vector<std::string_view> pieces(2);
  for (const auto & [name, tensor] : sorted)
  {
    const std::size_t begin = end;
    end += tensor.nbytes();
    header[name] = { { "dtype", NameOfType({ name, tensor }) },
                     { "shape", std::vector<std::int64_t>(tensor.sizes().begin(), tensor.sizes().end()) },
                     { "data_offsets", { begin, end } } };
    pieces.emplace_back(static_cast<const char *>(tensor.data_ptr()), tensor.nbytes());
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');
  const std::uint64_t headerSize = text.size();
  pieces[0] = { reinterpret_cast<const char *>(&headerSize), sizeof(headerSize) };
  pieces[1] = text;
  learn::WriteFileAtomically(path, pieces);
}

TensorFile
TensorFile::Read(const std::string & path)
{
  const std::string bytes = learn::ReadWholeFile(path);
  try
  {
    return Parse(bytes, path);
  }
  catch (const Json::exception & error)
  {
    throw LearnError(path + ": not a safetensors file: " + error.what());
  }
}
} // namespace pheno
