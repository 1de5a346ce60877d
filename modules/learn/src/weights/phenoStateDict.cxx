#include "phenoStateDict.h"
#include "phenoFiles.h"
#include "phenoLearnError.h"
#include "phenoPickle.h"
#include "phenoTensorFile.h"

#include <c10/util/Exception.h>
#include <caffe2/serialize/inline_container.h>

#include <cstring>
#include <fstream>
#include <map>

namespace pheno
{
namespace
{
using learn::PickleValue;
using Kind = PickleValue::Kind;

torch::ScalarType
TypeOfStorage(const std::string & name)
{
  static const std::map<std::string, torch::ScalarType> types = {
    { "torch FloatStorage", torch::kFloat32 }, { "torch DoubleStorage", torch::kFloat64 },
    { "torch HalfStorage", torch::kFloat16 },  { "torch BFloat16Storage", torch::kBFloat16 },
    { "torch LongStorage", torch::kInt64 },    { "torch IntStorage", torch::kInt32 },
    { "torch ShortStorage", torch::kInt16 },   { "torch CharStorage", torch::kInt8 },
    { "torch ByteStorage", torch::kUInt8 },    { "torch BoolStorage", torch::kBool }
  };
  const auto found = types.find(name);
  if (found == types.end())
  {
    throw LearnError("tensors of '" + name + "' cannot be read");
  }
  return found->second;
}

/** The zip archive of torch.save. */
class Archive
{
public:
  explicit Archive(const std::string & path)
    : m_Reader(path)
  {}

  learn::PicklePointer
  Root()
  {
    if (m_Reader.hasRecord("byteorder") && this->Bytes("byteorder") != "little")
    {
      throw LearnError("its numbers are big-endian");
    }
    if (m_Reader.hasRecord("constants.pkl"))
    {
      throw LearnError("expected a state dict, got a TorchScript module");
    }
    return learn::ReadPickle(this->Bytes("data.pkl"), [this](const PickleValue & id) { return this->Storage(id); });
  }

private:
  std::string
  Bytes(const std::string & record)
  {
    const auto [data, size] = m_Reader.getRecord(record);
    return std::string(static_cast<const char *>(data.get()), size);
  }

  torch::Tensor
  Storage(const PickleValue & id)
  {
    if (id.items.size() != 5 || id.items[0]->text != "storage")
    {
      throw LearnError("pickle: expected a storage");
    }
    const std::string & key = id.items[2]->text;
    torch::Tensor &     storage = m_Storages[key];
    if (!storage.defined())
    {
      const torch::ScalarType type = TypeOfStorage(id.items[1]->text);
      const auto [data, size] = m_Reader.getRecord("data/" + key);
      storage = torch::empty({ static_cast<std::int64_t>(size / c10::elementSize(type)) }, type);
      std::memcpy(storage.data_ptr(), data.get(), storage.nbytes());
    }
    return storage;
  }

  caffe2::serialize::PyTorchStreamReader m_Reader;
  std::map<std::string, torch::Tensor>   m_Storages;
};

std::vector<NamedTensor>
TensorsOf(const PickleValue & value)
{
  std::vector<NamedTensor> tensors;
  for (std::size_t i = 0; value.kind == Kind::Dictionary && i + 1 < value.items.size(); i += 2)
  {
    if (value.items[i]->kind == Kind::Text && value.items[i + 1]->kind == Kind::Tensor)
    {
      tensors.push_back({ value.items[i]->text, value.items[i + 1]->tensor });
    }
  }
  return tensors;
}

std::vector<NamedTensor>
Choose(const PickleValue & root, const std::string & part)
{
  std::vector<NamedTensor> chosen = TensorsOf(root);
  if (part.empty() && !chosen.empty())
  {
    return chosen;
  }
  std::string names;
  std::size_t parts = 0;
  for (std::size_t i = 0; root.kind == Kind::Dictionary && i + 1 < root.items.size(); i += 2)
  {
    const std::string &      name = root.items[i]->text;
    std::vector<NamedTensor> tensors = TensorsOf(*root.items[i + 1]);
    if (tensors.empty())
    {
      continue;
    }
    if (name == part)
    {
      return tensors;
    }
    names += (names.empty() ? "'" : ", '") + name + "'";
    ++parts;
    chosen = std::move(tensors);
  }
  if (part.empty() && parts == 1)
  {
    return chosen;
  }
  throw LearnError("expected a dictionary of tensors" + (part.empty() ? "" : " '" + part + "'") + ", got " +
                   (names.empty() ? "none" : names));
}

bool
IsZip(const std::string & path)
{
  char          start[4] = {};
  std::ifstream file(path, std::ios::binary);
  return file.read(start, sizeof(start)) && std::memcmp(start, "PK\x03\x04", sizeof(start)) == 0;
}
} // namespace

std::vector<NamedTensor>
ReadStateDict(const std::string & path, const std::string & part)
{
  if (!IsZip(path))
  {
    return TensorFile::Read(path).tensors;
  }
  try
  {
    return Choose(*Archive(path).Root(), part);
  }
  catch (const LearnError & error)
  {
    throw LearnError(path + ": " + error.what());
  }
  catch (const c10::Error & error)
  {
    throw LearnError(path + ": not a whole torch.save archive: " + learn::FirstLine(error.what_without_backtrace()));
  }
}
} // namespace pheno
