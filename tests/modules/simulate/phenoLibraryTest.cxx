#include "phenoScreenDesign.h"
#include "phenoSimulateTestHelpers.h"

#include <set>

using namespace pheno;
using test::Problems;
using test::SmallRecipe;

namespace
{
/** Two cores of two mechanisms, the second with one placeholder, beside the listed compound C of mechanism M. */
Json
LibraryRecipe()
{
  Json document = SmallRecipe({ { "plate", { { "first_well", "A01" }, { "last_well", "D06" } } } });
  document["mechanisms"][0]["effects"] = { { "nucleus_area", 1.5 }, { "mitotic_share", 0.2 } };
  document["mechanisms"].push_back({ { "name", "Necrosis" } });
  document["library"] = Json::parse(R"({
    "cores": [
      { "name": "indole", "smiles": "c1cc({R2})cc2c({R1})c[nH]c12", "mechanism": "M", "ec50": 2, "strength": 0.5 },
      { "name": "furan", "smiles": "c1ccc({R1})o1", "mechanism": "Necrosis", "ec50": 1 }
    ],
    "substituents": {
      "R1": [
        { "name": "H", "smiles": "[H]" },
        { "name": "Me", "smiles": "C", "effects": { "nucleus_area": 2, "mitotic_share": 0.1 }, "ec50_factor": 0.5 }
      ],
      "R2": [
        { "name": "Cl", "smiles": "Cl", "effects": { "cell_area": 0.5 }, "strength_factor": 0.8 },
        { "name": "OMe", "smiles": "OC", "effects": { "mitotic_share": -0.05 } },
        { "name": "F", "smiles": "F", "effects": { "nucleus_area": 0.5 }, "ec50_factor": 3, "strength_factor": 2 }
      ]
    }
  })");
  return document;
}

std::vector<std::string>
NamesOf(const Recipe::Mechanism & mechanism)
{
  std::vector<std::string> names;
  for (const auto & compound : mechanism.compounds)
  {
    names.push_back(compound.name);
  }
  return names;
}

double
Effect(const Recipe::Compound & compound, Trait trait)
{
  return compound.effects[static_cast<std::size_t>(trait)];
}
} // namespace

TEST_CASE("a library becomes every combination on every core, behind the compounds that are listed")
{
  const Recipe recipe = ParseRecipe(LibraryRecipe());
  CHECK(recipe.placeholders == std::vector<std::string>{ "R1", "R2" });
  CHECK(NamesOf(recipe.mechanisms[0]) == std::vector<std::string>{ "C",
                                                                   "SIM-indole-R1H-R2Cl",
                                                                   "SIM-indole-R1H-R2OMe",
                                                                   "SIM-indole-R1H-R2F",
                                                                   "SIM-indole-R1Me-R2Cl",
                                                                   "SIM-indole-R1Me-R2OMe",
                                                                   "SIM-indole-R1Me-R2F" });
  CHECK(NamesOf(recipe.mechanisms[1]) == std::vector<std::string>{ "SIM-furan-R1H", "SIM-furan-R1Me" });

  const auto & listed = recipe.mechanisms[0].compounds[0];
  CHECK(listed.smiles == "");
  CHECK(listed.core == "");
  CHECK(listed.effects == NeutralEffects());

  const auto & made = recipe.mechanisms[0].compounds[6];
  CHECK(made.smiles == "c1cc(F)cc2c(C)c[nH]c12");
  CHECK(made.core == "indole");
  CHECK(made.substituents == std::vector<std::string>{ "Me", "F" });
  CHECK(made.ec50 == doctest::Approx(2 * 0.5 * 3));
  CHECK(made.strength == doctest::Approx(0.5 * 2));
  CHECK(Effect(made, Trait::NucleusArea) == doctest::Approx(2 * 0.5));
  CHECK(Effect(made, Trait::MitoticShare) == doctest::Approx(0.1));
  CHECK(recipe.mechanisms[1].compounds[1].smiles == "c1ccc(C)o1");
  CHECK(recipe.mechanisms[1].compounds[1].substituents == std::vector<std::string>{ "Me", "" });
}

TEST_CASE("a well's traits are the baseline under the effects of its mechanism and its compound")
{
  Json document = LibraryRecipe();
  document["mechanisms"][0]["compounds"][0]["effects"] = { { "nucleus_area", 0.8 }, { "mitotic_share", 0.3 } };
  document["plate_effects"] = { { "edge_count_loss", 0 } };
  for (std::size_t t = 0; t < kTraits; ++t)
  {
    document["traits"][NameOf(static_cast<Trait>(t))]["well_sd"] = 0;
  }
  const Recipe                                recipe = ParseRecipe(document);
  const auto                                  plates = simulate::DesignScreen(recipe);
  std::map<std::string, simulate::WellDesign> wells;
  for (const auto & well : plates.at(0).wells)
  {
    wells[well.compound] = well;
  }
  const auto trait = [&](const std::string & compound, Trait name) {
    return wells.at(compound).traits[static_cast<std::size_t>(name)];
  };
  // Baselines of the schema: nucleus_area 360, mitotic_share 0.03, cell_area 1950. Dose 1, hill 1.4.
  // Listed: ec50 1, so response 1/2.
  CHECK(trait("C", Trait::NucleusArea) == doctest::Approx(360 * std::sqrt(1.5 * 0.8)));
  CHECK(trait("C", Trait::MitoticShare) == doctest::Approx(0.03 + (0.2 + 0.3) * 0.5));
  CHECK(trait("C", Trait::CellArea) == doctest::Approx(1950));
  // Me and Cl on indole: ec50 2 * 0.5 = 1 and strength 0.5 * 0.8, so response 0.4 / 2.
  CHECK(trait("SIM-indole-R1Me-R2Cl", Trait::NucleusArea) == doctest::Approx(360 * std::pow(1.5 * 2, 0.2)));
  CHECK(trait("SIM-indole-R1Me-R2Cl", Trait::MitoticShare) == doctest::Approx(0.03 + (0.2 + 0.1) * 0.2));
  CHECK(trait("SIM-indole-R1Me-R2Cl", Trait::CellArea) == doctest::Approx(1950 * std::pow(0.5, 0.2)));
  CHECK(trait("DMSO", Trait::NucleusArea) == 360);
}

TEST_CASE("the plate map has structures where the recipe has them, and only there")
{
  const std::vector<std::string> plain{ "plate",     "well",      "compound", "dose",      "dose_unit",
                                        "treatment", "mechanism", "role",     "replicate", "origin" };
  const auto                     map = [](const Json & document) {
    const test::TemporaryFolder folder;
    Simulate(ParseRecipe(document), folder.Path(), { 2, {}, {} });
    return ReadCsv(folder / "screen/platemap.csv");
  };
  const auto with = [&](const std::vector<std::string> & more) {
    auto names = plain;
    names.insert(names.end(), more.begin(), more.end());
    return names;
  };
  CHECK(map(SmallRecipe()).Names() == plain);

  Json listed = SmallRecipe();
  listed["mechanisms"][0]["compounds"][0]["smiles"] = "Cc1ccccc1";
  const Table ofListed = map(listed);
  CHECK(ofListed.Names() == with({ "smiles" }));
  for (std::size_t row = 0; row < ofListed.Rows(); ++row)
  {
    CHECK(ofListed.Cell(row, "smiles") == (ofListed.Cell(row, "role") == "negcon" ? "CS(C)=O" : "Cc1ccccc1"));
  }

  const Table                                     ofLibrary = map(LibraryRecipe());
  std::map<std::string, std::vector<std::string>> cells;
  for (std::size_t row = 0; row < ofLibrary.Rows(); ++row)
  {
    for (const char * const column : { "smiles", "core", "r1", "r2" })
    {
      cells[ofLibrary.Cell(row, "compound")].push_back(ofLibrary.Cell(row, column));
    }
  }
  CHECK(ofLibrary.Names() == with({ "smiles", "core", "r1", "r2" }));
  CHECK(cells.at("DMSO") == std::vector<std::string>{ "CS(C)=O", "", "", "" });
  CHECK(cells.at("C") == std::vector<std::string>{ "", "", "", "" });
  CHECK(cells.at("SIM-furan-R1Me") == std::vector<std::string>{ "c1ccc(C)o1", "furan", "Me", "" });
  CHECK(cells.at("SIM-indole-R1H-R2F") == std::vector<std::string>{ "c1cc(F)cc2c([H])c[nH]c12", "indole", "H", "F" });
}

TEST_CASE("a share of a library follows from the seed, with at least one compound a core")
{
  Json document = LibraryRecipe();
  document["library"]["share"] = 0.5;
  const auto names = NamesOf(ParseRecipe(document).mechanisms[0]);
  const auto all = NamesOf(ParseRecipe(LibraryRecipe()).mechanisms[0]);
  CHECK(names.size() == 1 + 3); // half of six beside C
  const std::set<std::string> known(all.begin(), all.end());
  CHECK(std::set<std::string>(names.begin(), names.end()).size() == names.size());
  CHECK(std::all_of(names.begin(), names.end(), [&](const auto & name) { return known.count(name) == 1; }));
  CHECK(names == NamesOf(ParseRecipe(document).mechanisms[0]));

  std::set<std::vector<std::string>> choices;
  for (int seed = 0; seed < 20; ++seed)
  {
    document["seed"] = seed;
    choices.insert(NamesOf(ParseRecipe(document).mechanisms[0]));
  }
  CHECK(choices.size() > 5); // of twenty

  document["library"]["share"] = 0.01;
  CHECK(NamesOf(ParseRecipe(document).mechanisms[0]).size() == 2);
  CHECK(NamesOf(ParseRecipe(document).mechanisms[1]).size() == 1);
}

TEST_CASE("the digest follows structures and library")
{
  const auto digest = [](const Json & document) { return DigestOf(ParseRecipe(document)); };
  Json       listed = SmallRecipe();
  listed["mechanisms"][0]["compounds"][0]["smiles"] = "Cc1ccccc1";
  CHECK(digest(listed) != digest(SmallRecipe()));
  Json other = LibraryRecipe();
  other["library"]["substituents"]["R2"][0]["effects"]["cell_area"] = 0.6;
  CHECK(digest(other) != digest(LibraryRecipe()));
}

TEST_CASE("all that is wrong with a library is told at once")
{
  Json   document = LibraryRecipe();
  Json & library = document["library"];
  library["cores"][0]["smiles"] = "c1cc({R2})cc2c({R3})c[nH]c12";
  library["cores"][1] = {
    { "name", "indole" }, { "smiles", "c1cc({R2})c({R2})o1" }, { "mechanism", "Necrosys" }, { "ec50", 1 }
  };
  library["substituents"]["R2"][1] = { { "name", "Cl" }, { "smiles", "c1ccccc1" } };
  library["substituents"]["R2"][2]["smiles"] = "Cl";
  CHECK(Problems(document) ==
        std::vector<std::string>{
          "/library/cores/0/smiles: there are no substituents for the placeholder {R3}",
          "/library/cores/1/mechanism: there is no mechanism \"Necrosys\"; did you mean \"Necrosis\"?",
          "/library/cores/1/name: a core \"indole\" is there already",
          "/library/cores/1/smiles: the placeholder {R2} is there more than once",
          "/library/substituents/R1: no core has the placeholder {R1}",
          "/library/substituents/R2/1/name: a substituent \"Cl\" is there already",
          "/library/substituents/R2/1/smiles: expected one fragment without rings, got \"c1ccccc1\"",
          "/library/substituents/R2/2/smiles: a substituent with SMILES \"Cl\" is there already",
          "/mechanisms/1: expected compounds, listed here or of a core of the library" });
}

TEST_CASE("names, fragments and placeholders that cannot be meant")
{
  Json listed = LibraryRecipe();
  listed["mechanisms"][0]["compounds"][0]["name"] = "SIM-furan-R1H";
  CHECK(Problems(listed) == std::vector<std::string>{ "/library: a compound \"SIM-furan-R1H\" is there already" });

  for (const char * const fragment : { "C%10CC%10", "C.O", "{R2}" })
  {
    Json document = LibraryRecipe();
    document["library"]["substituents"]["R1"][0]["smiles"] = fragment;
    CHECK(Problems(document) ==
          std::vector<std::string>{ std::string("/library/substituents/R1/0/smiles: expected one fragment without "
                                                "rings, got \"") +
                                    fragment + "\"" });
  }
  Json isotope = LibraryRecipe();
  isotope["library"]["substituents"]["R1"][0]["smiles"] = "[2H]"; // a digit in brackets closes no ring
  CHECK(Problems(isotope).empty());

  Json unclosed = LibraryRecipe();
  unclosed["library"]["cores"][1]["smiles"] = "c1ccc({R1)o1";
  CHECK(Problems(unclosed) ==
        std::vector<std::string>{ "/library/cores/1/smiles: there are no substituents for the placeholder {R1)o1}" });

  Json key = LibraryRecipe();
  key["library"]["substituents"]["X"] = key["library"]["substituents"]["R1"];
  REQUIRE(Problems(key).size() == 1);
  CHECK(Problems(key)[0].find("/library/substituents/X: unknown property") == 0);

  Json two = LibraryRecipe();
  two["library"]["cores"][1]["mechanism"] = "M";
  CHECK(Problems(two) ==
        std::vector<std::string>{ "/mechanisms/1: expected compounds, listed here or of a core of the library" });
}

TEST_CASE("a core with more combinations than a screen could have is refused before they are made")
{
  Json   document = LibraryRecipe();
  Json   choices = Json::array();
  Json & library = document["library"];
  for (int i = 0; i < 100; ++i)
  {
    choices.push_back(
      { { "name", std::to_string(i) }, { "smiles", std::string(static_cast<std::size_t>(i + 1), 'C') } });
  }
  library["substituents"] = { { "R1", choices }, { "R2", choices }, { "R3", choices } };
  library["cores"][0]["smiles"] = "c1c({R3})c({R2})cc2c({R1})c[nH]c12";
  library["share"] = 0.0001;
  CHECK(Problems(document) ==
        std::vector<std::string>{ "/library/cores/0: expected at most 100000 combinations of substituents" });
}
