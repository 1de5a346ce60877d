#include "phenoExample.h"

#include "phenoCsv.h"
#include "phenoImage.h"
#include "phenoValueCodec.h"

#include <fstream>

using namespace pheno;
using namespace pheno::test;

namespace
{
constexpr const char * kChannel = "Alexa 488";
constexpr int          kThreshold = 2000;

/** The installed smoke workflow with one more step, the node of examples/custom_node, and its output. */
void
WriteWorkflow(const fs::path & path, int threshold)
{
  Json workflow = ReadJsonFile(Installed("share/pheno/workflows/smoke.json"));
  workflow["$schema"] = Installed("share/pheno/schemas/workflow.schema.json").string();
  workflow["steps"]["spots"] = { { "node", "example.count_spots" },
                                 { "each", { "plate", "well", "site" } },
                                 { "params", { { "channel", kChannel }, { "threshold", threshold } } },
                                 { "in", { { "image", "correct.image" } } } };
  workflow["outputs"]["spots"] = "spots.spots";
  std::ofstream(path.string()) << workflow.dump(2);
}
} // namespace

TEST_CASE("a node built outside the repository takes a place in a workflow and runs beside the built-in ones")
{
  const TemporaryFolder folder;
  Build(Installed("share/pheno/examples/custom_node"), folder / "node");
  const std::string nodes = " --nodes " + (folder / "node/nodes").string();
  const Ended       described = InstalledPhenoRun("nodes" + nodes + " example.count_spots");
  CHECK_MESSAGE(described.code == 0, described.output);
  CHECK(Has(described, "Count bright pixels"));

  const std::string workflow = (folder / "spots.json").string();
  const std::string inputs = workflow + " -i screen=" + PHENO_TINY_SCREEN +
                             "/screen/index.csv -i platemap=" + PHENO_TINY_SCREEN + "/screen/platemap.csv --store " +
                             (folder / "store").string() + nodes;
  WriteWorkflow(workflow, kThreshold);
  const Ended run = InstalledPhenoRun(inputs + " -j 2 -o " + (folder / "run").string());
  REQUIRE_MESSAGE(run.code == 0, run.output);
  CHECK(fs::exists(folder / "run/report.html"));

  const fs::path outputs = folder / "run/outputs/spots";
  std::size_t    files = 0;
  for (const fs::directory_entry & file : fs::directory_iterator(outputs))
  {
    const Table spots = ReadCsv(file.path());
    CHECK(spots.Names() == std::vector<std::string>{ "plate", "well", "site", "spots" });
    CHECK(spots.Rows() == 1);
    ++files;
  }
  CHECK(files == 16); // 2 plates x 8 wells x 1 site

  SUBCASE("its number is the one counted here on the same corrected image")
  {
    const Table       first = ReadCsv(fs::directory_iterator(outputs)->path());
    const std::string shard =
      "plate=" + first.Cell(0, "plate") + " well=" + first.Cell(0, "well") + " site=" + first.Cell(0, "site");
    const Ended shown =
      InstalledPhenoRun("show " + inputs + " correct.image " + shard + " -o " + (folder / "corrected").string());
    REQUIRE_MESSAGE(shown.code == 0, shown.output);
    const auto image = std::get<Ptr<Image>>(ImportValue(ValueType::Image, folder / "corrected.tif"));
    const auto plane = image->Plane(kChannel);
    int        spots = 0;
    for (std::size_t i = 0; i < plane->GetBufferedRegion().GetNumberOfPixels(); ++i)
    {
      spots += plane->GetBufferPointer()[i] > kThreshold ? 1 : 0;
    }
    CHECK(spots > 0);
    CHECK(first.Cell(0, "spots") == std::to_string(spots));
  }
  SUBCASE("another threshold runs its 16 tasks again and nothing else but the report")
  {
    WriteWorkflow(workflow, 2 * kThreshold);
    const Ended again = InstalledPhenoRun(inputs + " -j 2 -o " + (folder / "again").string());
    REQUIRE_MESSAGE(again.code == 0, again.output);
    const Json record = ReadJsonFile(folder / "again/run.json");
    for (const Json & task : record.at("tasks"))
    {
      const std::string step = task.at("step");
      CHECK_MESSAGE((task.at("state") == "done") == (step == "spots" || step == "report"), step);
    }
  }
}
