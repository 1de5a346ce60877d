#include "phenoTiff.h"

#include "phenoTestFiles.h"
#include "phenoTiffMaker.h"

#include <cmath>
#include <thread>

using namespace pheno;

namespace
{
constexpr std::uint32_t kWidth = 37;
constexpr std::uint32_t kHeight = 23;

/** A pattern that no two neighbours share, within `bits` bits. */
unsigned
Pattern(std::size_t i, unsigned bits)
{
  return static_cast<unsigned>((i * 2654435761u) >> 7) & ((1u << bits) - 1);
}

template <typename T>
std::vector<T>
PatternAs(unsigned bits)
{
  std::vector<T> values;
  for (std::size_t i = 0; i < kWidth * kHeight; ++i)
  {
    values.push_back(static_cast<T>(Pattern(i, bits)));
  }
  return values;
}

test::TiffRecipe
Recipe(std::uint16_t bits)
{
  test::TiffRecipe recipe;
  recipe.width = kWidth;
  recipe.height = kHeight;
  recipe.bits = bits;
  return recipe;
}

/** Counts pixels that differ from what is expected of each position. */
template <typename TImage, typename TExpected>
std::size_t
Differences(const TImage & image, TExpected expected)
{
  const auto size = image.GetBufferedRegion().GetSize();
  CHECK(size[0] == kWidth);
  CHECK(size[1] == kHeight);
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < size[0] * size[1]; ++i)
  {
    wrong += image.GetBufferPointer()[i] != static_cast<typename TImage::PixelType>(expected(i));
  }
  return wrong;
}
} // namespace

TEST_CASE("16 bits: strips and tiles, every byte order, compression and BigTIFF")
{
  const test::TemporaryFolder     folder;
  const std::vector<std::uint8_t> rows = test::Bytes(PatternAs<std::uint16_t>(16));
  for (const std::uint16_t compression :
       { COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE, COMPRESSION_PACKBITS, COMPRESSION_ZSTD })
  {
    for (const std::uint32_t tile : { 0u, 16u })
    {
      for (const std::string mode : { "wl", "wb", "w8l" })
      {
        CAPTURE(compression);
        CAPTURE(tile);
        CAPTURE(mode);
        test::TiffRecipe recipe = Recipe(16);
        recipe.compression = compression;
        recipe.tile = tile;
        recipe.mode = mode;
        test::MakeTiff(folder / "a.tif", recipe, rows);
        CHECK(Differences(*ReadTiff(folder / "a.tif"), [](std::size_t i) { return Pattern(i, 16); }) == 0);
        CHECK(Differences(*ReadTiffLabels(folder / "a.tif"), [](std::size_t i) { return Pattern(i, 16); }) == 0);
      }
    }
  }
}

TEST_CASE("predictors of LZW and deflate")
{
  const test::TemporaryFolder folder;
  test::TiffRecipe            recipe = Recipe(16);
  recipe.compression = COMPRESSION_LZW;
  recipe.tags = [](TIFF * tiff) { TIFFSetField(tiff, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL); };
  test::MakeTiff(folder / "a.tif", recipe, test::Bytes(PatternAs<std::uint16_t>(16)));
  CHECK(Differences(*ReadTiff(folder / "a.tif"), [](std::size_t i) { return Pattern(i, 16); }) == 0);
}

TEST_CASE("1 to 15 bits, packed")
{
  const test::TemporaryFolder folder;
  for (const unsigned bits : { 1u, 2u, 4u, 8u, 10u, 12u, 14u })
  {
    CAPTURE(bits);
    std::vector<unsigned> values = PatternAs<unsigned>(bits);
    test::MakeTiff(folder / "a.tif", Recipe(static_cast<std::uint16_t>(bits)), test::PackBits(values, kWidth, bits));
    CHECK(Differences(*ReadTiff(folder / "a.tif"), [&](std::size_t i) { return Pattern(i, bits); }) == 0);
    CHECK(ReadTiffPages(folder / "a.tif").front().bits == bits);
  }
}

TEST_CASE("12 bits in words of 16, values as stored")
{
  const test::TemporaryFolder folder;
  test::MakeTiff(folder / "a.tif", Recipe(16), test::Bytes(PatternAs<std::uint16_t>(12)));
  CHECK(Differences(*ReadTiff(folder / "a.tif"), [](std::size_t i) { return Pattern(i, 12); }) == 0);
}

TEST_CASE("32-bit integers, signed integers and floats of both widths")
{
  const test::TemporaryFolder folder;
  test::TiffRecipe            recipe = Recipe(32);
  recipe.mode = "wb";
  test::MakeTiff(folder / "u32.tif", recipe, test::Bytes(PatternAs<std::uint32_t>(24)));
  CHECK(Differences(*ReadTiff(folder / "u32.tif"), [](std::size_t i) { return Pattern(i, 24); }) == 0);

  std::vector<std::int16_t> negative;
  std::vector<float>        floats;
  std::vector<double>       doubles;
  for (std::size_t i = 0; i < kWidth * kHeight; ++i)
  {
    negative.push_back(static_cast<std::int16_t>(Pattern(i, 15) - 16384));
    floats.push_back(static_cast<float>(Pattern(i, 16)) * 0.25f - 7);
    doubles.push_back(Pattern(i, 16) * 0.25 - 7);
  }
  recipe.bits = 16;
  recipe.format = SAMPLEFORMAT_INT;
  test::MakeTiff(folder / "i16.tif", recipe, test::Bytes(negative));
  CHECK(Differences(*ReadTiff(folder / "i16.tif"), [&](std::size_t i) { return negative[i]; }) == 0);
  recipe.bits = 32;
  recipe.format = SAMPLEFORMAT_IEEEFP;
  test::MakeTiff(folder / "f32.tif", recipe, test::Bytes(floats));
  CHECK(Differences(*ReadTiff(folder / "f32.tif"), [&](std::size_t i) { return floats[i]; }) == 0);
  CHECK(ReadTiffPages(folder / "f32.tif").front().isFloat);
  recipe.bits = 64;
  test::MakeTiff(folder / "f64.tif", recipe, test::Bytes(doubles));
  CHECK(Differences(*ReadTiff(folder / "f64.tif"), [&](std::size_t i) { return doubles[i]; }) == 0);
}

TEST_CASE("zero as white is turned round")
{
  const test::TemporaryFolder folder;
  test::TiffRecipe            recipe = Recipe(8);
  recipe.photometric = PHOTOMETRIC_MINISWHITE;
  test::MakeTiff(folder / "a.tif", recipe, PatternAs<std::uint8_t>(8));
  CHECK(Differences(*ReadTiff(folder / "a.tif"), [](std::size_t i) { return 255 - Pattern(i, 8); }) == 0);
}

TEST_CASE("grey palettes are mapped, coloured ones refused where they are used")
{
  const test::TemporaryFolder folder;
  std::vector<std::uint16_t>  red(256);
  std::vector<std::uint16_t>  green(256);
  for (unsigned i = 0; i < 256; ++i)
  {
    red[i] = green[i] = static_cast<std::uint16_t>((255 - i) * 257); // an inverted grey map of 16 bits
  }
  test::TiffRecipe recipe = Recipe(8);
  recipe.mode = "wb";
  recipe.photometric = PHOTOMETRIC_PALETTE;
  recipe.tags = [&](TIFF * tiff) { TIFFSetField(tiff, TIFFTAG_COLORMAP, red.data(), green.data(), red.data()); };
  test::MakeTiff(folder / "a.tif", recipe, PatternAs<std::uint8_t>(8));
  CHECK(Differences(*ReadTiff(folder / "a.tif"), [](std::size_t i) { return 255 - Pattern(i, 8); }) == 0);

  // Entries below 256 come from programs that wrote 8-bit palettes.
  for (unsigned i = 0; i < 256; ++i)
  {
    red[i] = green[i] = static_cast<std::uint16_t>(i);
  }
  test::MakeTiff(folder / "a.tif", recipe, PatternAs<std::uint8_t>(8));
  CHECK(Differences(*ReadTiff(folder / "a.tif"), [](std::size_t i) { return Pattern(i, 8); }) == 0);

  green[255] = 0; // a coloured entry that marks saturation and is not used here
  test::MakeTiff(folder / "a.tif", recipe, PatternAs<std::uint8_t>(7));
  CHECK(Differences(*ReadTiff(folder / "a.tif"), [](std::size_t i) { return Pattern(i, 7); }) == 0);
  test::MakeTiff(folder / "a.tif", recipe, std::vector<std::uint8_t>(kWidth * kHeight, 255));
  CHECK_HOLDS(test::MessageOf<BadData>([&] { ReadTiff(folder / "a.tif"); }), "palette maps 255 to (255, 0, 255)");
}

TEST_CASE("pages are described and read one by one")
{
  const test::TemporaryFolder folder;
  TIFF *                      tiff = TIFFOpen((folder / "a.tif").c_str(), "wl");
  test::TiffRecipe            recipe = Recipe(8);
  recipe.tags = [](TIFF * page) { TIFFSetField(page, TIFFTAG_IMAGEDESCRIPTION, "first"); };
  test::AddTiffPage(tiff, recipe, PatternAs<std::uint8_t>(8));
  recipe.tags = nullptr;
  recipe.bits = 16;
  test::AddTiffPage(tiff, recipe, test::Bytes(PatternAs<std::uint16_t>(16)));
  TIFFClose(tiff);

  const std::vector<TiffPage> pages = ReadTiffPages(folder / "a.tif");
  REQUIRE(pages.size() == 2);
  CHECK(pages[0].description == "first");
  CHECK(pages[0].width == kWidth);
  CHECK(pages[0].height == kHeight);
  CHECK(pages[1].bits == 16);
  CHECK_FALSE(pages[1].isFloat);
  CHECK(Differences(*ReadTiff(folder / "a.tif", 1), [](std::size_t i) { return Pattern(i, 16); }) == 0);
  CHECK_HOLDS(test::MessageOf<BadData>([&] { ReadTiff(folder / "a.tif", 2); }), "has no page 2, only 0 to 1");
}

TEST_CASE("what we write reads back, and its bytes are the same each time")
{
  const test::TemporaryFolder      folder;
  const std::vector<std::uint16_t> pixels = PatternAs<std::uint16_t>(16);
  for (const TiffCompression compression : { TiffCompression::None, TiffCompression::Deflate })
  {
    WriteTiff16(folder / "a.tif", pixels.data(), kWidth, kHeight, compression, "words");
    WriteTiff16(folder / "b.tif", pixels.data(), kWidth, kHeight, compression, "words");
    CHECK(test::Read(folder / "a.tif") == test::Read(folder / "b.tif"));
    CHECK(Differences(*ReadTiff(folder / "a.tif"), [&](std::size_t i) { return pixels[i]; }) == 0);
    CHECK(ReadTiffPages(folder / "a.tif").front().description == "words");
  }

  const Plane::Pointer plane = ReadTiff(folder / "a.tif");
  plane->GetBufferPointer()[5] = std::nanf("");
  plane->GetBufferPointer()[6] = -0.125f;
  WriteTiffFloat(folder / "f.tif", { plane.GetPointer(), plane.GetPointer() }, "d");
  CHECK(ReadTiffPages(folder / "f.tif").size() == 2);
  const Plane::Pointer back = ReadTiff(folder / "f.tif", 1);
  CHECK(std::isnan(back->GetBufferPointer()[5]));
  CHECK(back->GetBufferPointer()[6] == -0.125f);
  CHECK(back->GetBufferPointer()[7] == plane->GetBufferPointer()[7]);

  const LabelMask::Pointer mask = LabelMask::New();
  mask->SetRegions(itk::Size<2>{ { kWidth, kHeight } });
  mask->Allocate(true);
  mask->GetBufferPointer()[kWidth] = 4000000000u; // not a float
  WriteTiffLabels(folder / "l.tif", *mask);
  CHECK(ReadTiffLabels(folder / "l.tif")->GetBufferPointer()[kWidth] == 4000000000u);

  CHECK_THROWS_AS(WriteTiffFloat(folder / "n.tif", {}), Error);
  CHECK_THROWS_AS(WriteTiff16(folder / "n.tif", pixels.data(), 0, 4), Error);
  CHECK_HOLDS(test::MessageOf([&] { WriteTiff16("/dev/full", pixels.data(), kWidth, kHeight); }), "No space left");
}

TEST_CASE("threads do not share messages")
{
  const test::TemporaryFolder folder;
  test::MakeTiff(folder / "good.tif", Recipe(8), PatternAs<std::uint8_t>(8));
  const std::string whole = test::Read(folder / "good.tif");
  test::Write(folder / "cut.tif", whole.substr(0, whole.size() - 40));
  std::vector<int>          wrong(4, 0);
  std::vector<std::jthread> threads;
  for (std::size_t t = 0; t < wrong.size(); ++t)
  {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i)
      {
        const bool cut = (i + t) % 2 == 0;
        bool       bad = false;
        try
        {
          ReadTiff(folder / (cut ? "cut.tif" : "good.tif"));
        }
        catch (const BadData & error)
        {
          bad = test::Holds(error.what(), "cut.tif");
        }
        wrong[t] += bad != cut;
      }
    });
  }
  threads.clear();
  CHECK(wrong == std::vector<int>(4, 0));
}
