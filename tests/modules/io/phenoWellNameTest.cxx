#include "phenoWellName.h"

#include "phenoTestFiles.h"

using namespace pheno;

TEST_CASE("the spellings of a well")
{
  for (const char * text : { "B2", "b2", "B02", "b002", "r02c02", "R2C2", "B-2", "B - 02", "b_2", " B02 ", "B/2" })
  {
    CAPTURE(text);
    CHECK(NormalizeWell(text) == std::optional<std::string>("B02"));
  }
  CHECK(NormalizeWell("af48") == std::optional<std::string>("AF48"));
  CHECK(NormalizeWell("r32c48") == std::optional<std::string>("AF48"));
  CHECK(NormalizeWell("R2") == std::optional<std::string>("R02")); // row R, not a row number
  CHECK(NormalizeWell("C2") == std::optional<std::string>("C02"));
}

TEST_CASE("what is no well")
{
  for (const char * text : { "",
                             "B",
                             "2",
                             "B0",
                             "B49",
                             "AG1",
                             "ZZ1",
                             "AAA1",
                             "r0c1",
                             "r33c1",
                             "r1c0",
                             "r02c02f01",
                             "B2x",
                             "B--2",
                             "DMSO",
                             "02B",
                             "B99999" })
  {
    CAPTURE(text);
    CHECK_FALSE(NormalizeWell(text).has_value());
  }
}

TEST_CASE("every well of a 1536-well plate goes to its position and back")
{
  for (int row = 0; row < 32; ++row)
  {
    for (int column = 0; column < 48; ++column)
    {
      const std::string  well = WellAt({ row, column });
      const WellPosition position = PositionOfWell(well);
      CHECK((position.row == row && position.column == column));
      CHECK(NormalizeWell(well) == std::optional<std::string>(well));
    }
  }
  CHECK(WellAt({ 1, 1 }) == "B02");
  CHECK(WellAt({ 26, 0 }) == "AA01");
  CHECK_THROWS_AS(PositionOfWell("b2"), Error);
  CHECK_THROWS_AS(WellAt({ 32, 0 }), Error);
  CHECK_THROWS_AS(WellAt({ 0, -1 }), Error);
}
