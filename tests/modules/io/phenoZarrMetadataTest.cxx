#include "phenoZarrMaker.h"

using namespace pheno;
using test::ItemBytes;

namespace
{
std::string
RefusalV2(const Json & changes)
{
  const test::TemporaryFolder folder;
  test::Write(folder / ".zarray", test::MetadataV2({ 4, 4 }, { 2, 2 }, "<u2", changes).dump());
  return test::MessageOf<BadData>([&] { ZarrArray array(folder.Path()); });
}

std::string
RefusalV3(const Json & changes)
{
  const test::TemporaryFolder folder;
  Json                        json =
    test::MetadataV3({ 4, 4 }, { 2, 2 }, "uint16", Json::array({ test::Codec("bytes", { { "endian", "little" } }) }));
  json.update(changes);
  test::Write(folder / "zarr.json", json.dump());
  return test::MessageOf<BadData>([&] { ZarrArray array(folder.Path()); });
}
} // namespace

TEST_CASE("version 2: what is not read is named")
{
  CHECK(RefusalV2(Json::object()) == "");
  CHECK_HOLDS(RefusalV2({ { "compressor", { { "id", "lzma" } } } }),
              ".zarray: /compressor/id: expected a compressor among zlib, gzip, zstd, blosc or null, got \"lzma\"");
  CHECK_HOLDS(RefusalV2({ { "filters", { { { "id", "delta" } } } } }), "/filters: expected no filters");
  CHECK_HOLDS(RefusalV2({ { "dtype", "<c8" } }), "/dtype: expected a type of the kind <u2");
  CHECK_HOLDS(RefusalV2({ { "dtype", "<f2" } }), "/dtype: expected a type");
  CHECK_HOLDS(RefusalV2({ { "dtype", { { "x", "<u2" } } } }), "/dtype: expected a text");
  CHECK_HOLDS(RefusalV2({ { "order", "K" } }), "/order: expected \"C\" or \"F\"");
  CHECK_HOLDS(RefusalV2({ { "dimension_separator", "-" } }), "/dimension_separator: expected");
  CHECK_HOLDS(RefusalV2({ { "zarr_format", 1 } }), "/zarr_format: expected 2, got 1");
  CHECK_HOLDS(RefusalV2({ { "fill_value", "x" } }), "/fill_value: expected a fill value of type uint16");
}

TEST_CASE("version 3: what must be understood and is not is named")
{
  CHECK(RefusalV3(Json::object()) == "");
  CHECK_HOLDS(RefusalV3({ { "cosmic", { { "name", "x" } } } }),
              "has the field 'cosmic', which must be understood and is not known");
  CHECK(RefusalV3({ { "cosmic", { { "must_understand", false } } } }) == "");
  CHECK_HOLDS(RefusalV3({ { "codecs", { test::Codec("bytes", { { "endian", "little" } }), "lzma" } } }),
              "/codecs/1: expected a codec among bytes, transpose");
  CHECK_HOLDS(RefusalV3({ { "codecs", { test::Codec("gzip", { { "level", 1 } }) } } }), "/codecs: expected transposes");
  CHECK_HOLDS(RefusalV3({ { "codecs", Json::array() } }), "/codecs: expected bytes or sharding_indexed");
  CHECK_HOLDS(RefusalV3({ { "codecs", { "bytes" } } }), "lacks 'endian'");
  CHECK_HOLDS(RefusalV3({ { "chunk_grid", { { "name", "rectilinear" } } } }), "expected the chunk grid \"regular\"");
  CHECK_HOLDS(RefusalV3({ { "data_type", "complex64" } }), "/data_type: expected bool, an integer");
  CHECK_HOLDS(RefusalV3({ { "data_type", { { "name", "numpy.datetime64" } } } }), "/data_type: expected bool");
  CHECK_HOLDS(RefusalV3({ { "storage_transformers", { "x" } } }), "expected no storage transformers");
  CHECK_HOLDS(RefusalV3({ { "chunk_key_encoding", "suffix" } }), "expected the chunk keys");
  CHECK_HOLDS(RefusalV3({ { "node_type", "group" } }), "/node_type: expected \"array\"");
  const Json transpose = { test::Codec("transpose", { { "order", { 0, 0 } } }), "bytes" };
  CHECK_HOLDS(RefusalV3({ { "codecs", transpose } }), "order: expected each of 2 axes once");
}

TEST_CASE("lengths are checked before memory is asked for")
{
  const std::uint64_t huge = std::uint64_t(1) << 62;
  CHECK_HOLDS(RefusalV2({ { "chunks", { huge, huge } } }), "/chunks: expected chunks of at most 1073741824 bytes");
  CHECK_HOLDS(RefusalV2({ { "chunks", { 40000, 40000 } } }), "/chunks: expected chunks of at most");
  CHECK_HOLDS(RefusalV2({ { "chunks", { 0, 2 } } }), "/chunks: expected chunks of at least one item");
  CHECK_HOLDS(RefusalV2({ { "chunks", { 2 } } }), "expected chunks of as many axes as the shape, 2");
  CHECK_HOLDS(RefusalV2({ { "shape", { -1, 4 } } }), "/shape/0: expected a whole number, 0 or more, got -1");
  CHECK_HOLDS(RefusalV2({ { "shape", { 1e30, 4 } } }), "/shape/0: expected a whole number");
  CHECK_HOLDS(RefusalV2({ { "shape", ZarrSizes(9, 1) }, { "chunks", ZarrSizes(9, 1) } }), "expected at most 8 axes");
  CHECK_HOLDS(RefusalV3({ { "chunk_grid", test::Codec("regular", { { "chunk_shape", { huge, huge } } }) } }),
              "expected chunks of at most");
}

TEST_CASE("what is no Zarr is said")
{
  const test::TemporaryFolder folder;
  CHECK_HOLDS(test::MessageOf<BadData>([&] { ZarrArray array(folder.Path()); }),
              "is no Zarr array or group: it has no zarr.json, .zarray or .zgroup");
  test::Write(folder / ".zgroup", "{\"zarr_format\": 2}");
  CHECK_HOLDS(test::MessageOf<BadData>([&] { ZarrArray array(folder.Path()); }), "is a Zarr group, expected an array");
  CHECK(FindZarrNode(folder.Path()) == ZarrNode::Group);
  test::Write(folder / "a/.zarray", "{ \"shape\": [");
  CHECK_HOLDS(test::MessageOf<BadData>([&] { ZarrArray array(folder / "a"); }), ".zarray");
}

TEST_CASE("writing: every format and codec is read back, and the bytes are the same each time")
{
  std::vector<std::uint16_t> items;
  std::vector<float>         expected;
  for (int i = 0; i < 2 * 5 * 7; ++i)
  {
    items.push_back(static_cast<std::uint16_t>(i < 35 && i % 7 < 3 ? 0 : 901 * i)); // one chunk is all zeros
    expected.push_back(items.back());
  }
  for (const unsigned format : { 2u, 3u })
  {
    for (const ZarrCompression compression :
         { ZarrCompression::None, ZarrCompression::Gzip, ZarrCompression::Zstd, ZarrCompression::Blosc })
    {
      for (const bool sharded : { false, true })
      {
        if (sharded && format == 2)
        {
          continue;
        }
        CAPTURE(format);
        CAPTURE(static_cast<int>(compression));
        CAPTURE(sharded);
        ZarrSpec spec;
        spec.format = format;
        spec.type = { ZarrType::Kind::Unsigned, 2 };
        spec.shape = { 2, 5, 7 };
        spec.chunks = { 1, 2, 3 };
        spec.shards = sharded ? ZarrSizes{ 2, 4, 3 } : ZarrSizes{};
        spec.compression = compression;
        spec.attributes = { { "x", 1 } };
        const test::TemporaryFolder folder;
        WriteZarr(folder / "a", spec, items.data());
        CHECK(test::ReadAll(folder / "a") == expected);
        CHECK(ZarrArray(folder / "a").Attributes() == spec.attributes);
        CHECK(ZarrArray(folder / "a").Format() == format);
        WriteZarr(folder / "b", spec, items.data());
        std::size_t files = 0;
        for (const fs::directory_entry & entry : fs::recursive_directory_iterator(folder / "a"))
        {
          if (fs::is_regular_file(entry.status()))
          {
            ++files;
            CHECK(test::Read(entry.path()) ==
                  test::Read(folder / "b" / entry.path().lexically_relative(folder / "a").string()));
          }
        }
        // Per plane 3 x 3 chunks, three of them zeros; or 2 x 3 shards of both planes; and the metadata.
        CHECK(files == (sharded ? 6 + 1 : 18 - 3 + (format == 2 ? 2 : 1)));
      }
    }
  }
}

TEST_CASE("what cannot be written is refused")
{
  ZarrSpec spec;
  spec.shape = { 4 };
  spec.chunks = { 2 };
  const std::uint8_t          items[4] = {};
  const test::TemporaryFolder folder;
  const auto                  refusal = [&] { return test::MessageOf([&] { WriteZarr(folder / "a", spec, items); }); };
  spec.shards = { 3 };
  CHECK_HOLDS(refusal(), "shards need sizes that are multiples of those of the chunks");
  spec.shards = { 4 };
  spec.format = 2;
  CHECK_HOLDS(refusal(), "shards need format 3");
  spec.format = 4;
  CHECK_HOLDS(refusal(), "expected format 2 or 3, got 4");
  spec.format = 3;
  spec.chunks = { 0 };
  CHECK_HOLDS(refusal(), "a chunk needs 1 to");
}
