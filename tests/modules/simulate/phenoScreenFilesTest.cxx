#include "phenoScreenIndex.h"
#include "phenoSimulateTestHelpers.h"

#include <set>

using namespace pheno;

namespace
{
Recipe
TwoPlates()
{
  return ParseRecipe(test::SmallRecipe(
    { { "image", { { "sites", 2 } } }, { "doses", { 0.5, 10 } }, { "plate", { { "negative_controls", 2 } } } }));
}
} // namespace

TEST_CASE("the index of the instrument lists what is there")
{
  const test::TemporaryFolder folder;
  const auto                  summary = Simulate(TwoPlates(), folder.Path(), { 2, {}, {} });
  const auto                  index = MakeIndex("phenix", folder / "screen", folder / "screen", IndexOptions{});
  CHECK(index.notes.empty());
  CHECK(index.table.Rows() == summary.images);
  CHECK(summary.images == 2 * 3 * 2 * 4);
  const auto plates = index.table.Texts("plate");
  const auto channels = index.table.Texts("channel");
  CHECK(std::set<std::string>(plates.begin(), plates.end()) == std::set<std::string>{ "SIM-D1-R1", "SIM-D2-R1" });
  CHECK(std::set<std::string>(channels.begin(), channels.end()) ==
        std::set<std::string>{ "HOECHST 33342", "Alexa 488", "MitoTracker Deep Red", "Alexa 568" });

  std::set<std::string> indexed;
  std::set<std::string> mapped;
  const auto            map = ReadCsv(folder / "screen/platemap.csv");
  for (std::size_t row = 0; row < index.table.Rows(); ++row)
  {
    indexed.insert(index.table.Cell(row, "plate") + index.table.Cell(row, "well"));
  }
  for (std::size_t row = 0; row < map.Rows(); ++row)
  {
    mapped.insert(map.Cell(row, "plate") + map.Cell(row, "well"));
  }
  CHECK(indexed == mapped);
}

TEST_CASE("images say that they are simulated")
{
  const test::TemporaryFolder folder;
  Simulate(TwoPlates(), folder.Path(), { 2, {}, {} });
  const auto map = ReadCsv(folder / "screen/platemap.csv");
  const auto pages = ReadTiffPages(test::ImagePath(folder.Path(), "SIM-D1-R1", map.Cell(0, "well"), 1, 3));
  REQUIRE(pages.size() == 1);
  CHECK(pages[0].description == "simulated");
  CHECK(pages[0].bits == 16);
  CHECK(pages[0].width == 128);
  CHECK(map.Cell(0, "origin") == "simulated");
}

TEST_CASE("the plate map states one dose a plate, controls on every plate")
{
  const test::TemporaryFolder folder;
  Simulate(TwoPlates(), folder.Path(), { 2, {}, {} });
  const auto map = ReadCsv(folder / "screen/platemap.csv");
  REQUIRE(map.Rows() == 6);
  std::map<std::string, int> controls;
  for (std::size_t row = 0; row < map.Rows(); ++row)
  {
    if (map.Cell(row, "role") == "negcon")
    {
      ++controls[map.Cell(row, "plate")];
      CHECK(map.Cell(row, "treatment") == "DMSO");
      CHECK(map.Cell(row, "mechanism") == "DMSO");
      CHECK(map.Cell(row, "dose") == "0");
    }
    else
    {
      const std::string dose = map.Cell(row, "plate") == "SIM-D1-R1" ? "0.5" : "10";
      CHECK(map.Cell(row, "dose") == dose);
      CHECK(map.Cell(row, "treatment") == "C@" + dose);
      CHECK(map.Cell(row, "mechanism") == "M");
    }
  }
  CHECK(controls == std::map<std::string, int>{ { "SIM-D1-R1", 2 }, { "SIM-D2-R1", 2 } });
}

TEST_CASE("tables of the truth agree with its masks")
{
  const test::TemporaryFolder folder;
  const auto                  summary = Simulate(TwoPlates(), folder.Path(), { 2, {}, {} });
  const auto                  cells = ReadCsv(folder / "truth/SIM-D1-R1/cells.csv");
  CHECK(cells.Rows() + ReadCsv(folder / "truth/SIM-D2-R1/cells.csv").Rows() == summary.cells);

  std::size_t rows = 0;
  const auto  sites = ReadCsv(folder / "truth/SIM-D1-R1/sites.csv");
  for (std::size_t s = 0; s < sites.Rows(); ++s)
  {
    const auto                   stem = sites.Cell(s, "well") + "_s" + sites.Cell(s, "site");
    const auto                   nuclei = ReadTiffLabels(folder / ("truth/SIM-D1-R1/masks/" + stem + "_nuclei.tiff"));
    const auto                   bodies = ReadTiffLabels(folder / ("truth/SIM-D1-R1/masks/" + stem + "_cells.tiff"));
    std::map<std::uint32_t, int> nucleusArea, cellArea;
    std::map<std::uint32_t, double> sumX;
    for (int i = 0; i < 128 * 128; ++i)
    {
      const auto nucleus = nuclei->GetBufferPointer()[i];
      const auto body = bodies->GetBufferPointer()[i];
      CHECK_MESSAGE((nucleus == 0 || nucleus == body), "a nucleus lies in its own cell");
      ++cellArea[body];
      ++nucleusArea[nucleus];
      sumX[nucleus] += i % 128;
    }
    for (std::size_t row = 0; row < cells.Rows(); ++row)
    {
      if (cells.Cell(row, "well") == sites.Cell(s, "well") && cells.Cell(row, "site") == sites.Cell(s, "site"))
      {
        ++rows;
        const auto label = static_cast<std::uint32_t>(std::stoul(cells.Cell(row, "label")));
        CHECK(cells.Cell(row, "cell_area_px") == std::to_string(cellArea[label]));
        CHECK(cells.Cell(row, "nucleus_area_px") == std::to_string(nucleusArea[label]));
        if (nucleusArea[label] > 0)
        {
          CHECK(std::stod(cells.Cell(row, "x")) == doctest::Approx(sumX[label] / nucleusArea[label]));
        }
      }
    }
  }
  CHECK(rows == cells.Rows());
}

TEST_CASE("true flat fields have mean 1 and differ between channels and plates")
{
  const test::TemporaryFolder folder;
  Simulate(TwoPlates(), folder.Path(), { 2, {}, {} });
  std::vector<std::vector<float>> fields;
  for (const std::string plate : { "SIM-D1-R1", "SIM-D2-R1" })
  {
    CHECK(ReadTiffPages(folder.Path() / "truth" / plate / "flat.tiff").size() == 4);
    for (unsigned page = 0; page < 4; ++page)
    {
      const auto plane = ReadTiff(folder.Path() / "truth" / plate / "flat.tiff", page);
      fields.emplace_back(plane->GetBufferPointer(), plane->GetBufferPointer() + 128 * 128);
      CHECK(test::Mean({ fields.back().begin(), fields.back().end() }) == doctest::Approx(1.0).epsilon(1e-6));
      const auto ends = std::minmax_element(fields.back().begin(), fields.back().end());
      CHECK(*ends.first > 0.5F);
      CHECK(*ends.second - *ends.first > 0.15F);
    }
  }
  CHECK(fields[0] != fields[1]);
  CHECK(fields[0] != fields[4]);
}
