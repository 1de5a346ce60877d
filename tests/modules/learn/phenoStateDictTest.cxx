#include "phenoFiles.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoPickle.h"
#include "phenoStateDict.h"
#include "phenoTensorFile.h"

#include "phenoTest.h"

using namespace pheno;
using namespace std::string_view_literals;

namespace
{
// Written by Python: state_dict.pt by PyTorch 1.13, torch.save(Sequential(Conv2d(3, 2, 1, bias=False),
// BatchNorm2d(2)).state_dict()) with convolution weights 0 to 5 and norm weights 2; checkpoint.pt by PyTorch 2.13, a
// dictionary with numbers, that state as "student" and tensors of several kinds as "teacher".
const std::string kStateDict = PHENO_LEARN_TEST_DATA "/state_dict.pt";
const std::string kCheckpoint = PHENO_LEARN_TEST_DATA "/checkpoint.pt";

torch::Tensor
Named(const std::vector<NamedTensor> & state, const std::string & name)
{
  for (const NamedTensor & entry : state)
  {
    if (entry.name == name)
    {
      return entry.tensor;
    }
  }
  throw std::logic_error("no tensor " + name);
}

torch::Tensor
FirstSix()
{
  return torch::arange(6, torch::kFloat32);
}

/** Writes bytes to a file that a case may spoil. */
std::string
Write(const test::TemporaryFolder & folder, const std::string & bytes)
{
  const std::string path = (folder / "spoiled.pt").string();
  learn::WriteFileAtomically(path, { bytes });
  return path;
}
} // namespace

TEST_CASE("A state dict of Python's torch.save")
{
  const std::vector<NamedTensor> state = ReadStateDict(kStateDict);
  CHECK(state.size() == 6);
  CHECK(torch::equal(Named(state, "0.weight"), FirstSix().reshape({ 2, 3, 1, 1 })));
  CHECK(torch::equal(Named(state, "1.weight"), torch::full({ 2 }, 2.0F)));
  CHECK(torch::equal(Named(state, "1.running_var"), torch::ones({ 2 })));
  CHECK(Named(state, "1.num_batches_tracked").item<std::int64_t>() == 0);
}

TEST_CASE("A checkpoint's parts are asked for by name; types, views, parameters and empty tensors come back")
{
  CHECK_THROWS_WITH_AS(ReadStateDict(kCheckpoint),
                       doctest::Contains("expected a dictionary of tensors, got 'student', 'teacher'"),
                       LearnError);
  CHECK_THROWS_WITH_AS(ReadStateDict(kCheckpoint, "model"), doctest::Contains("'model', got 'student'"), LearnError);
  CHECK(torch::equal(Named(ReadStateDict(kCheckpoint, "student"), "0.weight"), FirstSix().reshape({ 2, 3, 1, 1 })));
  const std::vector<NamedTensor> state = ReadStateDict(kCheckpoint, "teacher");
  CHECK(state.size() == 8);
  CHECK(torch::equal(Named(state, "parameter"), torch::ones({ 2 })));
  CHECK(torch::equal(Named(state, "half"), torch::full({ 2 }, 1.5F).to(torch::kFloat16)));
  CHECK(torch::equal(Named(state, "bfloat16"), torch::full({ 2 }, -2.0F).to(torch::kBFloat16)));
  CHECK(Named(state, "double").item<double>() == 1.0 / 3.0);
  CHECK(torch::equal(Named(state, "transposed"), FirstSix().reshape({ 2, 3 }).t()));
  CHECK(torch::equal(Named(state, "tail"), FirstSix().slice(0, 4)));
  CHECK(Named(state, "scalar").item<std::int64_t>() == 7);
  CHECK(Named(state, "empty").sizes().vec() == std::vector<std::int64_t>{ 0, 3 });
}

TEST_CASE("A safetensors file is told by its content; half precision types come back")
{
  const test::TemporaryFolder folder;
  const std::string           path = (folder / "weights.pt").string();
  TensorFile                  file;
  file.tensors = { { "half", FirstSix().to(torch::kFloat16) }, { "bfloat16", FirstSix().to(torch::kBFloat16) } };
  file.Write(path);
  for (const NamedTensor & entry : file.tensors)
  {
    const torch::Tensor back = Named(ReadStateDict(path), entry.name);
    CHECK((back.scalar_type() == entry.tensor.scalar_type()));
    CHECK(torch::equal(back, entry.tensor));
  }
}

TEST_CASE("Empty tensors of foreign safetensors files may lie anywhere")
{
  const test::TemporaryFolder folder;
  const std::string           header = R"({"a":{"dtype":"F32","shape":[0],"data_offsets":[4,4]},)"
                                       R"("b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
  const std::uint64_t         size = header.size();
  const std::string           start(reinterpret_cast<const char *>(&size), 8);
  const auto                  state = ReadStateDict(Write(folder, start + header + std::string(4, '\0')));
  CHECK(Named(state, "a").numel() == 0);
  CHECK(Named(state, "b").item<float>() == 0);
}

TEST_CASE("Damaged and foreign files are refused with their path")
{
  const test::TemporaryFolder folder;
  const std::string           whole = learn::ReadWholeFile(kStateDict);
  for (const std::size_t kept :
       { std::size_t{ 0 }, std::size_t{ 4 }, std::size_t{ 300 }, whole.size() / 2, whole.size() - 30 })
  {
    const std::string path = Write(folder, whole.substr(0, kept));
    CHECK_THROWS_WITH_AS(ReadStateDict(path), doctest::Contains("spoiled.pt"), LearnError);
  }
  CHECK_THROWS_WITH_AS(
    ReadStateDict(Write(folder, "a text, certainly no weights")), doctest::Contains("spoiled.pt"), LearnError);
  CHECK_THROWS_WITH_AS(ReadStateDict("/nonexistent/x.pt"), doctest::Contains("/nonexistent/x.pt"), LearnError);
}

TEST_CASE("Pickles that do not fit are refused, whatever their bytes")
{
  const auto read = [](std::string_view bytes) {
    return learn::ReadPickle(bytes, [](const learn::PickleValue &) { return torch::ones({ 4 }); });
  };
  CHECK(read(std::string_view("\x80\x02K\x05.", 5))->integer == 5);
  CHECK(read(std::string_view("\x8a\x02\xff\xff.", 5))->integer == -1);
  CHECK_THROWS_WITH_AS(read(std::string_view("\x80\x04.", 3)), doctest::Contains("expected protocol 2"), LearnError);
  CHECK_THROWS_WITH_AS(read("K"), doctest::Contains("ends early"), LearnError);
  CHECK_THROWS_WITH_AS(read("."), doctest::Contains("stack is empty"), LearnError);
  CHECK_THROWS_WITH_AS(read("t."), doctest::Contains("stack is empty"), LearnError);
  CHECK_THROWS_WITH_AS(read(std::string_view("h\x07.", 3)), doctest::Contains("not there"), LearnError);
  CHECK_THROWS_WITH_AS(read("P1\n."), doctest::Contains("not one of torch.save's"), LearnError);
  // A tensor of 3 x 2 with strides 2, 1 from a storage of four.
  CHECK_THROWS_WITH_AS(read("ctorch._utils\n_rebuild_tensor_v2\n(NQK\x00K\x03K\x02\x86K\x02K\x01\x86tR."sv),
                       doctest::Contains("larger than its storage"),
                       LearnError);
  // Something that Python would run gives a value that is nothing.
  CHECK((read("cos\nsystem\n(X\x02\x00\x00\x00"
              "lstR."sv)
           ->kind == learn::PickleValue::Kind::Other));
}

TEST_CASE("No cut and no changed byte of a state dict's archive is more than an error")
{
  const test::TemporaryFolder folder;
  const std::string           whole = learn::ReadWholeFile(kStateDict);
  Draws                       draws({ 3 });
  int                         refused = 0;
  for (int i = 0; i < 200; ++i)
  {
    std::string spoiled = whole;
    spoiled[draws.Below(spoiled.size())] = static_cast<char>(draws.Below(256));
    try
    {
      ReadStateDict(Write(folder, spoiled));
    }
    catch (const LearnError &)
    {
      ++refused;
    }
  }
  CHECK(refused > 0);
}
