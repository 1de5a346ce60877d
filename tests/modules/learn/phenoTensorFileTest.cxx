#include "phenoFiles.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoTensorFile.h"

#include "phenoTest.h"

#include <cstring>
#include <fstream>

using namespace pheno;

namespace
{
void
WriteText(const std::string & path, const std::string & header, const std::string & body)
{
  const std::uint64_t size = header.size();
  std::ofstream       file(path, std::ios::binary);
  file.write(reinterpret_cast<const char *>(&size), 8);
  file << header << body;
}
} // namespace

TEST_CASE("Tensors and texts come back as they were, whatever their layout")
{
  const test::TemporaryFolder folder;
  const std::string           path = (folder / "a.safetensors").string();
  TensorFile                  file;
  file.tensors = { { "z", test::Normal({ 2, 3, 4, 5 }, 1).contiguous(at::MemoryFormat::ChannelsLast) },
                   { "a", torch::arange(3, torch::kFloat32) },
                   { "scalar", torch::tensor(std::int64_t{ 1 } << 40) },
                   { "empty", torch::zeros({ 0, 4 }) } };
  file.texts = { { "k", "v \"quoted\" \xc3\xa9" } };
  file.Write(path);
  const TensorFile back = TensorFile::Read(path);
  REQUIRE(back.tensors.size() == 4);
  CHECK((back.texts == file.texts));
  for (const NamedTensor & entry : file.tensors)
  {
    CHECK(torch::equal(back.At(entry.name), entry.tensor));
    CHECK((back.At(entry.name).scalar_type() == entry.tensor.scalar_type()));
  }
  const std::string bytes = learn::ReadWholeFile(path);
  std::swap(file.tensors[0], file.tensors[1]);
  file.Write(path);
  CHECK(learn::ReadWholeFile(path) == bytes); // order of the list does not matter
  CHECK_FALSE(learn::FileExists(path + ".part"));
}

TEST_CASE("The layout is the published one")
{
  const test::TemporaryFolder folder;
  const std::string           path = (folder / "a.safetensors").string();
  TensorFile                  file;
  file.tensors = { { "t", torch::ones({ 2 }) } };
  file.Write(path);
  const std::string bytes = learn::ReadWholeFile(path);
  std::uint64_t     size = 0;
  std::memcpy(&size, bytes.data(), 8);
  CHECK(size % 8 == 0);
  const auto header = nlohmann::json::parse(bytes.substr(8, size));
  CHECK(header.dump() == R"({"t":{"data_offsets":[0,8],"dtype":"F32","shape":[2]}})");
  CHECK(bytes.size() == 8 + size + 8);
}

TEST_CASE("Damaged files are refused with their path")
{
  const test::TemporaryFolder folder;
  const std::string           path = (folder / "bad.safetensors").string();
  const auto                  refused = [&] {
    CHECK_THROWS_WITH_AS(TensorFile::Read(path), doctest::Contains("bad.safetensors"), LearnError);
  };
  refused(); // absent
  std::ofstream(path) << "abc";
  refused();
  WriteText(path, "{not json", "");
  refused();
  WriteText(path, R"({"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", "1234"); // body too short
  refused();
  WriteText(path, R"({"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", "12345678"); // bytes nobody owns
  refused();
  WriteText(path, R"({"t":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}})", ""); // overflow
  refused();
  WriteText(path, R"({"t":{"dtype":"F99","shape":[1],"data_offsets":[0,4]}})", "1234");
  refused();
  WriteText(path, R"({"t":{"dtype":"F32","shape":[-1],"data_offsets":[0,0]}})", "");
  refused();
  WriteText(
    path,
    R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
    "1234");
  refused();
}

TEST_CASE("A name used twice, an unknown name and an unwritable path are refused")
{
  TensorFile file;
  file.tensors = { { "t", torch::ones({ 2 }) }, { "t", torch::ones({ 2 }) } };
  CHECK_THROWS_AS(file.Write("/tmp/never"), LearnError);
  CHECK_THROWS_AS(file.At("u"), LearnError);
  file.tensors.pop_back();
  CHECK_THROWS_WITH_AS(file.Write("/nonexistent/x"), doctest::Contains("/nonexistent/x"), LearnError);
}
