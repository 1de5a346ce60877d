#include "phenoTestFiles.h"
#include "phenoWellJoin.h"

using namespace pheno;
using namespace pheno::test;

namespace
{
PlateMap
MakeMap()
{
  return PlateMap(std::make_shared<const Table>(
    Table({ "plate", "well", "compound" },
          { { "P", "A01", "DMSO" }, { "P", "A02", "X" }, { "P", "A03", "Y" }, { "Q", "A01", "Z" } })));
}

Table
MakeRows()
{
  return Table({ "Metadata_Plate", "Metadata_Well" },
               { { "P", "A02" }, { "P", "B01" }, { "P", "B01" }, { "Q", "A01" }, { "R", "A01" } });
}
} // namespace

TEST_CASE("a join says what came in, what stays and which wells of either side have no partner")
{
  const WellJoin join = JoinWells(MakeRows(), MakeMap());
  CHECK(join.rows == 5);
  CHECK(join.matched == std::vector<std::size_t>{ 0, 3 });
  CHECK_FALSE(join.IsWhole());
  CHECK(join.unknownWells == std::vector<std::string>{ "P B01", "R A01" });
  CHECK(join.unusedWells == std::vector<std::string>{ "P A01", "P A03" });
  CHECK(join.Describe(2) ==
        "plate map: 5 rows in, 2 out, 3 unmatched (2 wells that the map does not know: P B01, R A01); "
        "2 of the map's 4 wells have no row (P A01, P A03)");
  const WellJoin whole = JoinWells(MakeRows().Select({ 0, 3 }), MakeMap());
  CHECK(whole.IsWhole());
  CHECK_HOLDS(whole.Describe(2), "2 rows in, 2 out, 0 unmatched; 2 of the map's 4 wells have no row");
  CHECK_HOLDS(MessageOf([] { JoinWells(Table({ "Metadata_Plate" }, {}), MakeMap()); }), "no column 'Metadata_Well'");
}

TEST_CASE("a map without plates serves every plate")
{
  const PlateMap map(std::make_shared<const Table>(Table({ "well", "role" }, { { "A01", "negcon" } })));
  const WellJoin join = JoinWells(MakeRows(), map);
  CHECK(join.matched == std::vector<std::size_t>{ 3, 4 });
  CHECK(join.unusedWells.empty());
}

TEST_CASE("columns of the map are added; rows that it does not know keep what they had")
{
  Table rows = MakeRows();
  SetMapColumns(rows, MakeMap());
  CHECK(rows.Texts("Metadata_compound") == Table::Text{ "X", "", "", "Z", "" });
  Table labelled = MakeRows();
  labelled.Add("Metadata_compound", Table::Text{ "a", "b", "c", "d", "e" });
  SetMapColumns(labelled, MakeMap());
  CHECK(labelled.Texts("Metadata_compound") == Table::Text{ "X", "b", "c", "Z", "e" });
}

TEST_CASE("names of what becomes of unmatched rows are checked")
{
  CHECK(UnmatchedFromName("drop") == Unmatched::Drop);
  CHECK_HOLDS(MessageOf([] { UnmatchedFromName("ignore"); }), "expected fail, keep or drop");
}
