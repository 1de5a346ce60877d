#include "phenoIndexedPlane.h"

#include "phenoScreenIndex.h"
#include "phenoTestFiles.h"
#include "phenoTiff.h"
#include "phenoTiffMaker.h"
#include "phenoVerifiedFiles.h"

#include <algorithm>
#include <random>

using namespace pheno;
using namespace pheno::test;

namespace
{
constexpr std::uint32_t kWidth = 301;
constexpr std::uint32_t kHeight = 400;

/** Noise that no compression makes much smaller, so that the directories lie far from the head of the file. */
std::vector<std::uint16_t>
Noise(unsigned seed)
{
  std::mt19937               random(seed);
  std::vector<std::uint16_t> pixels(kWidth * kHeight);
  std::generate(pixels.begin(), pixels.end(), [&] { return static_cast<std::uint16_t>(1 + random() % 65534); });
  return pixels;
}

TiffRecipe
Recipe()
{
  TiffRecipe recipe;
  recipe.width = kWidth;
  recipe.height = kHeight;
  recipe.bits = 16;
  return recipe;
}

void
MakePages(const fs::path & path, const TiffRecipe & recipe, const std::vector<std::vector<std::uint16_t>> & pages)
{
  TIFF * tiff = TIFFOpen(path.c_str(), recipe.mode.c_str());
  for (const std::vector<std::uint16_t> & page : pages)
  {
    AddTiffPage(tiff, recipe, Bytes(page));
  }
  TIFFClose(tiff);
}

IndexedPlane
Indexed(const fs::path & path, unsigned page = 0)
{
  const PlaneIdentity identity = IdentifyPlane(path, page, true);
  return { path, page, identity.size, identity.digest };
}

void
CheckIs(const PixelRange & range, const std::vector<std::uint16_t> & pixels)
{
  double sum = 0;
  for (const std::uint16_t pixel : pixels)
  {
    sum += pixel;
  }
  CHECK(range.minimum == *std::min_element(pixels.begin(), pixels.end()));
  CHECK(range.maximum == *std::max_element(pixels.begin(), pixels.end()));
  CHECK(range.mean == sum / static_cast<double>(pixels.size()));
  CHECK(range.count == pixels.size());
  CHECK(range.saturated == static_cast<std::size_t>(std::count(pixels.begin(), pixels.end(), 65535)));
}

/** Another byte in the middle, the same size. */
void
Change(const fs::path & path)
{
  std::string bytes = Read(path);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  Write(path, bytes);
}
} // namespace

TEST_CASE("a TIFF is read and digested in one pass, however its parts lie in the file")
{
  const TemporaryFolder                   folder;
  const fs::path                          path = folder / "a.tif";
  std::vector<std::vector<std::uint16_t>> pages = { Noise(1), Noise(2) };
  pages[1][7] = 65535;
  for (const std::uint16_t compression : { COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE })
  {
    for (const std::uint32_t tile : { 0u, 64u })
    {
      for (const std::string mode : { "wl", "wb", "w8l" })
      {
        for (const unsigned page : { 0u, 1u })
        {
          CAPTURE(compression);
          CAPTURE(tile);
          CAPTURE(mode);
          CAPTURE(page);
          TiffRecipe recipe = Recipe();
          recipe.compression = compression;
          recipe.tile = tile;
          recipe.mode = mode;
          MakePages(path, recipe, pages);
          const IndexedPlane plane = Indexed(path, page);
          const PlaneSurvey  survey = SurveyIndexedPlane(plane);
          CHECK(survey.kind.width == kWidth);
          CHECK(survey.kind.height == kHeight);
          CHECK(survey.kind.bits == 16);
          CheckIs(survey.range, pages[page]);
          const Plane::Pointer read = ReadIndexedPlane(plane);
          CHECK(std::equal(pages[page].begin(), pages[page].end(), read->GetBufferPointer()));
          Change(path);
          CHECK_HOLDS(MessageOf([&] { SurveyIndexedPlane(plane); }), "changed since it was indexed (same size");
          CHECK_HOLDS(MessageOf([&] { ReadIndexedPlane(plane); }), "changed since it was indexed (same size");
        }
      }
    }
  }
}

TEST_CASE("a file that changed and cannot be decoded any more is refused because it changed")
{
  const TemporaryFolder folder;
  const fs::path        path = folder / "a.tif";
  MakePages(path, Recipe(), { Noise(1) });
  const IndexedPlane plane = Indexed(path);
  Write(path, std::string(fs::file_size(path), 'x'));
  CHECK_HOLDS(MessageOf([&] { SurveyIndexedPlane(plane); }), "changed since it was indexed");
  CHECK_HOLDS(MessageOf<BadData>([&] { SurveyIndexedPlane(Indexed(path)); }), "is no TIFF");
  fs::resize_file(path, 10);
  CHECK_HOLDS(MessageOf([&] { ReadIndexedPlane(plane); }), "bytes then, 10 now");
  fs::remove(path);
  CHECK_HOLDS(MessageOf([&] { ReadIndexedPlane(plane); }), "is gone since it was indexed");
  CHECK_HOLDS(MessageOf<BadData>([&] { ReadIndexedPlane({ path, 0, "", "" }); }), "was missing when");
}

TEST_CASE("without a digest a file is taken for the indexed one by its size")
{
  const TemporaryFolder folder;
  const fs::path        path = folder / "a.tif";
  MakePages(path, Recipe(), { Noise(1) });
  IndexedPlane plane = Indexed(path);
  plane.digest = "";
  MakePages(path, Recipe(), { Noise(2) });
  CheckIs(SurveyIndexedPlane(plane).range, Noise(2));
}

TEST_CASE("floats that are no numbers are refused, grey levels of palettes and of white as zero are surveyed")
{
  const TemporaryFolder folder;
  const auto            plane = Plane::New();
  plane->SetRegions(itk::Size<2>{ { 3, 1 } });
  plane->Allocate();
  plane->GetBufferPointer()[0] = 1.5F;
  plane->GetBufferPointer()[1] = std::nanf("");
  plane->GetBufferPointer()[2] = -2.0F;
  WriteTiffFloat(folder / "nan.tif", { plane.GetPointer() });
  CHECK_HOLDS(MessageOf<BadData>([&] { SurveyIndexedPlane(Indexed(folder / "nan.tif")); }),
              "1 of its 3 pixels is no finite number");
  plane->GetBufferPointer()[1] = 65535.0F;
  WriteTiffFloat(folder / "f.tif", { plane.GetPointer() });
  const PixelRange floats = SurveyIndexedPlane(Indexed(folder / "f.tif")).range;
  CHECK(floats.minimum == -2);
  CHECK(floats.maximum == 65535);
  CHECK(floats.saturated == 0);

  TiffRecipe recipe;
  recipe.width = 2;
  recipe.height = 1;
  recipe.photometric = PHOTOMETRIC_MINISWHITE;
  MakeTiff(folder / "white.tif", recipe, { 0, 55 });
  const PixelRange white = SurveyIndexedPlane(Indexed(folder / "white.tif")).range;
  CHECK(white.minimum == 200);
  CHECK(white.maximum == 255);
  CHECK(white.saturated == 1);
  std::vector<std::uint16_t> levels(256);
  for (std::size_t i = 0; i < levels.size(); ++i)
  {
    levels[i] = static_cast<std::uint16_t>((255 - i) << 8);
  }
  recipe.photometric = PHOTOMETRIC_PALETTE;
  recipe.tags = [&](TIFF * tiff) { TIFFSetField(tiff, TIFFTAG_COLORMAP, levels.data(), levels.data(), levels.data()); };
  MakeTiff(folder / "palette.tif", recipe, { 0, 55 });
  CHECK(SurveyIndexedPlane(Indexed(folder / "palette.tif")).range.minimum == 200);
}

TEST_CASE("a verified file is known again until it changes; one that changed just now is not remembered")
{
  constexpr std::int64_t kSecond = 1'000'000'000;
  const FileStamp        stamp{ 1, 2, 3, 10 * kSecond };
  VerifiedFiles          files;
  files.Add(stamp, "d", 11 * kSecond);
  CHECK_FALSE(files.Holds(stamp, "d"));
  files.Add(stamp, "d", 12 * kSecond);
  CHECK(files.Holds(stamp, "d"));
  CHECK_FALSE(files.Holds(stamp, "e"));
  CHECK_FALSE(files.Holds({ 1, 2, 3, 10 * kSecond + 1 }, "d"));
  CHECK_FALSE(files.Holds({ 1, 4, 3, 10 * kSecond }, "d"));
  for (std::uint64_t i = 0; i < 64; ++i)
  {
    files.Add({ 2, i, 3, 0 }, "d", 12 * kSecond);
  }
  CHECK_FALSE(files.Holds(stamp, "d")); // memory is bounded

  const TemporaryFolder folder;
  CHECK_FALSE(StampOf(folder / "none"));
  Write(folder / "a", "1");
  const std::optional<FileStamp> before = StampOf(folder / "a");
  Write(folder / "a", "12");
  CHECK(before);
  CHECK(StampOf(folder / "a") != before);
}
