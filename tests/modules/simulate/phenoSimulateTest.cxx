#include "phenoError.h"
#include "phenoSimulateTestHelpers.h"

#include <atomic>
#include <cmath>

using namespace pheno;
using test::SmallRecipe;

namespace
{
Recipe
Several()
{
  return ParseRecipe(SmallRecipe({ { "doses", { 1, 10 } },
                                   { "image", { { "sites", 2 } } },
                                   { "plate", { { "negative_controls", 2 } } },
                                   { "faults", { { "corrupt", 0.1 }, { "missing", 0.1 } } } }));
}
} // namespace

TEST_CASE("same bytes for any number of threads, another seed gives other bytes")
{
  const test::TemporaryFolder folder;
  const auto                  one = Simulate(Several(), folder / "one", { 1, {}, {} });
  const auto                  five = Simulate(Several(), folder / "five", { 5, {}, {} });
  CHECK(one.cells == five.cells);
  CHECK(one.cells > 0);
  const auto digests = test::Digests(folder / "one");
  CHECK(digests.size() == one.images + 2 * (1 + 12 + 4) + 2 + 4); // index, masks and tables a plate; screen; truth
  CHECK(digests == test::Digests(folder / "five"));

  auto other = SmallRecipe({ { "plate", { { "negative_controls", 7 } } } }); // every well in use
  Simulate(ParseRecipe(other), folder / "seed11", {});
  other["seed"] = 12;
  Simulate(ParseRecipe(other), folder / "seed12", {});
  CHECK(Sha256File(test::ImagePath(folder / "seed11", "SIM-D1-R1", "B02", 1, 1)) !=
        Sha256File(test::ImagePath(folder / "seed12", "SIM-D1-R1", "B02", 1, 1)));
}

TEST_CASE("progress rises to one")
{
  const test::TemporaryFolder folder;
  std::vector<double>         fractions;
  Simulate(Several(), folder.Path(), { 2, [&](double fraction) { fractions.push_back(fraction); }, {} });
  REQUIRE(fractions.size() == 12); // two plates of three wells of two sites
  CHECK(std::is_sorted(fractions.begin(), fractions.end()));
  CHECK(fractions.back() == 1.0);
}

TEST_CASE("a complete simulation is left alone, an interrupted one goes on and ends the same")
{
  const test::TemporaryFolder folder;
  Simulate(Several(), folder / "whole", { 2, {}, {} });
  const auto whole = test::Digests(folder / "whole");

  const auto again = Simulate(Several(), folder / "whole", { 2, [](double) { FAIL("nothing is to be done"); }, {} });
  CHECK(again.reused);
  CHECK(again.images == 48 - again.faults.at("missing"));

  std::atomic<int> asked{ 0 };
  CHECK_THROWS_AS(Simulate(Several(), folder / "cut", { 2, {}, [&] { return ++asked > 8; } }), Cancelled);
  CHECK(!fs::exists(folder / "cut/screen/simulation.json"));
  CHECK(fs::exists(folder / "cut/truth/SIM-D1-R1/plate.json"));
  int drawn = 0;
  Simulate(Several(), folder / "cut", { 1, [&](double) { ++drawn; }, {} });
  CHECK(drawn == 6); // the second plate alone
  CHECK(test::Digests(folder / "cut") == whole);

  fs::remove_all(folder / "whole/screen/SIM-D2-R1");
  CHECK(!Simulate(Several(), folder / "whole", { 2, {}, {} }).reused);
  CHECK(test::Digests(folder / "whole") == whole);
}

TEST_CASE("a folder of another recipe is refused, finished or not")
{
  const test::TemporaryFolder folder;
  Simulate(ParseRecipe(SmallRecipe()), folder / "done", {});
  CHECK_THROWS_WITH_AS(Simulate(ParseRecipe(SmallRecipe({ { "seed", 12 } })), folder / "done", {}),
                       doctest::Contains("another recipe"),
                       Error);
  CHECK_THROWS_AS(Simulate(Several(), folder / "cut", { 1, {}, [] { return true; } }), Cancelled);
  CHECK_THROWS_AS(Simulate(ParseRecipe(SmallRecipe()), folder / "cut", {}), Error);
}

TEST_CASE("a site without cells shows the camera's offset and the lit background")
{
  const test::TemporaryFolder folder;
  const auto recipe = ParseRecipe(SmallRecipe({ { "traits", { { "cell_count", { { "baseline", 0.01 } } } } },
                                                { "artefacts", { { "debris_per_site", 0 } } },
                                                { "camera", { { "offset_sd", 0 } } } }));
  Simulate(recipe, folder.Path(), {});
  const auto sites = ReadCsv(folder / "truth/SIM-D1-R1/sites.csv");
  REQUIRE(sites.Rows() == 2);
  CHECK(sites.Cell(0, "cells") == "0");
  CHECK(ReadCsv(folder / "truth/SIM-D1-R1/cells.csv").Rows() == 0);
  for (int channel = 1; channel <= 4; ++channel)
  {
    const auto   pixels = test::Pixels(test::ImagePath(folder.Path(), "SIM-D1-R1", sites.Cell(0, "well"), 1, channel));
    const auto   flat = ReadTiff(folder / "truth/SIM-D1-R1/flat.tiff", static_cast<unsigned>(channel - 1));
    const double gain = recipe.camera_grey_per_electron;
    double       chi2 = 0.0;
    for (std::size_t i = 0; i < pixels.size(); ++i)
    {
      const double light =
        recipe.channels[static_cast<std::size_t>(channel - 1)].background * flat->GetBufferPointer()[i];
      const double read = gain * recipe.camera_read_electrons;
      const double variance = gain * light + read * read + 1.0 / 12.0; // Poisson, read noise, rounding
      chi2 += std::pow(pixels[i] - recipe.camera_offset - light, 2) / variance;
    }
    // Five standard deviations of a mean of 16384 squares.
    CHECK(chi2 / 16384.0 == doctest::Approx(1.0).epsilon(5.0 * std::sqrt(2.0 / 16384.0)));
  }
}
