#include "phenoTiff.h"

#include "phenoTestFiles.h"
#include "phenoTiffMaker.h"

#include <random>
#include <sys/resource.h>

using namespace pheno;

namespace
{
/** 120 x 90 pixels of 16 bits with little repetition. */
std::vector<std::uint8_t>
Noise()
{
  std::mt19937               random(7);
  std::vector<std::uint16_t> values(120 * 90);
  for (std::uint16_t & value : values)
  {
    value = static_cast<std::uint16_t>(random() % 5000);
  }
  return test::Bytes(values);
}

test::TiffRecipe
Recipe()
{
  test::TiffRecipe recipe;
  recipe.width = 120;
  recipe.height = 90;
  recipe.bits = 16;
  recipe.rowsPerStrip = 10;
  return recipe;
}

std::string
BadReason(const fs::path & path)
{
  return test::MessageOf<BadData>([&] { ReadTiff(path); });
}

/** What reading a file does: "pixels", "bad", "error"; anything else ends the test program. */
std::string
Outcome(const fs::path & path)
{
  std::string outcome;
  try
  {
    ReadTiffPages(path);
  }
  catch (const Error &)
  {}
  try
  {
    ReadTiff(path);
    return "pixels";
  }
  catch (const BadData &)
  {
    return "bad";
  }
  catch (const Error &)
  {
    return "error";
  }
}
} // namespace

TEST_CASE("what is no TIFF is bad data with the reason")
{
  const test::TemporaryFolder folder;
  const auto                  reason = [&](const std::string & bytes) {
    test::Write(folder / "a.tif", bytes);
    return BadReason(folder / "a.tif");
  };
  CHECK_HOLDS(reason(""), "a.tif: is empty (0 bytes)");
  CHECK_HOLDS(reason(std::string(200000, '\0')), "is filled with zeros (200000 bytes)");
  CHECK_HOLDS(reason("\x89PNG\r\n\x1a\n..."), "is no TIFF (it begins with 89 50 4E 47)");
  CHECK_HOLDS(reason("II"), "is no TIFF");
  CHECK_HOLDS(reason(std::string("II*\0\x08\0\0\0", 8)), "directory");
  CHECK_THROWS_AS(ReadTiffPages(folder / "a.tif"), BadData);
  CHECK_THROWS_AS(ReadTiffLabels(folder / "a.tif"), BadData);
}

TEST_CASE("what the machine cannot do is an error, not bad data")
{
  const test::TemporaryFolder folder;
  const auto                  isMachine = [](const fs::path & path) {
    try
    {
      ReadTiff(path);
    }
    catch (const BadData &)
    {
      return std::string("bad data");
    }
    catch (const Error & error)
    {
      return std::string(error.what());
    }
    return std::string("pixels");
  };
  CHECK_HOLDS(isMachine(folder / "none.tif"), "No such file");
  CHECK_HOLDS(isMachine(folder.Path()), "no file");

  test::MakeTiff(folder / "good.tif", Recipe(), Noise());
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  const rlimit none{ 0, before.rlim_max };
  setrlimit(RLIMIT_NOFILE, &none);
  const std::string noDescriptor = isMachine(folder / "good.tif");
  setrlimit(RLIMIT_NOFILE, &before);
  CHECK_HOLDS(noDescriptor, "Too many open files");
  CHECK(isMachine(folder / "good.tif") == "pixels");
}

TEST_CASE("colour, volumes and unknown samples are bad data")
{
  const test::TemporaryFolder folder;
  test::TiffRecipe            recipe = Recipe();
  recipe.samples = 3;
  recipe.bits = 8;
  recipe.photometric = PHOTOMETRIC_RGB;
  test::MakeTiff(folder / "rgb.tif", recipe, std::vector<std::uint8_t>(120 * 90 * 3, 1));
  CHECK_HOLDS(BadReason(folder / "rgb.tif"), "is a colour image (3 samples a pixel), expected one grey channel");
  CHECK(ReadTiffPages(folder / "rgb.tif").size() == 1); // it can be described

  recipe = Recipe();
  recipe.format = SAMPLEFORMAT_COMPLEXINT;
  test::MakeTiff(folder / "c.tif", recipe, Noise());
  CHECK_HOLDS(BadReason(folder / "c.tif"), "samples of 16 bits");

  recipe = Recipe();
  recipe.format = SAMPLEFORMAT_IEEEFP;
  recipe.bits = 32;
  test::MakeTiff(folder / "f.tif", recipe, std::vector<std::uint8_t>(120 * 90 * 4, 1));
  CHECK_HOLDS(test::MessageOf<BadData>([&] { ReadTiffLabels(folder / "f.tif"); }), "is no instance mask");
}

TEST_CASE("a header that asks for all memory is refused")
{
  const test::TemporaryFolder folder;
  test::TiffRecipe            recipe = Recipe();
  test::MakeTiff(folder / "a.tif", recipe, Noise());
  // Same file with other sizes in its header: rewritten in place.
  TIFFSetWarningHandler(nullptr);
  const auto resize = [&](std::uint32_t width, std::uint32_t height, std::uint32_t rows) {
    TIFF * tiff = TIFFOpen((folder / "a.tif").c_str(), "r+");
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, height);
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, rows);
    TIFFRewriteDirectory(tiff);
    TIFFClose(tiff);
    return BadReason(folder / "a.tif");
  };
  CHECK_HOLDS(resize(4000000, 4000000, 10), "more than 268435456 pixels are not read");
  CHECK(resize(120, 90000, 10) != "");
  CHECK(resize(12000, 9000, 9000) != "");
}

TEST_CASE("a file cut anywhere never crashes and never gives half an image")
{
  const test::TemporaryFolder     folder;
  const std::vector<std::uint8_t> rows = Noise();
  for (const std::uint16_t compression :
       { COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE, COMPRESSION_ZSTD })
  {
    for (const std::uint32_t tile : { 0u, 32u })
    {
      CAPTURE(compression);
      CAPTURE(tile);
      test::TiffRecipe recipe = Recipe();
      recipe.compression = compression;
      recipe.tile = tile;
      test::MakeTiff(folder / "whole.tif", recipe, rows);
      const std::string whole = test::Read(folder / "whole.tif");
      CHECK(Outcome(folder / "whole.tif") == "pixels");
      for (std::size_t size = 0; size < whole.size(); size += 64)
      {
        test::Write(folder / "cut.tif", whole.substr(0, size));
        CAPTURE(size);
        CHECK(Outcome(folder / "cut.tif") == "bad");
      }
    }
  }
}

TEST_CASE("a file whose directory comes first says that its strips are beyond the end")
{
  const test::TemporaryFolder folder;
  std::string                 whole;
  {
    // Written by hand: header, directory of 8 entries, one strip of 4 x 4 pixels.
    const auto word = [&](std::uint32_t value, int bytes) {
      for (int i = 0; i < bytes; ++i)
      {
        whole += static_cast<char>(value >> (8 * i));
      }
    };
    const auto entry = [&](std::uint32_t tag, std::uint32_t value) {
      word(tag, 2);
      word(4, 2); // LONG
      word(1, 4);
      word(value, 4);
    };
    whole = std::string("II*\0\x08\0\0\0", 8);
    word(8, 2);
    entry(256, 4);
    entry(257, 4);
    entry(258, 8);
    entry(259, 1);
    entry(262, 1);
    entry(273, 8 + 2 + 8 * 12 + 4);
    entry(278, 4);
    entry(279, 16);
    word(0, 4);
    whole += "0123456789abcdef";
  }
  test::Write(folder / "a.tif", whole);
  CHECK(ReadTiff(folder / "a.tif")->GetBufferPointer()[15] == 'f');
  test::Write(folder / "a.tif", whole.substr(0, whole.size() - 3));
  CHECK_HOLDS(BadReason(folder / "a.tif"),
              "is truncated: it declares 4 x 4 pixels of 8 bits, and strip 1 of 1 lies beyond its end");
}

TEST_CASE("bytes changed at random never crash")
{
  const test::TemporaryFolder folder;
  std::mt19937                random(11);
  int                         kinds[2] = { 0, 0 };
  for (const std::uint16_t compression : { COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE })
  {
    test::TiffRecipe recipe = Recipe();
    recipe.compression = compression;
    test::MakeTiff(folder / "whole.tif", recipe, Noise());
    const std::string whole = test::Read(folder / "whole.tif");
    for (int round = 0; round < 300; ++round)
    {
      std::string changed = whole;
      for (int i = 0; i < 4; ++i)
      {
        // Mostly the header and the directory at the end, where damage is worst.
        const std::size_t range = 300;
        const std::size_t at = random() % 2 == 0 ? changed.size() - 1 - random() % range : random() % changed.size();
        changed[at] = static_cast<char>(random());
      }
      test::Write(folder / "changed.tif", changed);
      const std::string outcome = Outcome(folder / "changed.tif");
      CHECK(outcome != "error"); // nothing here is the machine's fault
      ++kinds[outcome == "pixels"];
    }
  }
  CHECK(kinds[0] > 100); // the changes do reach what matters
  CHECK(kinds[1] > 100);
}
