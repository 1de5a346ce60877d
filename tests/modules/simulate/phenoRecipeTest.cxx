#include "phenoFolders.h"
#include "phenoSimulateTestHelpers.h"

#include <boost/filesystem/fstream.hpp>

using namespace pheno;
using test::Problems;
using test::SmallRecipe;

TEST_CASE("defaults are filled in")
{
  const Recipe recipe = ParseRecipe(SmallRecipe());
  CHECK(recipe.channels[0].name == "HOECHST 33342");
  CHECK(recipe.channels[2].name == "MitoTracker Deep Red");
  CHECK(recipe.traits[static_cast<std::size_t>(Trait::CellCount)].baseline == 6.0);
  CHECK(recipe.traits[static_cast<std::size_t>(Trait::CellCount)].cell_sd == 0.15);
  CHECK(recipe.mechanisms.at(0).compounds.at(0).strength == 1.0);
  for (std::size_t t = 0; t < kTraits; ++t)
  {
    CHECK(recipe.mechanisms[0].effects[t] == NeutralEffect(static_cast<Trait>(t)));
  }
}

TEST_CASE("every trait of the code is in the schema under its name, as effect and as trait")
{
  for (std::size_t t = 0; t < kTraits; ++t)
  {
    const auto   trait = static_cast<Trait>(t);
    const double value = IsShare(trait) ? 0.25 : 0.75;
    Json         document = SmallRecipe();
    document["mechanisms"][0]["effects"][NameOf(trait)] = value;
    document["traits"][NameOf(trait)]["baseline"] = value;
    const Recipe recipe = ParseRecipe(document);
    CHECK(recipe.mechanisms[0].effects[t] == value);
    CHECK(recipe.traits[t].baseline == value);
  }
}

TEST_CASE("all that is wrong with a recipe is told at once, where and with the nearest name")
{
  Json document = SmallRecipe({ { "imagge", Json::object() }, { "doses", { -1 } } });
  document["mechanisms"][0]["effects"] = { { "nucleus_aera", 2 } };
  document["camera"] = { { "grey_per_electron", "two" } };
  const auto problems = Problems(document);
  REQUIRE(problems.size() == 4);
  CHECK(problems[0].find("/camera/grey_per_electron: expected a number") == 0);
  CHECK(problems[0].find("\"two\"") != std::string::npos);
  CHECK(problems[1].find("/doses/0: expected a number above 0") == 0);
  CHECK(problems[2].find("/imagge: unknown property; did you mean 'image'?") == 0);
  CHECK(problems[3].find("/mechanisms/0/effects/nucleus_aera: unknown property; did you mean 'nucleus_area'?") == 0);
}

TEST_CASE("what a schema cannot say is checked as well")
{
  Json document = SmallRecipe({ { "plate", { { "first_well", "Z99" }, { "negative_controls", 9 } } } });
  document["mechanisms"].push_back(document["mechanisms"][0]);
  document["channels"]["membrane"]["name"] = "Alexa 488";
  document["faults"] = { { "corrupt", 0.7 }, { "missing", 0.7 } };
  const auto problems = Problems(document);
  REQUIRE(problems.size() == 5);
  CHECK(problems[0] == "/channels/membrane/name: a channel \"Alexa 488\" is there already");
  CHECK(problems[1] == "/faults: expected shares that add up to at most 1");
  CHECK(problems[2] == "/mechanisms/1/compounds/0/name: a compound \"C\" is there already");
  CHECK(problems[3] == "/mechanisms/1/name: a mechanism \"M\" is there already");
  CHECK(problems[4] == "/plate/first_well: expected a well such as B02, got \"Z99\"");

  CHECK(Problems(SmallRecipe({ { "plate", { { "negative_controls", 8 } } } })) ==
        std::vector<std::string>{
          "/plate: 8 controls and 1 compounds do not fit into the 8 wells from first_well to last_well" });
  CHECK(Problems(SmallRecipe({ { "plate", { { "last_well", "H05" } } } })) ==
        std::vector<std::string>{ "/plate/last_well: H05 lies outside a plate of 4 rows and 6 columns" });
  CHECK(Problems(SmallRecipe({ { "plate", { { "negative_controls", 0 } } }, { "mechanisms", Json::array() } })) ==
        std::vector<std::string>{ "/plate: expected at least one control or one compound" });
}

TEST_CASE("the digest follows what determines the bytes")
{
  const auto digest = DigestOf(ParseRecipe(SmallRecipe()));
  CHECK(digest.size() == 64);
  CHECK(digest == DigestOf(ParseRecipe(SmallRecipe({ { "$schema", "elsewhere/recipe.schema.json" } }))));
  CHECK(digest == DigestOf(ParseRecipe(SmallRecipe({ { "dose_unit", "uM" } })))); // the default, written out
  CHECK(digest != DigestOf(ParseRecipe(SmallRecipe({ { "seed", 12 } }))));
}

TEST_CASE("recipes without structures keep the digests that they had before recipes could have any")
{
  const auto digest = [](const std::string & name) {
    return DigestOf(ReadRecipe(fs::path(test::kSourceDir) / "examples/hacat_screen" / name));
  };
  CHECK(digest("tiny.json") == "2b0bdc2e80cf17d383d1945cd47cb3b2202cc0bc0347cc7874f7bebe0cefa60c");
  CHECK(digest("recipe.json") == "98b3063eba982309542a5bd486e6cb532b51e695b37956d554e540b34aab2837");
}

TEST_CASE("a mechanism has compounds")
{
  Json document = SmallRecipe();
  document["mechanisms"][0].erase("compounds");
  CHECK(Problems(document) ==
        std::vector<std::string>{ "/mechanisms/0: expected compounds, listed here or of a core of the library" });
}

TEST_CASE("recipes are read from files, with overrides")
{
  const test::TemporaryFolder folder;
  fs::ofstream(folder / "recipe.json") << SmallRecipe().dump();
  const Recipe recipe = ReadRecipe(folder / "recipe.json", { { "seed", 99 }, { "image", { { "sites", 3 } } } });
  CHECK(recipe.seed == 99);
  CHECK(recipe.sites == 3);
  CHECK(recipe.size_px == 128);
  CHECK_THROWS_WITH_AS(
    ReadRecipe(folder / "none.json"), ((folder / "none.json").string() + ": the recipe cannot be read").c_str(), Error);
  fs::ofstream(folder / "broken.json") << "{ \"seed\": ";
  CHECK_THROWS_AS(ReadRecipe(folder / "broken.json"), Error);
}

TEST_CASE("effects multiply, shares add, and no response is exactly the baseline")
{
  CHECK(ApplyEffect(Trait::NucleusArea, 360.0, 2.0, 1.0) == doctest::Approx(720.0));
  CHECK(ApplyEffect(Trait::NucleusArea, 360.0, 2.0, 0.5) == doctest::Approx(360.0 * std::sqrt(2.0)));
  CHECK(ApplyEffect(Trait::NucleusArea, 360.0, 2.0, 0.0) == 360.0);
  CHECK(ApplyEffect(Trait::MitoticShare, 0.03, 0.3, 0.5) == doctest::Approx(0.18));
  CHECK(ApplyEffect(Trait::MitoticShare, 0.9, 0.3, 1.0) == 1.0);
}
