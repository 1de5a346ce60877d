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

TEST_CASE("all 1536 wells, in letters and in numbers; the spelling of before stays")
{
  const test::TemporaryFolder folder;
  std::string                 letters = "well,row\n";
  std::string                 numbers = "well,row\n";
  for (int row = 0; row < 32; ++row)
  {
    for (int column = 0; column < 48; ++column)
    {
      const std::string name =
        row < 26 ? std::string(1, static_cast<char>('A' + row)) : std::string("A") + static_cast<char>('A' + row - 26);
      const std::string line = "," + std::to_string(row * 48 + column) + "\n";
      letters += name + std::to_string(column + 1) + line;
      numbers += "r" + std::to_string(row + 1) + "c" + std::to_string(column + 1) + line;
    }
  }
  const PlateMap one = ReadMap(folder, "letters.csv", letters);
  const PlateMap two = ReadMap(folder, "numbers.csv", numbers);
  CHECK(one.Rows() == 1536);
  CHECK(one.RowOf("", "AF48") == 1535);
  CHECK(two.RowOf("", "AF48") == 1535);
  CHECK(one.Lookup({ "" }, { "AA01" }, "well_original") == Table::Text{ "AA1" });
  CHECK(two.Lookup({ "" }, { "AA01" }, "well_original") == Table::Text{ "r27c1" });
}

TEST_CASE("wells told by rows and columns; other tables with rows and columns stay as they are")
{
  std::vector<std::string> notes;
  const Table wells = NormalizePlateMap(Table({ "row", "Column", "compound" }, { { "B", "3", "x" } }), "map", notes);
  CHECK(wells.Texts("well") == Table::Text{ "B03" });
  CHECK(notes == std::vector<std::string>{ "map: wells from its rows and columns" });
  notes.clear();
  const Table other = NormalizePlateMap(Table({ "row", "column" }, { { "gene", "7" } }), "genes", notes);
  CHECK_FALSE(other.Has("well"));
  CHECK(notes.empty());
}

TEST_CASE("frames of SPC get the names of plate maps beside their own")
{
  std::vector<std::string> notes;
  const Table frame({ "filepath", "cell_type", "plate", "well", "moa", "treatment", "compound_name", "compound_uM" },
                    { { "a.tif", "HaCaT", "P1", "a1", "DMSO", "DMSO", "DMSO", "0" },
                      { "b.tif", "HaCaT", "P1", "a2", "Aurora", "AZ@1.0", "AZ", "1.0" } });
  const Table map = NormalizePlateMap(frame, "platemap", notes);
  CHECK(map.Texts("compound") == Table::Text{ "DMSO", "AZ" });
  CHECK(map.Texts("dose") == Table::Text{ "0", "1.0" });
  CHECK(map.Texts("mechanism") == Table::Text{ "DMSO", "Aurora" });
  CHECK(map.Texts("role") == Table::Text{ "negcon", "trt" });
  CHECK(map.Texts("compound_name") == Table::Text{ "DMSO", "AZ" });
  CHECK(notes == std::vector<std::string>{ "platemap: is a frame of SPC: compound from compound_name, dose from "
                                           "compound_uM, mechanism from moa, role from moa (negcon: DMSO)" });
  // What the table says itself stands.
  notes.clear();
  const Table own({ "well", "moa", "compound_name", "compound", "role" }, { { "A01", "DMSO", "x", "y", "poscon" } });
  const Table kept = NormalizePlateMap(own, "platemap", notes);
  CHECK(kept.Texts("compound") == Table::Text{ "y" });
  CHECK(kept.Texts("role") == Table::Text{ "poscon" });
}

namespace
{
/** A batch as the Cell Painting Gallery keeps it, below metadata/platemaps. */
void
MakeBatch(const test::TemporaryFolder & folder, const std::string & batch, const std::string & plates)
{
  const fs::path home = folder / "metadata" / "platemaps" / batch;
  test::Write(home / "barcode_platemap.csv", "Assay_Plate_Barcode,Plate_Map_Name\n" + plates);
  test::Write(home / "platemap" / "M1.txt",
              "well_position\tplate_map_name\tbroad_sample\nA01\tM1\t\nA02\tM1\tBRD-1\nb2\tM1\tBRD-2\n");
  test::Write(home / "platemap" / "M2.txt", "plate_map_name\twell_position\tbroad_sample\tdose\nM2\tA01\tBRD-1\t5\n");
}
} // namespace

TEST_CASE("JUMP's folder: barcodes, maps and metadata become a row a plate and well")
{
  const test::TemporaryFolder folder;
  MakeBatch(folder, "B1", "0012,M1\nBR2,M2\nBR3,M1\n");
  test::Write(folder / "metadata" / "external_metadata" / "external_metadata.tsv",
              "broad_sample\tpert_iname\nBRD-1\taspirin\n\tDMSO\nBRD-9\tx\n");
  std::vector<std::string> notes;
  const Table              read = ImportTable(folder / "metadata", notes);
  CHECK(notes.size() == 1);
  CHECK_HOLDS(notes[0], "external_metadata.tsv: does not know 1 values of broad_sample of the plate maps: BRD-2");
  const PlateMap map(std::make_shared<const Table>(NormalizePlateMap(read, "platemap", notes)));
  CHECK(map.Rows() == 7);
  CHECK(map.Lookup({ "0012", "BR3", "BR2", "0012" }, { "B02", "A02", "A01", "A01" }, "broad_sample") ==
        Table::Text{ "BRD-2", "BRD-1", "BRD-1", "" });
  CHECK(map.Lookup({ "0012", "BR3", "BR2" }, { "B02", "A02", "A01" }, "pert_iname") ==
        Table::Text{ "", "aspirin", "aspirin" });
  CHECK(map.Lookup({ "BR2", "BR3" }, { "A01", "A01" }, "dose") == Table::Text{ "5", "" });
  CHECK_FALSE(map.RowOf("BR2", "A02"));
  // The folder of the batch does as well, and the metadata is found above it.
  CHECK(ImportTable(folder / "metadata" / "platemaps" / "B1", notes).Texts("pert_iname") == read.Texts("pert_iname"));
}

TEST_CASE("JUMP's folder: two batches; what does not fit is named")
{
  const test::TemporaryFolder folder;
  MakeBatch(folder, "B1", "P1,M1\n");
  MakeBatch(folder, "B2", "P2,M1\n");
  std::vector<std::string> notes;
  const Table              both = ImportTable(folder / "metadata", notes);
  CHECK(both.Texts("plate") == Table::Text{ "P1", "P1", "P1", "P2", "P2", "P2" });
  REQUIRE(notes.size() == 2);
  CHECK_HOLDS(notes[0], "B1/barcode_platemap.csv: no plate has the maps M2.txt");
  const auto refusal = [&](const std::string & plates) {
    MakeBatch(folder, "B1", plates);
    return test::MessageOf([&] { ImportTable(folder / "metadata", notes); });
  };
  CHECK_HOLDS(refusal("P1,M3\n"), "names the plate map 'M3', and there is no");
  CHECK_HOLDS(refusal("P1,M1\nP1,M2\n"), "lists plate 'P1' twice");
  CHECK_HOLDS(refusal(""), "lists no plates");
  test::Write(folder / "metadata/platemaps/B1/barcode_platemap.csv", "Barcode,Map\nP1,M1\n");
  CHECK_HOLDS(test::MessageOf([&] { ImportTable(folder / "metadata", notes); }),
              "expected the columns Assay_Plate_Barcode and Plate_Map_Name; it has Barcode, Map");
  MakeBatch(folder, "B1", "P1,M1\n");
  test::Write(folder / "metadata/platemaps/B1/platemap/M1.txt", "position\tx\nA01\t1\n");
  CHECK_HOLDS(test::MessageOf([&] { ImportTable(folder / "metadata", notes); }), "M1.txt: has no column well_position");
  MakeBatch(folder, "B1", "P1,M1\n");
  test::Write(folder / "metadata/platemaps/B1/external_metadata.tsv", "broad_sample\tn\nBRD-1\ta\nBRD-1\tb\n");
  CHECK_HOLDS(test::MessageOf([&] { ImportTable(folder / "metadata", notes); }), "lists broad_sample 'BRD-1' twice");
  test::Write(folder / "metadata/platemaps/B1/external_metadata.tsv", "id\tn\nBRD-1\ta\n");
  CHECK_HOLDS(test::MessageOf([&] { ImportTable(folder / "metadata", notes); }),
              "shares no column with the plate maps");
  const test::TemporaryFolder empty;
  CHECK_HOLDS(test::MessageOf([&] { ImportTable(empty.Path(), notes); }), "is a folder without barcode_platemap.csv");
}
