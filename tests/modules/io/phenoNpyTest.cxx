#include "phenoNpy.h"

#include "phenoTestFiles.h"

#include <cstdint>
#include <cstring>

using namespace pheno;

namespace
{
/** A header as numpy's format description gives it: magic, version 1.0, length, dictionary, padded to 64 bytes. */
std::string
Header(std::string dictionary)
{
  dictionary.append(63 - (10 + dictionary.size()) % 64, ' ');
  dictionary += '\n';
  std::string head = "\x93NUMPY";
  head += '\1';
  head += '\0';
  head += static_cast<char>(dictionary.size() % 256);
  head += static_cast<char>(dictionary.size() / 256);
  return head + dictionary;
}
} // namespace

TEST_CASE("the bytes of a file are those that numpy.save writes")
{
  const test::TemporaryFolder folder;
  const std::vector<float>    values{ 1, 2, 3, 4, 5, 6 };
  WriteNpy(folder / "a.npy", NpyArray::Type::Float32, { 2, 3 }, values.data());
  std::string expected = Header("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }");
  CHECK(expected.size() == 128);
  expected.append(reinterpret_cast<const char *>(values.data()), 24);
  CHECK(test::Read(folder / "a.npy") == expected);
}

TEST_CASE("all types and shapes come back")
{
  const test::TemporaryFolder      folder;
  const std::vector<std::uint16_t> values{ 1, 65535, 3 };
  WriteNpy(folder / "a.npy", NpyArray::Type::UInt16, { 3 }, values.data());
  const NpyArray array = ReadNpy(folder / "a.npy");
  CHECK(array.type == NpyArray::Type::UInt16);
  CHECK(array.shape == std::vector<std::size_t>{ 3 });
  CHECK(std::memcmp(array.data, values.data(), 6) == 0);
  CHECK(array.Doubles() == std::vector<double>{ 1, 65535, 3 });

  WriteNpy(folder / "zero.npy", NpyArray::Type::Float64, { 0, 5 }, nullptr);
  const NpyArray zero = ReadNpy(folder / "zero.npy");
  CHECK(zero.shape == std::vector<std::size_t>{ 0, 5 });
  CHECK(zero.Doubles().empty());
}

TEST_CASE("foreign headers: other order of keys, versions 2, one-dimensional Fortran order")
{
  const test::TemporaryFolder folder;
  test::Write(folder / "a.npy", Header("{'shape': (2,), 'fortran_order': True, 'descr': '|u1'}") + "\5\7");
  CHECK(ReadNpy(folder / "a.npy").Doubles() == std::vector<double>{ 5, 7 });
  std::string two = Header("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }");
  two[6] = '\2';
  two.insert(10, 2, '\0');
  test::Write(folder / "b.npy", two + "\x09");
  CHECK(ReadNpy(folder / "b.npy").Doubles() == std::vector<double>{ 9 });
}

TEST_CASE("damaged and foreign files are refused with the reason")
{
  const test::TemporaryFolder folder;
  const auto                  message = [&](const std::string & bytes) {
    test::Write(folder / "a.npy", bytes);
    return test::MessageOf([&] { ReadNpy(folder / "a.npy"); });
  };
  CHECK_HOLDS(message("hello"), "is no .npy file");
  CHECK_HOLDS(message(""), "is no .npy file");
  CHECK_HOLDS(message(Header("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }") + "1234567"),
              "holds 7 bytes of data, expected 8");
  CHECK_HOLDS(message(Header("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }").substr(0, 60)), "truncated");
  CHECK_HOLDS(message(Header("{'descr': '>f4', 'fortran_order': False, 'shape': (0,), }")), "type is '>f4'");
  CHECK_HOLDS(message(Header("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1), }") + "1234"), "Fortran order");
  CHECK_HOLDS(message(Header("{'descr': '<f4', 'fortran_order': False}")), "no shape");
  CHECK_HOLDS(message(Header("{'descr': '<f4', 'fortran_order': False, 'shape': (x,), }")), "no readable shape");
  CHECK_HOLDS(message(Header("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }")),
              "larger than any memory");
}
