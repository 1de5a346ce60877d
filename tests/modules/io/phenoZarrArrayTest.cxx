#include "phenoZarrMaker.h"

#include <cmath>
#include <numeric>

using namespace pheno;
using test::FromHex;
using test::ItemBytes;
using test::ReadAll;

namespace
{
std::vector<float>
Counting(std::size_t count)
{
  std::vector<float> values(count);
  std::iota(values.begin(), values.end(), 0.0F);
  return values;
}

/** 3 x 5 items of 0 to 14 in chunks of 2 x 2 as somebody else might have stored them. */
template <typename TItem>
void
MakeGrid(const fs::path &    folder,
         const std::string & type,
         bool                big,
         const std::string & order,
         const std::string & separator)
{
  test::Write(
    folder / ".zarray",
    test::MetadataV2({ 3, 5 }, { 2, 2 }, type, { { "order", order }, { "dimension_separator", separator } }).dump());
  for (int row = 0; row < 2; ++row)
  {
    for (int column = 0; column < 3; ++column)
    {
      std::vector<TItem> chunk;
      for (int i = 0; i < 4; ++i)
      {
        const int y = 2 * row + (order == "C" ? i / 2 : i % 2);
        const int x = 2 * column + (order == "C" ? i % 2 : i / 2);
        chunk.push_back(static_cast<TItem>(y < 3 && x < 5 ? 5 * y + x : 99)); // beyond the edge stands anything
      }
      test::Write(folder / (std::to_string(row) + separator + std::to_string(column)), ItemBytes(chunk, big));
    }
  }
}

template <typename TItem>
void
CheckType(const std::string & type, bool big)
{
  for (const std::string order : { "C", "F" })
  {
    for (const std::string separator : { ".", "/" })
    {
      CAPTURE(type);
      CAPTURE(order);
      const test::TemporaryFolder folder;
      MakeGrid<TItem>(folder.Path(), type, big, order, separator);
      CHECK(ReadAll(folder.Path()) == Counting(15));
    }
  }
}

std::string
Refusal(const fs::path & folder)
{
  return test::MessageOf<BadData>([&] { ReadAll(folder); });
}

/** 64 numbers of 16 bits, 0, 3, 6, ..., as numcodecs 0.16.6 compressed them. */
const std::vector<std::pair<std::string, std::string>> kCompressed = {
  { R"({"id": "zlib", "level": 6})",
    "789c05c1810502000000b011111111111111111111111111111111111111111111111111111111111111d16f6d040485844544c5c42524a5a4"
    "6564e5e4151495945554d5d43534b5b47574f5f40d0c8d8c4d4ccdcc2d2cadac6d6cedec1d1c9d9c5d5cdddc3d3cbdbc7d7cfdfc01007c17a"
    "1" },
  { R"({"id": "gzip", "level": 6})",
    "1f8b08000000000000ff05c1810502000000b011111111111111111111111111111111111111111111111111111111111111d16f6d040485"
    "844544c5c42524a5a46564e5e4151495945554d5d43534b5b47574f5f40d0c8d8c4d4ccdcc2d2cadac6d6cedec1d1c9d9c5d5cdddc3d3cbd"
    "bc7d7cfdfc0154dff39a80000000" },
  { R"({"id": "zstd", "level": 5})",
    "28b52ffd20801503000288171d50db6650d7755dd7755dd7755dd7755dd7755dd7755dd7755dd72d9c147b79777573716f6d6b69676563615f"
    "5d5b59575553514f4d4b49474543413f3d3b39373533312f2d2b29272523211f1d1b19171513110f0d0b0907050301bf0300" },
  { R"({"id": "blosc", "cname": "lz4", "clevel": 5, "shuffle": 1, "blocksize": 0})",
    "020131028000000080000000680000001400000050000000ff36000306090c0f1215181b1e2124272a2d303336393c3f4245484b4e5154575a"
    "5d606366696c6f7275787b7e8184878a8d909396999c9fa2a5a8abaeb1b4b7babd0000000000050023500000000000" },
  { R"({"id": "blosc", "cname": "zstd", "clevel": 5, "shuffle": 2, "blocksize": 0})",
    "02019402800000008000000050000000140000003800000028b52ffd20807d0100e8aaaa66b438c7c0073ff800f83f00ff07c0ff0000c0ffff"
    "0700f8ffff00072020830f24094c5dc8192833590c020b" },
  { R"({"id": "blosc", "cname": "blosclz", "clevel": 9, "shuffle": 0, "blocksize": 0})",
    "0201120280000000800000009000000000000300060009000c000f001200150018001b001e002100240027002a002d0030003300360039003c"
    "003f004200450048004b004e005100540057005a005d0060006300660069006c006f007200750078007b007e008100840087008a008d009000"
    "9300960099009c009f00a200a500a800ab00ae00b100b400b700ba00bd00" },
};

/** A shard of 2 x 2 chunks of 2 x 2, 0 to 15 in C order but for the last chunk, which was not stored; from zarr-python
 * 3.1.6. */
const std::string kChunks = "0000010004000500080009000c000d000200030006000700";
const std::string kIndexEnd =
  "00000000000000000800000000000000100000000000000008000000000000000800000000000000080000000"
  "0000000ffffffffffffffffffffffffffffffffba799d56";
const std::string        kIndexStart = "4400000000000000080000000000000054000000000000000800000000000000"
                                       "4c000000000000000800000000000000ffffffffffffffffffffffffffffffff1af5a729";
const std::vector<float> kSharded = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 12, 13, 9, 9 };

Json
Sharding(const std::string & location)
{
  const Json bytes = test::Codec("bytes", { { "endian", "little" } });
  return Json::array({ test::Codec("sharding_indexed",
                                   { { "chunk_shape", { 2, 2 } },
                                     { "codecs", Json::array({ bytes }) },
                                     { "index_codecs", Json::array({ bytes, { { "name", "crc32c" } } }) },
                                     { "index_location", location } }) });
}

void
MakeShard(const fs::path & folder, const std::string & location)
{
  Json metadata = test::MetadataV3({ 4, 4 }, { 4, 4 }, "uint16", Sharding(location));
  metadata["fill_value"] = 9;
  test::Write(folder / "zarr.json", metadata.dump());
  test::Write(folder / "c/0/0", FromHex(location == "end" ? kChunks + kIndexEnd : kIndexStart + kChunks));
}
} // namespace

TEST_CASE("version 2: every type, byte order, order of items and separator of keys")
{
  CheckType<std::uint8_t>("|u1", false);
  CheckType<std::uint16_t>("<u2", false);
  CheckType<std::uint16_t>(">u2", true);
  CheckType<std::uint32_t>("<u4", false);
  CheckType<std::uint32_t>(">u4", true);
  CheckType<std::uint64_t>("<u8", false);
  CheckType<std::int8_t>("|i1", false);
  CheckType<std::int16_t>(">i2", true);
  CheckType<std::int32_t>("<i4", false);
  CheckType<std::int64_t>(">i8", true);
  CheckType<float>("<f4", false);
  CheckType<float>(">f4", true);
  CheckType<double>("<f8", false);
  CheckType<double>(">f8", true);
}

TEST_CASE("numbers keep their sign, their fraction and their truth")
{
  const test::TemporaryFolder folder;
  const auto                  read = [&](const std::string & type, const std::string & bytes) {
    test::Write(folder / ".zarray", test::MetadataV2({ 3 }, { 3 }, type).dump());
    test::Write(folder / "0", bytes);
    return ReadAll(folder.Path());
  };
  CHECK(read("<i2", ItemBytes<std::int16_t>({ -32768, -1, 32767 })) == std::vector<float>{ -32768, -1, 32767 });
  CHECK(read(">f4", ItemBytes<float>({ -0.5F, 1e30F, 0.25F }, true)) == std::vector<float>{ -0.5F, 1e30F, 0.25F });
  CHECK(read("<u2", ItemBytes<std::uint16_t>({ 0, 32768, 65535 })) == std::vector<float>{ 0, 32768, 65535 });
  CHECK(read("|b1", std::string("\0\1\1", 3)) == std::vector<float>{ 0, 1, 1 });
  CHECK(ReadAll<std::uint32_t>(folder.Path()) == std::vector<std::uint32_t>{ 0, 1, 1 });
}

TEST_CASE("labels are whole numbers of 32 bits")
{
  const test::TemporaryFolder folder;
  const auto                  read = [&](const std::string & type, const std::string & bytes) {
    test::Write(folder / ".zarray", test::MetadataV2({ 2 }, { 2 }, type).dump());
    test::Write(folder / "0", bytes);
    return ReadAll<std::uint32_t>(folder.Path());
  };
  CHECK(read("<i8", ItemBytes<std::int64_t>({ 7, 4294967295 })) == std::vector<std::uint32_t>{ 7, 4294967295u });
  CHECK_THROWS_AS(read("<i8", ItemBytes<std::int64_t>({ 7, 4294967296 })), BadData);
  CHECK_THROWS_AS(read("<i4", ItemBytes<std::int32_t>({ 7, -1 })), BadData);
  CHECK_THROWS_AS(read("<f4", ItemBytes<float>({ 7, 0.5F })), BadData);
}

TEST_CASE("a chunk that is not there holds the fill value")
{
  const test::TemporaryFolder folder;
  const auto                  read = [&](const std::string & type, const Json & fill) {
    test::Write(folder / ".zarray", test::MetadataV2({ 3 }, { 2 }, type, { { "fill_value", fill } }).dump());
    return ReadAll(folder.Path());
  };
  CHECK(read("<u2", 7) == std::vector<float>{ 7, 7, 7 });
  CHECK(read("<u2", nullptr) == std::vector<float>{ 0, 0, 0 });
  CHECK(read("<f4", -2.5) == std::vector<float>{ -2.5F, -2.5F, -2.5F });
  CHECK(std::isnan(read("<f4", "NaN")[2]));
  CHECK(read("<f8", "-Infinity")[0] == -HUGE_VALF);
  CHECK(read("<f4", "0x3fc00000")[0] == 1.5F); // IEEE 754: exponent 127, fraction 1/2
  test::Write(folder / "1", ItemBytes<float>({ 8, 9 }));
  CHECK(read("<f4", 1) == std::vector<float>{ 1, 1, 8 });
}

TEST_CASE("what numcodecs compressed is decompressed, in both versions")
{
  std::vector<float> expected;
  for (int i = 0; i < 64; ++i)
  {
    expected.push_back(static_cast<float>(3 * i));
  }
  for (const auto & [compressor, hex] : kCompressed)
  {
    CAPTURE(compressor);
    const test::TemporaryFolder folder;
    const Json                  json = Json::parse(compressor);
    test::Write(folder / "two/.zarray", test::MetadataV2({ 64 }, { 64 }, "<u2", { { "compressor", json } }).dump());
    test::Write(folder / "two/0", FromHex(hex));
    CHECK(ReadAll(folder / "two") == expected);
    const Json codecs =
      Json::array({ test::Codec("bytes", { { "endian", "little" } }), test::Codec(json["id"], json) });
    test::Write(folder / "three/zarr.json", test::MetadataV3({ 64 }, { 64 }, "uint16", codecs).dump());
    test::Write(folder / "three/c/0", FromHex(hex));
    CHECK(ReadAll(folder / "three") == expected);
  }
}

TEST_CASE("shards: the index at the end or at the start, chunks in any place, chunks that were not stored")
{
  for (const std::string location : { "end", "start" })
  {
    CAPTURE(location);
    const test::TemporaryFolder folder;
    MakeShard(folder.Path(), location);
    CHECK(ReadAll(folder.Path()) == kSharded);
  }
}

TEST_CASE("transposes: axis i of what is stored is axis order[i] of the array")
{
  // The array of 2 x 3 x 4 counts up; with order 2, 0, 1 its chunk is stored as 4 x 2 x 3.
  std::vector<std::uint16_t> stored;
  for (int x = 0; x < 4; ++x)
  {
    for (int z = 0; z < 2; ++z)
    {
      for (int y = 0; y < 3; ++y)
      {
        stored.push_back(static_cast<std::uint16_t>(12 * z + 4 * y + x));
      }
    }
  }
  const test::TemporaryFolder folder;
  const Json                  codecs = Json::array(
    { test::Codec("transpose", { { "order", { 2, 0, 1 } } }), test::Codec("bytes", { { "endian", "big" } }) });
  test::Write(folder / "zarr.json", test::MetadataV3({ 2, 3, 4 }, { 2, 3, 4 }, "uint16", codecs).dump());
  test::Write(folder / "c/0/0/0", ItemBytes(stored, true));
  CHECK(ReadAll(folder.Path()) == Counting(24));
  std::vector<float> part(4);
  ZarrArray(folder.Path()).Read({ { 1, 1, 2 }, { 1, 2, 2 } }, part.data());
  CHECK(part == std::vector<float>{ 18, 19, 22, 23 });
}

TEST_CASE("nothing is decoded that was not asked for")
{
  const test::TemporaryFolder folder;
  MakeGrid<std::uint16_t>(folder / "grid", "<u2", false, "C", "/");
  test::Write(folder / "grid/1/2", "damaged");
  CHECK_HOLDS(Refusal(folder / "grid"), "1/2: holds 7 bytes of items, expected 8");
  std::vector<float> part(2 * 4);
  ZarrArray(folder / "grid").Read({ { 1, 0 }, { 2, 4 } }, part.data());
  CHECK(part == std::vector<float>{ 5, 6, 7, 8, 10, 11, 12, 13 });

  MakeShard(folder / "shard", "end");
  std::string shard = test::Read(folder / "shard/c/0/0");
  shard[16 + 8 * 2] = '\x01'; // the first byte of the index: chunk 0 begins at 1
  test::Write(folder / "shard/c/0/0", shard);
  CHECK_HOLDS(Refusal(folder / "shard"), "checksum differs");
}

TEST_CASE("a part outside of the array is refused")
{
  const test::TemporaryFolder folder;
  MakeGrid<std::uint8_t>(folder.Path(), "|u1", false, "C", ".");
  const ZarrArray    array(folder.Path());
  std::vector<float> items(15);
  for (const ZarrBox & box : { ZarrBox{ { 0, 1 }, { 3, 5 } }, ZarrBox{ { 4, 0 }, { 0, 0 } }, ZarrBox{ { 0 }, { 1 } } })
  {
    CHECK_HOLDS(test::MessageOf([&] { array.Read(box, items.data()); }), "lies outside of the array");
  }
}

TEST_CASE("the identity of a part is that of the chunks it is decoded from")
{
  const test::TemporaryFolder folder;
  MakeGrid<std::uint8_t>(folder.Path(), "|u1", false, "C", "/");
  const ZarrBox      left{ { 0, 0 }, { 3, 2 } };
  const ZarrBox      right{ { 0, 4 }, { 3, 1 } };
  const auto         identity = [&](const ZarrBox & box) { return ZarrArray(folder.Path()).Identify(box, true); };
  const ZarrIdentity before = identity(left);
  CHECK(before.size == fs::file_size(folder / ".zarray") + 2 * 4);
  CHECK(before.digest.size() == 32);
  CHECK(ZarrArray(folder.Path()).Identify(left, false).digest == "");
  const std::string other = identity(right).digest;
  CHECK(other != before.digest);
  test::Write(folder / "1/0", "ABCD");
  CHECK(identity(left).size == before.size);
  CHECK(identity(left).digest != before.digest);
  CHECK(identity(right).digest == other);
  fs::remove(folder / "1/0");
  CHECK(identity(left).size == before.size - 4);
  test::Write(folder / ".zarray", test::Read(folder / ".zarray") + " ");
  CHECK(identity(right).digest != other);

  MakeShard(folder / "shard", "end");
  const ZarrArray shard(folder / "shard");
  const auto      part = shard.Identify({ { 0, 0 }, { 2, 4 } }, true);
  CHECK(part.size == fs::file_size(folder / "shard/zarr.json") + 2 * 8); // two of its chunks
}
