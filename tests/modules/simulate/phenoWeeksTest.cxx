#include "phenoSimulateTestHelpers.h"

#include "phenoScreenDesign.h"
#include "phenoTruth.h"

#include <set>

using namespace pheno;

namespace
{
/** Compound A of week 1, B of week 2, C of both; two doses in duplicate; stains differ between batches alone. */
Recipe
RecipeOfTwoWeeks()
{
  Json document = test::SmallRecipe({ { "doses", { 1, 2 } }, { "plate", { { "replicates", 2 } } } });
  document["mechanisms"][0]["compounds"] = { { { "name", "A" }, { "ec50", 1 }, { "week", 1 } },
                                             { { "name", "B" }, { "ec50", 1 }, { "week", 2 } },
                                             { { "name", "C" }, { "ec50", 1 } } };
  document["plate_effects"] = {
    { "plate_stain_sd", 0 }, { "well_stain_sd", 0 }, { "gradient_sd", 0 }, { "edge_stain_gain", 0 }
  };
  return ParseRecipe(document);
}
} // namespace

TEST_CASE("every week has a plate a dose and replicate, with the compounds of the week")
{
  const auto               plates = simulate::DesignScreen(RecipeOfTwoWeeks());
  std::vector<std::string> names;
  for (const auto & plate : plates)
  {
    names.push_back(plate.name);
    CHECK(plate.index == static_cast<int>(names.size()) - 1);
    std::set<std::string> compounds;
    for (const auto & well : plate.wells)
    {
      compounds.insert(well.compound);
    }
    CHECK(compounds == std::set<std::string>{ plate.week == 1 ? "A" : "B", "C", "DMSO" });
  }
  CHECK(names == std::vector<std::string>{ "SIM-W1-D1-R1",
                                           "SIM-W1-D1-R2",
                                           "SIM-W1-D2-R1",
                                           "SIM-W1-D2-R2",
                                           "SIM-W2-D1-R1",
                                           "SIM-W2-D1-R2",
                                           "SIM-W2-D2-R1",
                                           "SIM-W2-D2-R2" });
}

TEST_CASE("the plates of a week are a batch")
{
  const auto plates = simulate::DesignScreen(RecipeOfTwoWeeks());
  for (std::size_t s = 0; s < kStains; ++s)
  {
    const auto gain = [&](std::size_t plate) { return plates[plate].wells[0].stainGain[s]; };
    CHECK(gain(0) != gain(4));
    for (std::size_t plate = 1; plate < 4; ++plate)
    {
      CHECK(gain(plate) == gain(0));
      CHECK(gain(4 + plate) == gain(4));
    }
  }
}

TEST_CASE("the plate map tells the week where the recipe does")
{
  const Recipe recipe = RecipeOfTwoWeeks();
  const Table  map = simulate::PlateMapTable(recipe, simulate::DesignScreen(recipe));
  REQUIRE(map.Rows() == 24);
  for (std::size_t row = 0; row < map.Rows(); ++row)
  {
    CHECK(map.Cell(row, "week") == map.Cell(row, "plate").substr(5, 1));
  }
  const Recipe without = ParseRecipe(test::SmallRecipe());
  CHECK(!simulate::PlateMapTable(without, simulate::DesignScreen(without)).Has("week"));
}

TEST_CASE("a week without compounds of its own, and one with too many")
{
  Json document = test::SmallRecipe();
  document["mechanisms"][0]["compounds"][0]["week"] = 2;
  CHECK(test::Problems(document) ==
        std::vector<std::string>{ "/mechanisms: weeks go up to 2, but no compound is of week 1" });
  document["mechanisms"][0]["compounds"] = Json::array();
  for (int number = 0; number < 14; ++number) // eight wells, one of them a control
  {
    document["mechanisms"][0]["compounds"].push_back(
      { { "name", "C" + std::to_string(number) }, { "ec50", 1 }, { "week", number % 2 + 1 } });
  }
  CHECK(test::Problems(document).empty());
  document["mechanisms"][0]["compounds"][0]["week"] = 2;
  CHECK(test::Problems(document) ==
        std::vector<std::string>{
          "/plate: 1 controls and 8 compounds do not fit into the 8 wells from first_well to last_well" });
}
