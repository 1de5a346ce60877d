#include "phenoInstrumentMaker.h"

using namespace pheno;

namespace
{
ScreenIndex
Make(const std::string & layout, const test::TemporaryFolder & folder, const IndexOptions & options = {})
{
  return MakeIndex(layout, folder.Path(), folder.Path(), options);
}

std::string
Refusal(const test::TemporaryFolder & folder)
{
  return test::MessageOf([&] { Make("incell", folder); });
}
} // namespace

TEST_CASE("IN Cell: wells, fields from 1, filters as channels, positions, sizes of pixels")
{
  const test::TemporaryFolder folder;
  const test::Grid            grid;
  test::MakeInCell(folder / "scan", grid, "IC7");
  const ScreenIndex index = Make("incell", folder);
  CHECK(index.notes.empty());
  CHECK(index.table.Rows() == 12);
  test::CheckShots(index, folder.Path(), grid, "IC7", { "DAPI", "Green - dsRed" });
  CHECK(index.table.Texts("pixel_size_um") == Table::Text(12, "0.37"));
  CHECK(index.table.Cell(0, "position_x_um") == "10");
  CHECK(index.table.Cell(2, "position_x_um") == "20"); // second field
  CHECK(index.table.Cell(0, "position_z_um") == "7.5");
  const std::vector<RecognizedLayout> known = RecognizeLayouts(folder.Path());
  REQUIRE(known.size() == 1);
  CHECK(known[0].layout == "incell");
  CHECK_HOLDS(known[0].by, "IC7.xdce");
}

TEST_CASE("IN Cell: the names of the files where the list is lost")
{
  const test::TemporaryFolder folder;
  test::MakeInCell(folder / "scan", {}, "IC7");
  fs::remove(folder / "scan" / "IC7.xdce");
  const ScreenIndex index = Make("incell", folder);
  test::CheckShots(index, folder.Path(), {}, "scan", { "DAPI - DAPI", "Green - dsRed" });
  REQUIRE(RecognizeLayouts(folder.Path()).size() == 1);
  CHECK(RecognizeLayouts(folder.Path())[0].layout == "incell");

  const test::TemporaryFolder deep; // other spellings: a prefix, planes, an index of the wavelength
  test::WriteGrey(deep / "P_B - 2(fld 1 wv Cy3 - Cy3 wix 1).tif", 1);
  test::WriteGrey(deep / "P_B - 2(fld 1 wv FITC - FITC z 1).tif", 2);
  const Table table = Make("incell", deep).table;
  CHECK(table.Texts("well") == Table::Text{ "B02", "B02" });
  CHECK(table.Texts("channel") == Table::Text{ "Cy3 - Cy3", "FITC - FITC" });
  CHECK(table.Texts("plane") == Table::Text{ "", "1" });
}

TEST_CASE("IN Cell: damaged and incomplete lists say what is wrong")
{
  const test::TemporaryFolder folder;
  CHECK_HOLDS(Refusal(folder), "no .xdce file was found in it or up to three folders below");
  test::MakeInCell(folder.Path(), {}, "P");
  const std::string whole = test::Read(folder / "P.xdce");
  const auto        changed = [&](const std::string & from, const std::string & to) {
    std::string text = whole;
    test::Write(folder / "P.xdce", text.replace(text.find(from), from.size(), to));
    return Refusal(folder);
  };
  CHECK(changed("number=\"1\"", "number=\"1\"") == "");
  CHECK_HOLDS(changed("field_index=\"0\"", "field_index=\"x\""),
              "expected a number as field_index of A - 01(fld 1 wv DAPI - DAPI).tif, got 'x'");
  CHECK_HOLDS(changed("wave_index=\"0\"", ""), "expected a number as wave_index, got ''");
  CHECK_HOLDS(changed("<Row number=\"1\"/>", ""), "expected a well such as B02");
  CHECK_HOLDS(changed("filename=\"A - 01", "file=\"A - 01"), "an <Image> has no filename");
  CHECK_HOLDS(changed("<Images ", "<Pictures "), "is no valid XML at byte");
  test::Write(folder / "P.xdce", "<ImageStack/>");
  CHECK_HOLDS(Refusal(folder), "<ImageStack> has no <Images>");
}

TEST_CASE("Incucyte: exports in folders of channels, one time point")
{
  const test::TemporaryFolder folder;
  test::MakeIncucyte(folder.Path(), {}, "VID12");
  const ScreenIndex index = Make("incucyte", folder);
  test::CheckShots(index, folder.Path(), {}, "VID12", { "Phase", "Green" });
  CHECK_FALSE(index.table.Has("timepoint"));
  REQUIRE(RecognizeLayouts(folder.Path()).size() == 1);
  CHECK(RecognizeLayouts(folder.Path())[0].layout == "incucyte");
}

TEST_CASE("Incucyte: the archive's folders of days, times and vessels")
{
  const test::TemporaryFolder folder;
  for (const std::string time : { "0600", "1110" })
  {
    test::WriteGrey(folder / "EssenFiles/ScanData/2207/19" / time / "262" / "B3-1-C2.tif", 5);
  }
  CHECK_HOLDS(test::MessageOf([&] { Make("incucyte", folder); }), "lists time points 2207/19/0600, 2207/19/1110");
  IndexOptions options;
  options.timepoint = "2207/19/1110";
  const Table table = Make("incucyte", folder, options).table;
  CHECK(table.Texts("plate") == Table::Text{ "262" });
  CHECK(table.Texts("well") == Table::Text{ "B03" });
  CHECK(table.Texts("site") == Table::Text{ "1" });
  CHECK(table.Texts("channel") == Table::Text{ "C2" });
}
