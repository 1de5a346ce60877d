#include "phenoInstrumentMaker.h"

#include <set>

using namespace pheno;

namespace
{
ScreenIndex
Make(const test::TemporaryFolder & folder, const IndexOptions & options = {})
{
  return MakeIndex("imagexpress", folder.Path(), folder.Path(), options);
}

std::string
Refusal(const test::TemporaryFolder & folder)
{
  return test::MessageOf([&] { Make(folder); });
}

void
Replace(const fs::path & path, const std::string & from, const std::string & to)
{
  std::string text = test::Read(path);
  REQUIRE(text.find(from) != std::string::npos);
  test::Write(path, text.replace(text.find(from), from.size(), to));
}
} // namespace

TEST_CASE("HTD: wells, sites, names of waves; thumbnails are left out")
{
  const test::TemporaryFolder folder;
  const test::Grid            grid;
  test::MakeImageXpress(folder / "run", grid, "Plate_7");
  const ScreenIndex index = Make(folder);
  CHECK(index.notes.empty());
  CHECK(index.table.Rows() == 12);
  test::CheckShots(index, folder.Path(), grid, "Plate_7", { "DAPI", "Cy5" });
  const std::vector<RecognizedLayout> known = RecognizeLayouts(folder.Path());
  REQUIRE(known.size() == 1);
  CHECK(known[0].layout == "imagexpress");
  CHECK_HOLDS(known[0].by, "Plate_7.HTD");
}

TEST_CASE("folders of time points and steps along z")
{
  const test::TemporaryFolder folder;
  test::MakeImageXpress(folder / "run", {}, "P", "TimePoint_1/");
  test::CheckShots(Make(folder), folder.Path(), {}, "P", { "DAPI", "Cy5" });
  test::MakeImageXpress(folder / "run", {}, "P", "TimePoint_2/");
  CHECK_HOLDS(Refusal(folder), "lists time points 1, 2 of each field");
  IndexOptions options;
  options.timepoint = "2";
  const ScreenIndex second = Make(folder, options);
  test::CheckShots(second, folder.Path(), {}, "P", { "DAPI", "Cy5" });
  CHECK_HOLDS(second.table.Cell(0, "path"), "run/TimePoint_2/");

  const test::TemporaryFolder deep;
  test::MakeImageXpress(deep.Path(), {}, "P", "TimePoint_1/ZStep_1/");
  test::MakeImageXpress(deep.Path(), {}, "P", "TimePoint_1/ZStep_2/");
  const Table::Text planes = Make(deep).table.Texts("z");
  CHECK(std::set<std::string>(planes.begin(), planes.end()) == std::set<std::string>{ "1", "2" });
  // The list within the folder of the first time point.
  fs::rename(folder / "run" / "P.HTD", folder / "run" / "TimePoint_1" / "P.HTD");
  CHECK(Make(folder, options).table.Rows() == 12);
}

TEST_CASE("what the HTD asks for and is not there is told; so are images of other plates")
{
  const test::TemporaryFolder folder;
  test::MakeImageXpress(folder.Path(), {}, "P");
  fs::remove(folder / ("P_A01_s2_w2" + test::kGuid + ".tif"));
  test::WriteGrey(folder / ("Q_A01_s1_w1" + test::kGuid + ".tif"), 1);
  const ScreenIndex index = Make(folder);
  CHECK(index.table.Rows() == 11);
  CHECK_HOLDS(index.notes[0], "P.HTD: asks for 1 images that do not exist: A01 site 2 Cy5");
  CHECK_HOLDS(index.notes[1], "1 images beside it do not begin with 'P': left out, such as Q_A01_s1_w1");
}

TEST_CASE("an image that was taken twice is an error that names both files")
{
  const test::TemporaryFolder folder;
  test::MakeImageXpress(folder.Path(), {}, "P");
  test::WriteGrey(folder / "P_B12_s1_w1FFFFFFFF-0000-0000-0000-000000000000.tif", 1);
  CHECK_HOLDS(Refusal(folder), "1 image is listed twice");
  CHECK_HOLDS(Refusal(folder), "plate P well B12 site 1 channel DAPI: P_B12_s1_w10B8A9B3C");
}

TEST_CASE("two plates in one folder, each with its list")
{
  const test::TemporaryFolder folder;
  test::MakeImageXpress(folder.Path(), {}, "P");
  test::MakeImageXpress(folder.Path(), {}, "Q_2");
  const ScreenIndex index = Make(folder);
  CHECK(index.notes.empty());
  CHECK(index.table.Rows() == 24);
  test::CheckShots(index, folder.Path(), {}, "P", { "DAPI", "Cy5" });
  test::CheckShots(index, folder.Path(), {}, "Q_2", { "DAPI", "Cy5" });
}

TEST_CASE("two plates of one template are called after their folders")
{
  const test::TemporaryFolder folder;
  test::MakeImageXpress(folder / "A1170383", {}, "HTS");
  test::MakeImageXpress(folder / "A1170384", {}, "HTS");
  test::CheckShots(Make(folder), folder.Path(), {}, "A1170383", { "DAPI", "Cy5" });
  test::CheckShots(Make(folder), folder.Path(), {}, "A1170384", { "DAPI", "Cy5" });
  // The same without the lists, by names alone.
  fs::remove(folder / "A1170383" / "HTS.HTD");
  fs::remove(folder / "A1170384" / "HTS.HTD");
  const ScreenIndex index = Make(folder);
  test::CheckShots(index, folder.Path(), {}, "A1170383", { "w1", "w2" });
  test::CheckShots(index, folder.Path(), {}, "A1170384", { "w1", "w2" });
  CHECK_HOLDS(index.notes[0], "no .HTD file was found");
  CHECK_HOLDS(index.notes[1], "24 of 48 files have other names"); // the thumbnails
  REQUIRE(RecognizeLayouts(folder.Path()).size() == 1);
  CHECK(RecognizeLayouts(folder.Path())[0].layout == "imagexpress");
}

TEST_CASE("a plate without sites and a wave that was not collected")
{
  const test::TemporaryFolder folder;
  test::WriteGrey(folder / "P_B02_w1.TIF", 7);
  test::Write(folder / "P.htd", test::HtdText({ { { 2, 2 } }, 1, 2 }));
  Replace(folder / "P.htd", "\"Sites\", TRUE", "\"Sites\", FALSE");
  Replace(folder / "P.htd", "\"WaveCollect2\", 1", "\"WaveCollect2\", 0");
  const ScreenIndex index = Make(folder);
  CHECK(index.notes.empty());
  REQUIRE(index.table.Rows() == 1);
  CHECK(index.table.Cell(0, "well") == "B02");
  CHECK(index.table.Cell(0, "site") == "1");
  CHECK(index.table.Cell(0, "channel") == "DAPI");
}

TEST_CASE("damaged lists say what is wrong")
{
  const test::TemporaryFolder folder;
  CHECK_HOLDS(Refusal(folder), "no .HTD file was found in it or up to three folders below");
  const auto bad = [&](const std::string & from, const std::string & to) {
    test::Write(folder / "P.HTD", test::HtdText({}));
    Replace(folder / "P.HTD", from, to);
    return test::MessageOf<BadData>([&] { Make(folder); });
  };
  CHECK_HOLDS(bad("\"HTSInfoFile\"", "\"X\""), "does not begin with \"HTSInfoFile\"");
  CHECK_HOLDS(bad("\"XWells\", 24", "\"XWells\", 2400"), "expected \"XWells\", a number from 1 to 48, got '2400'");
  CHECK_HOLDS(bad("\"YWells\"", "\"Wells\""), "expected \"YWells\", a number from 1 to 32, got ''");
  CHECK_HOLDS(bad("\"WellsSelection3\"", "\"Selection3\""), "has no line \"WellsSelection3\"");
  CHECK_HOLDS(bad("\"NWavelengths\", 2", "\"NWavelengths\", two"), "expected \"NWavelengths\"");
  test::Write(folder / "P.HTD", "");
  CHECK_HOLDS(test::MessageOf<BadData>([&] { Make(folder); }), "is empty");
  test::Write(folder / "P.HTD", test::HtdText({}));
  CHECK_HOLDS(Refusal(folder), "is named P_<well>[_s<site>][_w<wave>]...tif");
}
