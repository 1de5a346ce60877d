#include "phenoFolders.h"
#include "phenoSimulateTestHelpers.h"

#include <cmath>

using namespace pheno;

namespace
{
/** Chance between plates, wells and sites taken away, so that what remains follows from the treatment. */
Json
Quiet()
{
  Json quiet;
  for (const char * name :
       { "batch_stain_sd", "plate_stain_sd", "well_stain_sd", "gradient_sd", "edge_stain_gain", "edge_count_loss" })
  {
    quiet["plate_effects"][name] = 0;
  }
  quiet["camera"]["offset_sd"] = 0;
  quiet["artefacts"] = { { "out_of_focus_share", 0 }, { "debris_per_site", 0 }, { "focus_sd", 0 } };
  for (std::size_t t = 0; t < kTraits; ++t)
  {
    quiet["traits"][NameOf(static_cast<Trait>(t))]["well_sd"] = 0;
  }
  quiet["traits"]["cell_count"]["cell_sd"] = 0;
  return quiet;
}

Json
Compounds(int count)
{
  Json compounds = Json::array();
  for (int i = 0; i < count; ++i)
  {
    compounds.push_back({ { "name", "C" + std::to_string(i) }, { "ec50", 1 } });
  }
  return compounds;
}

/** Values of a column of cells.csv over whole cells of a plate's treated wells. */
std::vector<double>
OfTreatedCells(const fs::path & folder, const std::string & plate, const std::string & column)
{
  std::map<std::string, bool> treated;
  const auto                  map = ReadCsv(folder / "screen/platemap.csv");
  for (std::size_t row = 0; row < map.Rows(); ++row)
  {
    treated[map.Cell(row, "plate") + map.Cell(row, "well")] = map.Cell(row, "role") == "treatment";
  }
  std::vector<double> values;
  const auto          cells = ReadCsv(folder / "truth" / plate / "cells.csv");
  const auto          numbers = cells.Numbers(column);
  for (std::size_t row = 0; row < cells.Rows(); ++row)
  {
    if (treated.at(plate + cells.Cell(row, "well")) && cells.Cell(row, "touches_border") == "0")
    {
      values.push_back(numbers[row]);
    }
  }
  return values;
}

/** What the pixels of one channel of a well say. */
struct Look
{
  double mean = 0.0;      ///< light above background, all pixels
  double level = 0.0;     ///< the same a pixel of cells
  double variation = 0.0; ///< standard deviation over mean, pixels inside cells
};

Look
LookAt(const Recipe & recipe, const fs::path & folder, const std::string & plate, const std::string & well, int channel)
{
  const int    pixelCount = recipe.size_px * recipe.size_px;
  const double background = recipe.channels[static_cast<std::size_t>(channel - 1)].background;
  const auto   truth = folder / "truth" / plate;
  const auto   flat = ReadTiff(truth / "flat.tiff", static_cast<unsigned>(channel - 1));
  double       light = 0.0;
  double       inside = 0.0;
  double       squares = 0.0;
  double       area = 0.0;
  for (int site = 1; site <= recipe.sites; ++site)
  {
    const auto pixels = test::Pixels(test::ImagePath(folder, plate, well, site, channel));
    const auto cells = ReadTiffLabels(truth / "masks" / (well + "_s" + std::to_string(site) + "_cells.tiff"));
    for (int i = 0; i < pixelCount; ++i)
    {
      const double corrected =
        (pixels[static_cast<std::size_t>(i)] - recipe.camera_offset) / flat->GetBufferPointer()[i];
      const double value = corrected - background;
      const double isCell = cells->GetBufferPointer()[i] != 0 ? 1.0 : 0.0;
      light += value;
      area += isCell;
      inside += isCell * value;
      squares += isCell * value * value;
    }
  }
  const double mean = inside / area;
  return { light / (pixelCount * recipe.sites), light / area, std::sqrt(squares / area - mean * mean) / mean };
}

/** One Look a well whose plate map row has this value. */
std::vector<Look>
LooksAt(const Recipe &      recipe,
        const fs::path &    folder,
        const std::string & column,
        const std::string & value,
        int                 channel)
{
  const auto        map = ReadCsv(folder / "screen/platemap.csv");
  std::vector<Look> looks;
  for (std::size_t row = 0; row < map.Rows(); ++row)
  {
    if (map.Cell(row, column) == value)
    {
      looks.push_back(LookAt(recipe, folder, map.Cell(row, "plate"), map.Cell(row, "well"), channel));
    }
  }
  return looks;
}

std::vector<double>
Only(const std::vector<Look> & looks, double Look::*part)
{
  std::vector<double> values;
  for (const auto & look : looks)
  {
    values.push_back(look.*part);
  }
  return values;
}

/** Welch's t between the same part of two groups of wells. */
double
WelchT(const std::vector<Look> & first, const std::vector<Look> & second, double Look::*part)
{
  const auto a = Only(first, part);
  const auto b = Only(second, part);
  const auto variance = [](const std::vector<double> & values) {
    return std::pow(test::Deviation(values), 2) / static_cast<double>(values.size());
  };
  return (test::Mean(a) - test::Mean(b)) / std::sqrt(variance(a) + variance(b));
}
} // namespace

TEST_CASE("nuclei, cells and counts follow the dose")
{
  Json document = test::SmallRecipe(Quiet());
  document["doses"] = { 0.01, 0.4, 1.5, 100 };
  document["image"] = { { "size_px", 256 }, { "sites", 2 } };
  document["traits"]["cell_count"]["baseline"] = 24;
  document["mechanisms"] = { { { "name", "M" },
                               { "hill", 1 },
                               { "effects", { { "nucleus_area", 2 }, { "cell_area", 1.5 }, { "cell_count", 0.4 } } },
                               { "compounds", Compounds(5) } } };
  const test::TemporaryFolder folder;
  Simulate(ParseRecipe(document), folder.Path(), { 2, {}, {} });

  std::vector<double> nucleus, cell, count;
  for (const std::string plate : { "SIM-D1-R1", "SIM-D2-R1", "SIM-D3-R1", "SIM-D4-R1" })
  {
    nucleus.push_back(test::Mean(OfTreatedCells(folder.Path(), plate, "nucleus_area_px")));
    cell.push_back(test::Mean(OfTreatedCells(folder.Path(), plate, "cell_area_px")));
    count.push_back(test::Mean(ReadCsv(folder.Path() / "truth" / plate / "sites.csv").Numbers("cells")));
  }
  CHECK(std::is_sorted(nucleus.begin(), nucleus.end()));
  CHECK(std::is_sorted(cell.begin(), cell.end()));
  CHECK(std::is_sorted(count.rbegin(), count.rend()));
  // Responses 0.0099 and 0.99: 2^0.98 = 1.97. Ten sites of about 20 and 8 whole cells with a spread of 0.25.
  CHECK(nucleus.back() / nucleus.front() == doctest::Approx(1.97).epsilon(0.1));
}

TEST_CASE("responses are Hill's")
{
  Json document = test::SmallRecipe({ { "doses", { 0.5, 2, 8 } } });
  document["mechanisms"][0]["hill"] = 1.5;
  document["mechanisms"][0]["compounds"] = { { { "name", "C" }, { "ec50", 2 }, { "strength", 0.8 } } };
  const test::TemporaryFolder folder;
  Simulate(ParseRecipe(document), folder.Path(), { 2, {}, {} });
  std::map<std::string, double> response;
  const auto                    wells = ReadCsv(folder / "truth/wells.csv");
  for (std::size_t row = 0; row < wells.Rows(); ++row)
  {
    response[wells.Cell(row, "treatment")] = wells.Numbers("response")[row];
  }
  // 0.8 r / (1 + r) with r = (dose / 2)^1.5 = 1/8, 1, 8.
  CHECK(response.at("C@0.5") == doctest::Approx(0.8 / 9.0));
  CHECK(response.at("C@2") == doctest::Approx(0.4));
  CHECK(response.at("C@8") == doctest::Approx(0.8 * 8.0 / 9.0));
  CHECK(response.at("DMSO") == 0.0);
}

TEST_CASE("a treatment without effect is DMSO to the byte")
{
  Json idle = test::SmallRecipe();
  idle["mechanisms"][0]["effects"] = { { "nucleus_area", 3 }, { "cell_count", 0.1 }, { "mitotic_share", 0.9 } };
  idle["mechanisms"][0]["compounds"][0]["strength"] = 0;
  const Json controls =
    test::SmallRecipe({ { "plate", { { "negative_controls", 2 } } }, { "mechanisms", Json::array() } });
  Json active = idle;
  active["mechanisms"][0]["compounds"][0]["strength"] = 1;

  const test::TemporaryFolder folder;
  Simulate(ParseRecipe(idle), folder / "idle", {});
  Simulate(ParseRecipe(controls), folder / "controls", {});
  Simulate(ParseRecipe(active), folder / "active", {});
  CHECK(test::Digests(folder / "idle/screen/SIM-D1-R1") == test::Digests(folder / "controls/screen/SIM-D1-R1"));
  CHECK(test::Digests(folder / "active/screen/SIM-D1-R1") != test::Digests(folder / "controls/screen/SIM-D1-R1"));
}

// Twelve (Golgi and junctions: eight) wells each; |t| of 3.5 is p = 0.004 with 14 degrees of freedom, 0.05 among
// twelve.
TEST_CASE("matched mechanisms of the example are told apart by texture, not by mean intensity")
{
  Json patch = Quiet();
  patch["doses"] = { 10 };
  patch["image"] = { { "size_px", 256 }, { "sites", 2 } };
  patch["plate"] = { { "replicates", 4 } };
  patch["traits"]["cell_count"]["baseline"] = 16;
  const auto recipe = ReadRecipe(fs::path(test::kSourceDir) / "examples/hacat_screen/recipe.json", patch);

  const test::TemporaryFolder folder;
  Simulate(recipe, folder.Path(), { 2, {}, {} });
  struct Pair
  {
    std::string first, second;
    int         changed; ///< the channel whose texture differs
  };
  const std::vector<Pair> pairs{
    { "Actin bundling", "Actin fragmentation", 2 },
    { "Mitochondrial fission", "Mitochondrial clustering", 3 },
    { "Golgi dispersal", "Junction loss", 4 },
  };
  for (const auto & pair : pairs)
  {
    for (int channel = 1; channel <= 4; ++channel)
    {
      CAPTURE(pair.first);
      CAPTURE(channel);
      const auto a = LooksAt(recipe, folder.Path(), "mechanism", pair.first, channel);
      const auto b = LooksAt(recipe, folder.Path(), "mechanism", pair.second, channel);
      CHECK(std::abs(WelchT(a, b, &Look::mean)) < 3.5);
      if (channel == pair.changed)
      {
        CHECK(std::abs(WelchT(a, b, &Look::variation)) > 6.0);
      }
    }
  }
}

TEST_CASE("stain gains of the truth are those of the images")
{
  Json document = test::SmallRecipe(Quiet());
  document["plate_effects"]["plate_stain_sd"] = 0.5;
  document["plate"]["replicates"] = 3;
  document["plate"]["negative_controls"] = 8;
  document["mechanisms"] = Json::array();
  const test::TemporaryFolder folder;
  const Recipe                recipe = ParseRecipe(document);
  Simulate(recipe, folder.Path(), { 2, {}, {} });

  const auto wells = ReadCsv(folder / "truth/wells.csv");
  for (int channel = 1; channel <= 4; ++channel)
  {
    const auto          gains = wells.Numbers("gain_" + recipe.channels[static_cast<std::size_t>(channel - 1)].name);
    std::vector<double> gain, level;
    for (std::size_t plate = 0; plate < 3; ++plate)
    {
      const auto looks = LooksAt(recipe, folder.Path(), "replicate", std::to_string(plate + 1), channel);
      gain.push_back(gains[8 * plate]);
      level.push_back(test::Mean(Only(looks, &Look::level)));
    }
    CAPTURE(channel);
    CHECK(gain[0] != gain[1]);
    // About 50 cells a plate with a spread of 0.25 (DNA with its cell cycle 0.35): 5 % for a mean.
    CHECK(level[0] / level[1] == doctest::Approx(gain[0] / gain[1]).epsilon(0.2));
    CHECK(level[1] / level[2] == doctest::Approx(gain[1] / gain[2]).epsilon(0.2));
  }
}
