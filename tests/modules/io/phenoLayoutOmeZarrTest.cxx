#include "phenoOmeZarrMaker.h"
#include "phenoReadPlane.h"
#include "phenoScreenIndex.h"

using namespace pheno;

namespace
{
ScreenIndex
Make(const test::TemporaryFolder & folder)
{
  return MakeIndex("ome_zarr", folder.Path(), folder.Path(), {});
}

/** The row of a place; fails the test where there is none or more than one. */
std::size_t
RowOf(const Table & index, const std::string & well, const std::string & site, const std::string & channel)
{
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < index.Rows(); ++i)
  {
    if (index.Cell(i, "well") == well && index.Cell(i, "site") == site && index.Cell(i, "channel") == channel)
    {
      rows.push_back(i);
    }
  }
  REQUIRE(rows.size() == 1);
  return rows.front();
}
} // namespace

TEST_CASE("a sparse plate gives a row a plane, and each row reads its own pixels")
{
  for (const unsigned zarr : { 2u, 3u })
  {
    CAPTURE(zarr);
    const test::TemporaryFolder folder;
    test::MakePlate(folder / "raw/P1.zarr", zarr, "");
    const ScreenIndex index = Make(folder);
    CHECK(
      index.table.Names() ==
      std::vector<std::string>{ "plate", "well", "site", "channel", "path", "size", "digest", "page", "acquisition" });
    REQUIRE(index.table.Rows() == 6);
    CHECK(index.table.Texts("plate") == Table::Text(6, "P1"));
    const std::size_t row = RowOf(index.table, "B03", "1", "ER");
    CHECK(index.table.Cell(row, "path") == "raw/P1.zarr/B/3/1/0");
    CHECK(index.table.Cell(row, "page") == "1");
    const auto read = [&](std::size_t at) {
      const fs::path path = folder / index.table.Cell(at, "path");
      VerifyIndexed(
        path, index.table.Cell(at, "size"), index.table.Cell(at, "digest"), PageNumber(index.table.Cell(at, "page")));
      return ReadPlane(path, PageNumber(index.table.Cell(at, "page")));
    };
    CHECK(test::SamePixels(*read(row), *test::MakePlane(9, 7, 6000)));
    CHECK(test::SamePixels(*read(RowOf(index.table, "B03", "0", "DNA")), *test::MakePlane(9, 7, 0)));
    CHECK(test::SamePixels(*read(RowOf(index.table, "D11", "0", "DNA")), *test::MakePlane(9, 7, 500)));
    CHECK(index.notes.size() == 1); // D11 has fewer fields
  }
}

TEST_CASE("a plane that changed since it was indexed is refused, its neighbours are not")
{
  const test::TemporaryFolder folder;
  test::MakePlate(folder / "P1.zarr", 3);
  const ScreenIndex index = Make(folder);
  const std::size_t dna = RowOf(index.table, "D11", "0", "DNA");
  const std::size_t er = RowOf(index.table, "D11", "0", "ER");
  const auto        verify = [&](std::size_t row) {
    VerifyIndexed(folder / index.table.Cell(row, "path"),
                  index.table.Cell(row, "size"),
                  index.table.Cell(row, "digest"),
                  PageNumber(index.table.Cell(row, "page")));
  };
  verify(dna);
  const fs::path chunk = folder / "P1.zarr/D/11/0/0/c/0/0/0";
  std::string    bytes = test::Read(chunk);
  bytes.back() ^= 1;
  test::Write(chunk, bytes);
  CHECK_HOLDS(test::MessageOf([&] { verify(dna); }), "changed since it was indexed (same size, other content)");
  CHECK(test::MessageOf([&] { verify(er); }) == "");
  fs::remove(chunk);
  CHECK_HOLDS(test::MessageOf([&] { verify(dna); }), "changed since it was indexed (");
  fs::remove_all(folder / "P1.zarr/D/11/0");
  CHECK_HOLDS(test::MessageOf([&] { verify(dna); }), "is gone since it was indexed");
}

TEST_CASE("images that are not there or damaged stay in the index as missing and are named")
{
  const test::TemporaryFolder folder;
  test::MakePlate(folder / "P1.zarr", 2);
  fs::remove_all(folder / "P1.zarr/D/11/0");
  test::Write(folder / "P1.zarr/B/3/1/0/.zarray", "{");
  const ScreenIndex index = Make(folder);
  REQUIRE(index.table.Rows() == 6);
  for (const auto & [well, site] : { std::pair("D11", "0"), std::pair("B03", "1") })
  {
    const std::size_t row = RowOf(index.table, well, site, "ER");
    CHECK(index.table.Cell(row, "size") == "");
    CHECK(index.table.Cell(row, "digest") == "");
  }
  CHECK(index.table.Cell(RowOf(index.table, "B03", "0", "ER"), "size") != "");
  const std::string notes = Join(index.notes, "\n");
  CHECK_HOLDS(notes, "D/11/0: is no Zarr array or group");
  CHECK_HOLDS(notes, ".zarray");
  // A well that was never written.
  fs::remove_all(folder / "P1.zarr/D");
  CHECK_HOLDS(Join(Make(folder).notes, "\n"), "lists the well D/11, which holds no image");
}

TEST_CASE("planes and time points are rows of their own")
{
  const test::TemporaryFolder folder;
  OmeZarrPlateWriter          writer(folder / "P1.zarr", "P1", 3);
  OmeZarrStack                stack{ { "DNA" }, 2, 3, {} };
  for (int i = 0; i < 6; ++i)
  {
    stack.planes.push_back(test::MakePlane(5, 4, static_cast<float>(100 * i)));
  }
  WriteOmeZarrImage(writer.AddField("A01"), stack);
  writer.Finish();
  const Table index = Make(folder).table;
  REQUIRE(index.Rows() == 6);
  CHECK(index.Texts("t") == Table::Text{ "0", "0", "0", "1", "1", "1" });
  CHECK(index.Texts("z") == Table::Text{ "0", "1", "2", "0", "1", "2" });
  CHECK(index.Texts("page") == Table::Text{ "0", "1", "2", "3", "4", "5" });
  CHECK(ReadPlane(folder / index.Cell(4, "path"), 4)->GetBufferPointer()[0] == 400);
}

TEST_CASE("the version stands with the plate, with the group, or in both places")
{
  for (const bool both : { false, true })
  {
    const test::TemporaryFolder folder;
    test::MakePlate(folder / "P1.zarr", 3);
    for (const std::string file : { "P1.zarr/zarr.json", "P1.zarr/B/3/zarr.json" })
    {
      Json   json = Json::parse(test::Read(folder / file));
      Json & ome = json["attributes"]["ome"];
      ome[ome.contains("plate") ? "plate" : "well"]["version"] = "0.5";
      if (!both)
      {
        ome.erase("version");
      }
      test::Write(folder / file, json.dump());
    }
    CHECK(ReadOmeZarrPlate(folder / "P1.zarr").version == "0.5");
    CHECK(Make(folder).table.Rows() == 6);
  }
}

TEST_CASE("what is no plate is said")
{
  const test::TemporaryFolder folder;
  CHECK_HOLDS(test::MessageOf([&] { Make(folder); }), "no OME-Zarr plate was found in it or up to three folders below");
  test::MakePlate(folder / "P1.zarr", 2);
  Json json = Json::parse(test::Read(folder / "P1.zarr/.zattrs"));
  json["plate"]["wells"][0]["path"] = "../elsewhere";
  test::Write(folder / "P1.zarr/.zattrs", json.dump());
  CHECK_HOLDS(test::MessageOf<BadData>([&] { Make(folder); }), "expected a row and a column of the plate");
  json["plate"]["wells"][0] = { { "path", "B/3" }, { "rowIndex", 1 }, { "columnIndex", 0 } };
  test::Write(folder / "P1.zarr/.zattrs", json.dump());
  CHECK_HOLDS(test::MessageOf<BadData>([&] { Make(folder); }), "rowIndex: expected the index of 'B', 0, got 1");
  OmeZarrPlateWriter empty(folder / "E.zarr", "E", 3);
  CHECK_HOLDS(test::MessageOf([&] { empty.Finish(); }), "a plate without wells cannot be written");
  CHECK_HOLDS(test::MessageOf([&] { empty.AddField("x"); }), "expected a well such as B02, got 'x'");
}
