#include "phenoPlateMap.h"

#include "phenoAxes.h"
#include "phenoTestFiles.h"
#include "phenoValueCodec.h"

using namespace pheno;

namespace
{
/** A plate map as a run reads it: any delimiter, names and wells made alike. */
PlateMap
ReadMap(const test::TemporaryFolder & folder, const std::string & file, const std::string & text)
{
  test::Write(folder / file, text);
  const auto read = std::get<Ptr<Table>>(ImportValue(ValueType::Table, folder / file));
  return PlateMap(std::make_shared<const Table>(NormalizeAxes(*read, "platemap")));
}

std::string
Refusal(const std::string & text)
{
  const test::TemporaryFolder folder;
  return test::MessageOf([&] { ReadMap(folder, "map.csv", text); });
}
} // namespace

TEST_CASE("wells are found in any spelling, whatever the columns are called")
{
  const test::TemporaryFolder folder;
  const PlateMap              map = ReadMap(
    folder,
    "map.csv",
    "Metadata_Plate,well_position,compound,role\nP1,b2,x,trt\nP1,B-03,y,trt\nP2,r02c02,z,negcon\nP2,C12,w,trt\n");
  CHECK(map.RowOf("P1", "B02") == 0);
  CHECK(map.RowOf("P1", "B03") == 1);
  CHECK(map.RowOf("P2", "B02") == 2);
  CHECK(map.RowOf("P2", "C12") == 3);
  CHECK_FALSE(map.RowOf("P3", "B02"));
  CHECK_FALSE(map.RowOf("P1", "C12"));
  CHECK(map.Lookup({ "P2", "P1", "P1" }, { "B02", "B03", "H12" }, "compound") == Table::Text{ "z", "y", "" });
}

TEST_CASE("a comma, a semicolon or a tab separates columns")
{
  const test::TemporaryFolder folder;
  for (const auto & [file, delimiter] :
       { std::pair("map.csv", ","), { "map.csv", "\t" }, { "map.tsv", "\t" }, { "map.txt", "\t" } })
  {
    CAPTURE(file);
    CAPTURE(delimiter);
    const std::string d = delimiter;
    const PlateMap    map =
      ReadMap(folder, file, "well" + d + "compound" + d + "dose\nA1" + d + "\"DMSO, washed\"" + d + "0.5\n");
    CHECK(map.Columns() == std::vector<std::string>{ "compound", "dose", "well_original" });
    CHECK(map.Lookup({ "" }, { "A01" }, "dose") == Table::Text{ "0.5" });
  }
}

TEST_CASE("a map without plates serves every plate, one with plates its own")
{
  const test::TemporaryFolder folder;
  const PlateMap              one = ReadMap(folder, "map.csv", "well,compound\nA01,x\n");
  CHECK(one.RowOf("P1", "A01") == 0);
  CHECK(one.RowOf("P2", "A01") == 0);
  const PlateMap own = ReadMap(folder, "map.csv", "plate,well,compound\n0012,A01,x\n");
  CHECK(own.RowOf("0012", "A01") == 0); // a plate that looks like a number keeps its zeros
  CHECK_FALSE(own.RowOf("12", "A01"));
}

TEST_CASE("what a map lacks or has twice is one sentence")
{
  CHECK(Refusal("well,compound\nA01,x\na1,y\n") == "the plate map lists well A01 twice; expected one row a well");
  CHECK(Refusal("plate,well\nP1,A01\nP2,A01\nP1,r01c01\n") ==
        "the plate map lists well A01 of plate P1 twice; expected one row a well");
  CHECK_HOLDS(Refusal("plate,compound\nP1,x\n"), "no column 'well'");
  CHECK_HOLDS(Refusal("well,compound\nA01,x\nZZ99,y\n"),
              "row 2: expected a well such as B02, b2 or r02c02, got 'ZZ99'");
  const test::TemporaryFolder folder;
  const PlateMap              map = ReadMap(folder, "map.csv", "well,compound\nA01,x\n");
  CHECK_HOLDS(test::MessageOf([&] { map.Lookup({ "P" }, { "A01" }, "role"); }), "no column 'role'");
}
