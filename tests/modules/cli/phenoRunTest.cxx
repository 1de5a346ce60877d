#include "phenoProgram.h"
#include "phenoTest.h"

#include "phenoCsv.h"
#include "phenoFileSystem.h"
#include "phenoJson.h"

#include <fstream>
#include <map>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** The tiny simulated screen, made once. */
const TemporaryFolder &
TinyScreen()
{
  static const TemporaryFolder folder;
  static const bool            made = [] {
    const Ended ended = PhenoRun("simulate " + std::string(PHENO_SOURCE_DIR) + "/examples/hacat_screen/tiny.json -o " + folder.Path().string());
    REQUIRE_MESSAGE(ended.code == 0, ended.output);
    return true;
  }();
  (void)made;
  return folder;
}

/** A folder to run in, with a store of its own. */
struct Place
{
  TemporaryFolder folder;
  std::string     index = (TinyScreen() / "screen/index.csv").string();

  Ended
  Run(const std::string & out, const std::string & more = "") const
  {
    return PhenoRun(std::string(PHENO_SOURCE_DIR) + "/workflows/smoke.json -i screen=" + index + " -i platemap=" +
                    (TinyScreen() / "screen/platemap.csv").string() + " --store " + (folder / "store").string() + " -o " +
                    (folder / out).string() + " " + more);
  }
};

Json
ReadJsonFile(const fs::path & path)
{
  std::ifstream file(path.string());
  return Json::parse(file);
}

std::map<std::string, int>
States(const fs::path & run)
{
  std::map<std::string, int> counts;
  const Json                 record = ReadJsonFile(run / "run.json");
  for (const Json & task : record.at("tasks"))
  {
    ++counts[task.at("state")];
  }
  return counts;
}

std::string
Bytes(const fs::path & path)
{
  std::ifstream file(path.string(), std::ios::binary);
  return { std::istreambuf_iterator<char>(file), {} };
}
} // namespace

TEST_CASE("the smoke workflow: from raw plates to a report; a second run computes nothing")
{
  const Place place;
  const Ended first = place.Run("one");
  REQUIRE_MESSAGE(first.code == 0, first.output);
  for (const char * file : { "run.json", "workflow.json", "events.jsonl", "quarantine.csv", "ro-crate-metadata.json", "report.html", "metrics.json" })
  {
    CHECK_MESSAGE(fs::exists(place.folder / "one" / file), file);
  }
  CHECK(ReadJsonFile(place.folder / "one" / "metrics.json").contains("replicate_map/trained"));
  CHECK(States(place.folder / "one").count("failed") == 0);

  const Ended second = place.Run("two");
  CHECK(second.code == 0);
  CHECK(States(place.folder / "two").count("done") == 0);
  CHECK(Bytes(place.folder / "one" / "report.html") == Bytes(place.folder / "two" / "report.html"));
  CHECK(PhenoRun("verify " + (place.folder / "store").string()).code == 0);

  // The resolved workflow is a workflow: the same keys, nothing to do.
  const Ended resolved = PhenoRun((place.folder / "one/workflow.json").string() + " --store " + (place.folder / "store").string() + " -o " + (place.folder / "three").string());
  CHECK(resolved.code == 0);
  CHECK(States(place.folder / "three").count("done") == 0);
}

TEST_CASE("a changed parameter reruns what depends on it, and explain says why")
{
  const Place place;
  REQUIRE(place.Run("one").code == 0);
  const std::string inputs = " -i screen=" + place.index + " -i platemap=" + (TinyScreen() / "screen/platemap.csv").string() + " --store " + (place.folder / "store").string();
  const Ended       explained = PhenoRun("explain " + std::string(PHENO_SOURCE_DIR) + "/workflows/smoke.json" + inputs + " -p score.null_size=50");
  CHECK(explained.code == 0);
  CHECK_MESSAGE(explained.output.find("params.null_size: 10000 -> 50") != std::string::npos, explained.output);
  const Ended changed = place.Run("two", "-p score.null_size=50");
  CHECK(changed.code == 0);
  const std::map<std::string, int> states = States(place.folder / "two");
  CHECK(states.at("done") == 3); // score, metrics, report
}

TEST_CASE("a corrupt and a missing image are quarantined, the rest goes on; too many end with exit code 3")
{
  const TemporaryFolder screen;
  const fs::path        copy = screen.Path() / "screen";
  REQUIRE(Run("cp -r " + (TinyScreen() / "screen").string() + " " + copy.string()).code == 0);
  Table       index = ReadCsv(copy / "index.csv");
  Table::Text sizes = index.Texts("size");
  Table::Text digests = index.Texts("digest");
  const fs::path corrupt = copy / index.Cell(0, "path");
  std::ofstream(corrupt.string(), std::ios::binary) << "this is no image";
  sizes[0] = "16";
  digests[0] = "";
  const std::size_t last = index.Rows() - 1;
  fs::remove(copy / index.Cell(last, "path"));
  sizes[last] = "";
  digests[last] = "";
  index.Set("size", sizes);
  index.Set("digest", digests);
  WriteCsv(copy / "index.csv", index);

  Place place;
  place.index = (copy / "index.csv").string();
  const Ended strict = place.Run("strict", "--max-bad 1");
  CHECK_MESSAGE(strict.code == 3, strict.output);
  CHECK(strict.output.find("more than --max-bad 1 allows") != std::string::npos);
  const Ended lenient = place.Run("lenient", "--max-bad 2");
  CHECK(lenient.code == 0);
  const Table quarantine = ReadCsv(place.folder / "lenient" / "quarantine.csv");
  CHECK(quarantine.Rows() >= 2);
  CHECK(Bytes(place.folder / "strict" / "report.html") == Bytes(place.folder / "lenient" / "report.html"));
}

TEST_CASE("a plate without controls is said before anything runs")
{
  const Place place;
  Table       platemap = ReadCsv(TinyScreen() / "screen/platemap.csv");
  platemap.Set("role", Table::Text(platemap.Rows(), "trt"));
  WriteCsv(place.folder / "platemap.csv", platemap);
  const Ended ended = PhenoRun("check " + std::string(PHENO_SOURCE_DIR) + "/workflows/smoke.json -i screen=" + place.index + " -i platemap=" + (place.folder / "platemap.csv").string());
  CHECK(ended.code == 2);
  CHECK_MESSAGE(ended.output.find("has no control well") != std::string::npos, ended.output);
}

TEST_CASE("show writes an inline port; task runs by key")
{
  const Place place;
  REQUIRE(place.Run("one", "--until flatfield").code == 0);
  const std::string where = std::string(PHENO_SOURCE_DIR) + "/workflows/smoke.json -i screen=" + place.index + " -i platemap=" + (TinyScreen() / "screen/platemap.csv").string();
  const Table       index = ReadCsv(place.index);
  const std::string shard = "plate=" + index.Cell(0, "plate") + " well=" + index.Cell(0, "well") + " site=" + index.Cell(0, "site");
  const Ended       shown = PhenoRun("show " + where + " correct.image " + shard + " --store " + (place.folder / "store").string() + " -o " + (place.folder / "look").string());
  CHECK_MESSAGE(shown.code == 0, shown.output);
  CHECK(fs::exists(place.folder / "look.tif"));

  const Json plan = Json::parse(PhenoRun("plan --json " + where + " --store " + (place.folder / "store").string()).output);
  std::string key;
  for (const Json & task : plan.at("tasks"))
  {
    key = task.at("step") == "audit" ? task.at("key").get<std::string>() : key;
  }
  const Ended task = PhenoRun("task " + where + " " + key + " --store " + (place.folder / "store").string());
  CHECK_MESSAGE(task.code == 0, task.output);
  CHECK(task.output.find(key + " done") != std::string::npos);
}
