#include "phenoInstrumentMaker.h"

using namespace pheno;

namespace
{
ScreenIndex
Make(const test::TemporaryFolder & folder, const IndexOptions & options = {})
{
  return MakeIndex("yokogawa", folder.Path(), folder.Path(), options);
}

std::string
Refusal(const test::TemporaryFolder & folder)
{
  return test::MessageOf([&] { Make(folder); });
}
} // namespace

TEST_CASE("MeasurementData.mlf: wells, fields, names of channels from the setting, positions, sizes of pixels")
{
  const test::TemporaryFolder folder;
  const test::Grid            grid;
  test::MakeCellVoyager(folder / "CP3-SC1-18_2021", grid, "CP3-SC1-18");
  const ScreenIndex index = Make(folder);
  CHECK(index.notes.empty());
  CHECK(index.table.Rows() == 12);
  test::CheckShots(index, folder.Path(), grid, "CP3-SC1-18", { "DNA", "ER" });
  CHECK(index.table.Texts("pixel_size_um") == Table::Text(12, "0.325"));
  CHECK(index.table.Cell(0, "position_x_um") == "100");
  CHECK(index.table.Cell(2, "position_x_um") == "200"); // second field
  CHECK(index.table.Cell(0, "position_y_um") == "-20.5");
  const std::vector<RecognizedLayout> known = RecognizeLayouts(folder.Path());
  REQUIRE(known.size() == 1);
  CHECK(known[0].layout == "yokogawa");
  CHECK_HOLDS(known[0].by, "MeasurementData.mlf");
}

TEST_CASE("without detail and setting channels are called as in file names")
{
  const test::TemporaryFolder folder;
  test::MakeCellVoyager(folder / "W1__2021", {}, "AssayPlate_Greiner");
  fs::remove(folder / "W1__2021" / "MeasurementDetail.mrf");
  fs::remove(folder / "W1__2021" / "S.mes");
  test::CheckShots(Make(folder), folder.Path(), {}, "W1", { "C01", "C02" });
}

TEST_CASE("plates that share the name of a template are called after their folders")
{
  const test::TemporaryFolder folder;
  test::MakeCellVoyager(folder / "W1", {}, "AssayPlate");
  test::MakeCellVoyager(folder / "W2", {}, "AssayPlate");
  const ScreenIndex index = Make(folder);
  test::CheckShots(index, folder.Path(), {}, "W1", { "DNA", "ER" });
  test::CheckShots(index, folder.Path(), {}, "W2", { "DNA", "ER" });
}

TEST_CASE("errors of the instrument are told, not listed")
{
  const test::TemporaryFolder folder;
  test::MakeCellVoyager(folder.Path(), {}, "P");
  const std::string error = "  <bts:MeasurementRecord bts:Type=\"ERR\" bts:Time=\"t\" bts:Column=\"14\" bts:Row=\"3\" "
                            "bts:TimePoint=\"1\">AF Error at C14 No. 0</bts:MeasurementRecord>\n";
  std::string       text = test::Read(folder / "MeasurementData.mlf");
  text.insert(text.find("  <bts:MeasurementRecord"), error);
  test::Write(folder / "MeasurementData.mlf", text);
  const ScreenIndex index = Make(folder);
  CHECK(index.table.Rows() == 12);
  REQUIRE(index.notes.size() == 1);
  CHECK_HOLDS(index.notes[0], "1 records are errors of the instrument, not images: AF Error at C14 No. 0");
  test::Write(folder / "MeasurementData.mlf", test::CellVoyagerList(error));
  CHECK_HOLDS(Refusal(folder), "holds no MeasurementRecord of type IMG (1 of other types)");
}

TEST_CASE("planes are a stack; two actions and projections of one channel are channels of their own")
{
  const test::TemporaryFolder folder;
  const test::Shot            shot{ 2, 3, 1, 1 };
  const auto                  record = [&](const std::string & from, const std::string & to, const std::string & file) {
    std::string text = test::CellVoyagerRecord(shot, file);
    return text.replace(text.find(from), from.size(), to);
  };
  const std::string first = test::CellVoyagerRecord(shot, "a.tif");
  test::Write(folder / "MeasurementData.mlf",
              test::CellVoyagerList(first + record("ZIndex=\"1\"", "ZIndex=\"2\"", "b.tif")));
  CHECK(Make(folder).table.Texts("z") == Table::Text{ "1", "2" });
  IndexOptions options;
  options.plane = "2";
  CHECK(Make(folder, options).table.Texts("path") == Table::Text{ "b.tif" });

  test::Write(folder / "MeasurementData.mlf",
              test::CellVoyagerList(first + record("ActionIndex=\"1\"", "ActionIndex=\"2\"", "b.tif")));
  CHECK(Make(folder).table.Texts("channel") == Table::Text{ "C01 L1A1", "C01 L1A2" });
  test::Write(
    folder / "MeasurementData.mlf",
    test::CellVoyagerList(first + test::CellVoyagerRecord(shot, "b.tif", " bts:ZImageProcessing=\"Maximum\"")));
  CHECK(Make(folder).table.Texts("channel") == Table::Text{ "C01", "C01 Maximum" });
}

TEST_CASE("without the list the names of the files are read")
{
  const test::TemporaryFolder folder;
  test::MakeCellVoyager(folder.Path(), {}, "CP3");
  fs::remove(folder / "MeasurementData.mlf");
  const ScreenIndex index = Make(folder);
  test::CheckShots(index, folder.Path(), {}, "CP3", { "C01", "C02" });
  CHECK_HOLDS(index.notes[0], "no MeasurementData.mlf was found");
  REQUIRE(RecognizeLayouts(folder.Path()).size() == 1);
  CHECK(RecognizeLayouts(folder.Path())[0].layout == "yokogawa");
}

TEST_CASE("damaged and incomplete lists say what is wrong")
{
  const test::TemporaryFolder folder;
  CHECK_HOLDS(Refusal(folder),
              "no MeasurementData.mlf was found in it or up to three folders below, and none of its 0");
  const std::string whole = test::CellVoyagerList(test::CellVoyagerRecord({ 1, 1, 1, 1 }, "a.tif"));
  test::Write(folder / "MeasurementData.mlf", whole.substr(0, whole.size() / 2));
  CHECK_HOLDS(test::MessageOf<BadData>([&] { Make(folder); }), "MeasurementData.mlf: is no valid XML at byte");
  std::string text = whole;
  text.replace(text.find("bts:FieldIndex=\"1\""), 18, "");
  test::Write(folder / "MeasurementData.mlf", text);
  CHECK_HOLDS(Refusal(folder), "the record of 'a.tif' has no FieldIndex");
  test::Write(folder / "MeasurementData.mlf",
              test::CellVoyagerList(test::CellVoyagerRecord({ 1, 1, 1, 1 }, "a.tif") +
                                    test::CellVoyagerRecord({ 1, 1, 1, 1 }, "b.tif")));
  CHECK_HOLDS(Refusal(folder), "1 image is listed twice");
  CHECK_HOLDS(Refusal(folder), "A01 site 1 channel C01: a.tif and b.tif");
}
