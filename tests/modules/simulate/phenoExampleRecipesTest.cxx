#include "phenoSimulateTestHelpers.h"

#include <set>

using namespace pheno;

TEST_CASE("the example is a screen of nine plates, one dose each, that fits its promise")
{
  const Recipe recipe = ReadRecipe(fs::path(PHENO_SOURCE_DIR) / "examples/hacat_screen/recipe.json");
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

TEST_CASE("the tiny screen keeps its bytes")
{
  const test::TemporaryFolder folder;
  const Recipe                recipe = ReadRecipe(fs::path(PHENO_SOURCE_DIR) / "examples/hacat_screen/tiny.json");
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
