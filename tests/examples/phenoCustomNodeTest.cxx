#include "phenoExample.h"

#include "phenoCrops.h"
#include "phenoCsv.h"
#include "phenoProfiles.h"
#include "phenoValueCodec.h"

#include <fstream>
#include <set>

using namespace pheno;
using namespace pheno::test;

namespace
{
constexpr double kThreshold = 1000;

/** The installed smoke workflow with the node of examples/custom_node in the place of the embedding, and so without
 * training. */
void
WriteWorkflow(const fs::path & path, double threshold)
{
  Json workflow = ReadJsonFile(Installed("share/pheno/workflows/smoke.json"));
  workflow["$schema"] = Installed("share/pheno/schemas/workflow.schema.json").string();
  workflow["steps"]["embed"] = { { "node", "example.count_spots" },
                                 { "each", { "plate" } },
                                 { "params", { { "threshold", threshold } } },
                                 { "in", { { "crops", "crops.crops" } } } };
  workflow["steps"].erase("train");
  workflow["steps"]["report"]["in"].erase("history");
  workflow["outputs"].erase("model");
  workflow["outputs"].erase("history");
  workflow["outputs"]["crops"] = "crops.crops";
  std::ofstream(path.string()) << workflow.dump(2);
}

/** Pixels of a plane that are above the threshold and at least as bright as their eight neighbours. */
double
SpotsOf(const std::uint16_t * plane, int height, int width)
{
  double spots = 0;
  for (int y = 1; y < height - 1; ++y)
  {
    for (int x = 1; x < width - 1; ++x)
    {
      const std::uint16_t value = plane[y * width + x];
      int                 notAbove = 0;
      for (int dy = -1; dy <= 1; ++dy)
      {
        for (int dx = -1; dx <= 1; ++dx)
        {
          notAbove += plane[(y + dy) * width + x + dx] <= value ? 1 : 0;
        }
      }
      spots += value > kThreshold && notAbove == 9 ? 1 : 0;
    }
  }
  return spots;
}
} // namespace

TEST_CASE("a node built outside the repository takes the place of a built-in one")
{
  const TemporaryFolder folder;
  Build(Installed("share/pheno/examples/custom_node"), folder / "node");
  const std::string nodes = " --nodes " + (folder / "node/nodes").string();
  const Ended       described = InstalledPhenoRun("nodes" + nodes + " example.count_spots");
  CHECK_MESSAGE(described.code == 0, described.output);
  CHECK(Has(described, "Count bright spots in cells"));

  const std::string workflow = (folder / "spots.json").string();
  const std::string inputs = workflow + " -i screen=" + PHENO_TINY_SCREEN +
                             "/screen/index.csv -i platemap=" + PHENO_TINY_SCREEN + "/screen/platemap.csv --store " +
                             (folder / "store").string() + nodes;
  WriteWorkflow(workflow, kThreshold);
  const Ended run = InstalledPhenoRun(inputs + " -j 2 -o " + (folder / "run").string());
  REQUIRE_MESSAGE(run.code == 0, run.output);
  CHECK(fs::exists(folder / "run/report.html"));

  const Json metrics = ReadJsonFile(folder / "run/metrics.json");
  CHECK(metrics.contains("replicate_map/trained"));

  SUBCASE("its numbers are those counted here on the same crops")
  {
    const std::string plate = "plate=" + ReadCsv(fs::path(PHENO_TINY_SCREEN) / "screen/index.csv").Cell(0, "plate");
    const auto        show = [&](const std::string & what, const std::string & file) {
      const Ended shown = InstalledPhenoRun("show " + inputs + " " + what + " -o " + (folder / file).string());
      REQUIRE_MESSAGE(shown.code == 0, shown.output);
    };
    const std::string well = ReadCsv(fs::path(PHENO_TINY_SCREEN) / "screen/index.csv").Cell(0, "well");
    show("embed.profiles " + plate, "spots");
    show("crops.crops " + plate + " well=" + well, "crops");
    const auto cells = std::get<Ptr<Profiles>>(ImportValue(ValueType::Profiles, folder / "spots.csv"));
    const auto crops = std::get<Ptr<Crops>>(ImportValue(ValueType::Crops, folder / "crops"));
    REQUIRE(crops->Count() > 0);
    CHECK(cells->features.front() == "Spots_Count_" + crops->channels.front());
    const auto * plane = static_cast<const std::uint16_t *>(crops->pixels);
    const auto   height = static_cast<int>(crops->shape[2]);
    const auto   width = static_cast<int>(crops->shape[3]);
    std::size_t  row = 0; // wells come in the order of the index
    double       all = 0;
    for (std::size_t i = 0; i < crops->Count(); ++i, ++row)
    {
      CHECK(cells->metadata.Cell(row, "Metadata_Well") == well);
      for (std::size_t c = 0; c < crops->shape[1]; ++c, plane += height * width)
      {
        CHECK(cells->Row(row)[c] == SpotsOf(plane, height, width));
        all += cells->Row(row)[c];
      }
    }
    CHECK(all > 0);
  }
  SUBCASE("another threshold runs what depends on it, and nothing else")
  {
    WriteWorkflow(workflow, 2 * kThreshold);
    const Ended again = InstalledPhenoRun(inputs + " -j 2 -o " + (folder / "again").string());
    REQUIRE_MESSAGE(again.code == 0, again.output);
    const std::set<std::string> after = { "embed", "wells", "normal", "score", "metrics", "map", "report" };
    const Json                  record = ReadJsonFile(folder / "again/run.json");
    for (const Json & task : record.at("tasks"))
    {
      const std::string step = task.at("step");
      CHECK_MESSAGE((task.at("state") == "done") == after.contains(step), step);
    }
  }
}
