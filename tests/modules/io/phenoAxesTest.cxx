#include "phenoAxes.h"

#include "phenoTestFiles.h"

using namespace pheno;

TEST_CASE("columns that mean an axis get its name, others keep theirs")
{
  for (const char * name :
       { "Metadata_Plate", "plate", "PLATE", "Plate ID", "plate_id", "Assay_Plate_Barcode", "Image_Metadata_Plate" })
  {
    CAPTURE(name);
    CHECK(AxisOfColumn(name) == "plate");
  }
  CHECK(AxisOfColumn("Metadata_well_position") == "well");
  CHECK(AxisOfColumn("FieldID") == "site");
  CHECK(AxisOfColumn("Metadata_Batch") == "batch");
  for (const char * name : { "plate_map_name", "moa", "Metadata_PlateType", "wells", "row", "barcode" })
  {
    CAPTURE(name);
    CHECK(AxisOfColumn(name) == "");
  }
  const Table table = NormalizeAxes(Table({ "Metadata_Plate", "Well", "compound" }, { { "0012", "b2", "x" } }), "t");
  CHECK(table.Names() == std::vector<std::string>{ "plate", "well", "compound", "well_original" });
  CHECK(table.Cell(0, "plate") == "0012");
  CHECK(table.Cell(0, "well") == "B02");
  CHECK(table.Cell(0, "well_original") == "b2");
}

TEST_CASE("wells that are normal already leave no trace")
{
  const Table table({ "well", "x" }, { { "B02", "1" }, { "B03", "2" } });
  CHECK(NormalizeAxes(table, "t").Names() == table.Names());
  CHECK(NormalizeAxes(Table({ "well" }, {}), "t").Rows() == 0);
  CHECK(NormalizeAxes(Table(), "t").columns.empty());
  // A table that was normalised before keeps its first spellings.
  const Table twice = NormalizeAxes(Table({ "well", "well_original" }, { { "b2", "r02c02" } }), "t");
  CHECK(twice.Cell(0, "well_original") == "r02c02");
}

TEST_CASE("several columns for one axis")
{
  // The axis's own name first, then the name that differs in prefix alone, then the first of equals.
  CHECK(NormalizeAxes(Table({ "Metadata_Well", "well" }, { { "C03", "B02" } }), "t").Cell(0, "well") == "B02");
  CHECK(NormalizeAxes(Table({ "Metadata_FieldID", "Metadata_Site" }, { { "7", "3" } }), "t").Cell(0, "site") == "3");
  CHECK(NormalizeAxes(Table({ "plate_id", "plate_name" }, { { "P", "P" } }), "t").Cell(0, "plate") == "P");
  CHECK(test::MessageOf([] {
          NormalizeAxes(Table({ "plate_id", "plate_name" }, { { "1", "P" } }), "map");
        }) == "map: the columns 'plate_id' and 'plate_name' both mean the plate, and they differ; rename the right one "
              "to 'plate'");
}

TEST_CASE("what is no well is refused with row and text")
{
  const Table table({ "well" }, { { "A01" }, { "DMSO" } });
  CHECK(test::MessageOf([&] { NormalizeAxes(table, "platemap"); }) ==
        "platemap: row 2: expected a well such as B02, b2 or r02c02, got 'DMSO'");
}

TEST_CASE("numbers become text, so that shards are strings")
{
  Table table;
  table.Add("Plate", Table::Integer{ 7 });
  table.Add("Site", Table::Real{ 2.0 });
  const Table normal = NormalizeAxes(table, "t");
  CHECK(std::get<Table::Text>(normal.At("plate").cells) == Table::Text{ "7" });
  CHECK(std::get<Table::Text>(normal.At("site").cells) == Table::Text{ "2" });
}
