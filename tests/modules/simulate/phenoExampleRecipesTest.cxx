#include "phenoFolders.h"
#include "phenoSimulateTestHelpers.h"

#include <tuple>

using namespace pheno;

TEST_CASE("the example is a screen of nine plates, one dose each, that fits its promise")
{
  const Recipe recipe = ReadRecipe(fs::path(test::kSourceDir) / "examples/hacat_screen/recipe.json");
  CHECK(recipe.doses.size() * static_cast<std::size_t>(recipe.replicates) == 9);
  CHECK(recipe.mechanisms.size() >= 8);
  CHECK(recipe.negative_controls >= 6);
  std::size_t wells = static_cast<std::size_t>(recipe.negative_controls);
  for (const auto & mechanism : recipe.mechanisms)
  {
    CHECK(mechanism.compounds.size() >= 2);
    CHECK(mechanism.compounds.size() <= 3);
    wells += mechanism.compounds.size();
  }
  const double bytes =
    9.0 * static_cast<double>(wells) * recipe.sites * kStains * 2.0 * recipe.size_px * recipe.size_px;
  CHECK(bytes < 1.25e9);
}

TEST_CASE("the chemistry examples are every combination of cores and substituents, one dose in triplicate")
{
  const auto folder = fs::path(test::kSourceDir) / "examples/chemistry_screen";
  for (const auto & [name, cores, combinations] :
       { std::tuple{ "recipe.json", 6, 8 }, std::tuple{ "full.json", 12, 24 } })
  {
    const Recipe recipe = ReadRecipe(folder / name);
    CHECK(recipe.doses.size() == 1);
    CHECK(recipe.replicates == 3);
    CHECK(recipe.negative_controls >= 8);
    CHECK(recipe.placeholders == std::vector<std::string>{ "R1", "R2" });
    CHECK(recipe.mechanisms.size() == static_cast<std::size_t>(cores));
    for (const auto & mechanism : recipe.mechanisms)
    {
      CHECK(mechanism.compounds.size() == static_cast<std::size_t>(combinations));
      CHECK(std::all_of(mechanism.compounds.begin(), mechanism.compounds.end(), [&](const auto & compound) {
        return compound.core == mechanism.compounds[0].core;
      }));
    }
  }
}

TEST_CASE("substituents of the chemistry examples change no trait that a mechanism changes")
{
  for (const char * const name : { "recipe.json", "full.json" })
  {
    const Recipe recipe = ReadRecipe(fs::path(test::kSourceDir) / "examples/chemistry_screen" / name);
    for (std::size_t t = 0; t < kTraits; ++t)
    {
      const double neutral = NeutralEffect(static_cast<Trait>(t));
      bool         byMechanism = false;
      bool         bySubstituent = false;
      for (const auto & mechanism : recipe.mechanisms)
      {
        byMechanism = byMechanism || mechanism.effects[t] != neutral;
        for (const auto & compound : mechanism.compounds)
        {
          bySubstituent = bySubstituent || compound.effects[t] != neutral;
        }
      }
      CHECK_MESSAGE(!(byMechanism && bySubstituent), name, ": ", NameOf(static_cast<Trait>(t)));
    }
  }
}

TEST_CASE("the tiny screen keeps its bytes")
{
  const test::TemporaryFolder folder;
  const Recipe                recipe = ReadRecipe(fs::path(test::kSourceDir) / "examples/hacat_screen/tiny.json");
  const auto                  summary = Simulate(recipe, folder.Path(), { 2, {}, {} });
  CHECK(summary.plates == 2);
  CHECK(summary.wells == 16);
  CHECK(summary.images == 64);

  std::string pixels;
  for (const auto & [path, digest] : test::Digests(folder / "screen"))
  {
    if (fs::path(path).extension() == ".tiff")
    {
      const auto values = test::Pixels(folder / "screen" / path);
      pixels.append(reinterpret_cast<const char *>(values.data()), values.size() * sizeof(float));
    }
  }
  // Of our own making: guards against bytes that change by chance, by compiler or by processor. When they change on
  // purpose, raise kSimulatorVersion in phenoRecipe.cxx.
  CHECK(Sha256(pixels) == "216809eb031ce390b291fa76bbc1b7ca4e586424f2c80eb718bed52b879c3ed7");
}
