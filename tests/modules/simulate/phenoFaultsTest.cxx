#include "phenoError.h"
#include "phenoSimulateTestHelpers.h"

using namespace pheno;

TEST_CASE("the recipe's share of files is damaged as the truth says, and no other")
{
  const test::TemporaryFolder folder;
  const auto recipe = ParseRecipe(test::SmallRecipe({ { "image", { { "sites", 5 }, { "size_px", 64 } } },
                                                      { "plate", { { "negative_controls", 4 } } },
                                                      { "faults",
                                                        { { "corrupt", 0.05 },
                                                          { "truncated", 0.03 },
                                                          { "missing", 0.02 },
                                                          { "blank", 0.04 },
                                                          { "blank_sites", 0.08 } } } }));
  const auto summary = Simulate(recipe, folder.Path(), { 2, {}, {} });

  // 5 wells x 5 sites x 4 channels = 100 files; 8 % of 25 sites are 2 sites of 4 files.
  CHECK(summary.faults == std::map<std::string, std::size_t>{
                            { "blank", 4 + 8 }, { "corrupt", 5 }, { "missing", 2 }, { "truncated", 3 } });
  CHECK(summary.images == 98);

  const auto                         table = ReadCsv(folder / "truth/faults.csv");
  std::map<std::string, std::string> faultOf;
  for (std::size_t row = 0; row < table.Rows(); ++row)
  {
    faultOf[table.Cell(row, "path")] = table.Cell(row, "fault");
  }
  CHECK(faultOf.size() == 22);

  int seen = 0;
  for (const auto & well : ReadCsv(folder / "screen/platemap.csv").Texts("well"))
  {
    for (int site = 1; site <= 5; ++site)
    {
      for (int channel = 1; channel <= 4; ++channel)
      {
        const auto path = test::ImagePath(folder.Path(), "SIM-D1-R1", well, site, channel);
        const auto relative = fs::relative(path, folder / "screen").string();
        const auto fault = faultOf.count(relative) > 0 ? faultOf.at(relative) : "";
        CAPTURE(relative);
        ++seen;
        if (fault == "missing")
        {
          CHECK(!fs::exists(path));
        }
        else if (fault == "corrupt" || fault == "truncated")
        {
          CHECK_THROWS_AS(ReadTiff(path), BadData);
        }
        else
        {
          const auto pixels = test::Pixels(path);
          const auto ends = std::minmax_element(pixels.begin(), pixels.end());
          CHECK((*ends.first == *ends.second) == (fault == "blank"));
        }
      }
    }
  }
  CHECK(seen == 100);
}

TEST_CASE("damage to files does not change the other files")
{
  const test::TemporaryFolder folder;
  const auto                  sound = test::SmallRecipe({ { "image", { { "sites", 3 } } } });
  auto                        damaged = sound;
  damaged["faults"] = { { "corrupt", 0.2 }, { "missing", 0.1 } };
  Simulate(ParseRecipe(sound), folder / "sound", {});
  const auto  summary = Simulate(ParseRecipe(damaged), folder / "damaged", {});
  const auto  before = test::Digests(folder / "sound/screen/SIM-D1-R1");
  std::size_t same = 0;
  for (const auto & [path, digest] : test::Digests(folder / "damaged/screen/SIM-D1-R1"))
  {
    same += before.at(path) == digest ? 1 : 0;
  }
  // 24 files and the index; round(4.8) corrupt and round(2.4) missing.
  CHECK(summary.faults == std::map<std::string, std::size_t>{ { "corrupt", 5 }, { "missing", 2 } });
  CHECK(same == 25 - 5 - 2);
}
