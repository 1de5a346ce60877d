#include "phenoFolders.h"
#include "phenoSmallScreen.h"

#include "phenoHash.h"
#include "phenoSchema.h"

namespace
{
using namespace pheno;
using test::SmallScreen;

const Json kSite = { "plate", "well", "site" };

/** One output without axes, one sharded, one report; site 1 of A02 is bad. */
struct Recorded
{
  SmallScreen             screen{ 1, 3, 1 };
  Store                   store = screen.OpenStore();
  Plan                    plan;
  std::vector<TaskResult> results;
  fs::path                folder = screen / "run";

  explicit Recorded(int exitCode = 0)
  {
    screen.Write(1, 2, 1, "bad");
    plan = screen.MakePlan(
      { { "read", { { "node", "test.read_rows" }, { "each", kSite }, { "in", { { "files", "@screen" } } } } },
        { "gather", { { "node", "test.gather_rows" }, { "in", { { "tables", "read.table" } } } } },
        { "model", { { "node", "test.emit_model" } } },
        { "report", { { "node", "test.report_run" }, { "in", { { "tables", "gather.table" } } } } } },
      { { "words", "read.table" },
        { "all", "gather.table" },
        { "fitted", "model.model" },
        { "facts", "report.report" } });
    Record(exitCode);
  }
  void
  Record(int exitCode)
  {
    RunRecord record(folder, plan, { "pheno-run", "small.json" });
    record.Event("begin", { { "tasks", 5 } });
    results = Execute(plan, screen.Registry(), store, {}, {});
    record.ExportOutputs(plan, results, store);
    record.Event("end", Json::object());
    record.Finish(plan, results, CollectQuarantine(plan, results, store), screen.Registry(), exitCode);
  }
  std::string
  Text(const std::string & file) const
  {
    std::ifstream stream((folder / file).c_str());
    return std::string(std::istreambuf_iterator<char>(stream), {});
  }
  Json
  Parsed(const std::string & file) const
  {
    return Json::parse(Text(file));
  }
};

const Json &
Entity(const Json & crate, const std::string & id)
{
  for (const Json & entity : crate["@graph"])
  {
    if (entity["@id"] == id)
    {
      return entity;
    }
  }
  FAIL("the crate has no entity " << id);
  return crate;
}
} // namespace

TEST_CASE("run.json follows its schema and tells what happened")
{
  const Recorded run;
  Json           record = run.Parsed("run.json");
  std::ifstream  schema((fs::path(test::kSourceDir) / "schemas" / "run.schema.json").c_str());
  const auto     problems = Validate(Json::parse(schema), record);
  CHECK_MESSAGE(problems.empty(), (problems.empty() ? "" : ToString(problems[0])));
  CHECK(record["command"] == Json{ "pheno-run", "small.json" });
  CHECK(record["exit_code"] == 0);
  CHECK(record["counts"]["done"] == 5);
  CHECK(record["counts"]["quarantined"] == 1);
  CHECK(record["quarantined"] == 1);
  CHECK(record["nodes"].size() == 4);
  REQUIRE(record["tasks"].size() == 6);
  for (const Json & task : record["tasks"])
  {
    const bool bad = task["step"] == "read" && task["shard"]["well"] == "A02";
    CHECK(task["state"] == (bad ? "quarantined" : "done"));
    CHECK(task.value("error", "") == (bad ? "P1_A02_1.txt is bad" : ""));
    CHECK(task["peak_mb"].get<long>() > 0);
  }
}

TEST_CASE("quarantine.csv has the axes as columns")
{
  CHECK(Recorded().Text("quarantine.csv") == "step,plate,well,site,item,reason\nread,P1,A02,1,,P1_A02_1.txt is bad\n");
}

TEST_CASE("events are lines of JSON with a time")
{
  const Recorded     run;
  std::istringstream lines(run.Text("events.jsonl"));
  std::string        line;
  REQUIRE(std::getline(lines, line));
  const Json first = Json::parse(line);
  CHECK(first["event"] == "begin");
  CHECK(first["tasks"] == 5);
  CHECK(first["time"].get<std::string>().size() == std::string("2026-01-31T12:00:00.000Z").size());
  REQUIRE(std::getline(lines, line));
  CHECK(Json::parse(line)["event"] == "end");
  CHECK_FALSE(std::getline(lines, line));
}

TEST_CASE("outputs are copied, sharded ones by shard, quarantined ones left out")
{
  const Recorded run;
  CHECK(run.Text("outputs/all.csv") == "value,labels\n111,0\n131,0\n");
  CHECK(run.Text("outputs/words/P1_A01_1.csv") == "value\n111\n");
  CHECK_FALSE(fs::exists(run.folder / "outputs/words/P1_A02_1.csv"));
  CHECK(run.Parsed("outputs/fitted/model.json")["value"] == 1);
  CHECK(run.Parsed("outputs/facts.json")["workflow"] == "small");
  CHECK(run.Parsed("run.json")["outputs"]["words"] ==
        Json{ "outputs/words/P1_A01_1.csv", "outputs/words/P1_A03_1.csv" });
}

TEST_CASE("changing a copied output does not change the store")
{
  const Recorded run;
  std::ofstream((run.folder / "outputs" / "all.csv").c_str()) << "edited";
  for (const std::string & key : run.store.Keys())
  {
    CHECK(run.store.Verify(key).empty());
  }
}

TEST_CASE("a second run in the same folder leaves nothing of the first, and nothing of anybody else's is touched")
{
  Recorded run;
  std::ofstream((run.folder / "outputs" / "mine.txt").c_str()) << "keep";
  run.screen.RemoveFile(1, 1, 1);
  for (const auto & [step, shard] : { std::pair("read", "plate=P1 well=A01 site=1"), std::pair("gather", "all") })
  {
    run.store.Remove(run.plan.tasks[test::TaskOf(run.plan, step, shard)].key);
  }
  run.Record(1);
  CHECK_FALSE(fs::exists(run.folder / "outputs/words/P1_A01_1.csv"));
  CHECK(fs::exists(run.folder / "outputs/words/P1_A03_1.csv"));
  CHECK_FALSE(fs::exists(run.folder / "outputs/all.csv"));
  CHECK(run.Text("outputs/mine.txt") == "keep");
  CHECK(run.Parsed("run.json")["counts"]["failed"] == 1);
}

TEST_CASE("shards whose names are equal as file names do not overwrite each other")
{
  SmallScreen screen(1, 1, 1);
  std::ofstream((screen / "index.csv").c_str()) << "plate,well,site,channel,path,size,digest\n"
                                                   "P/1,A01,1,dna,images/P1_A01_1.txt,3,111\n"
                                                   "P 1,A01,1,dna,images/P1_A01_1.txt,3,112\n";
  Store      store = screen.OpenStore();
  const Plan plan = screen.MakePlan({ { "read", { { "node", "test.emit_rows" }, { "each", { "plate" } } } } },
                                    { { "words", "read.table" } });
  RunRecord  record(screen / "run", plan, {});
  record.ExportOutputs(plan, Execute(plan, screen.Registry(), store, {}, {}), store);
  CHECK(fs::exists(screen / "run/outputs/words/P-1.csv"));
  CHECK(fs::exists(screen / "run/outputs/words/P-1-2.csv"));
}

TEST_CASE("a file called report.html stands beside run.json with what lies beside it")
{
  SmallScreen screen(1, 1, 1);
  Store       store = screen.OpenStore();
  const Plan  plan = screen.MakePlan({ { "site", { { "node", "test.write_site" } } } }, { { "page", "site.page" } });
  RunRecord   record(screen / "run", plan, {});
  const auto  results = Execute(plan, screen.Registry(), store, {}, {});
  record.ExportOutputs(plan, results, store);
  for (const char * file :
       { "report.html", "thumbnails/a.png", "outputs/page/report.html", "outputs/page/thumbnails/a.png" })
  {
    CHECK_MESSAGE(fs::exists(screen / "run" / file), file);
  }
}

TEST_CASE("the workflow that a run records can be read again")
{
  Recorded                run;
  std::vector<Diagnostic> warnings;
  const Plan              again = MakePlan(
    ReadWorkflow(run.folder / "workflow.json", run.screen.Registry(), {}, warnings), run.screen.Registry(), {});
  REQUIRE(again.tasks.size() == run.plan.tasks.size());
  for (std::size_t i = 0; i < again.tasks.size(); ++i)
  {
    CHECK(again.tasks[i].key == run.plan.tasks[i].key);
  }
}

TEST_CASE("the RO-Crate describes the run as an action from the inputs to the outputs")
{
  const Recorded run(3);
  const Json     crate = run.Parsed("ro-crate-metadata.json");
  const Json &   root = Entity(crate, "./");
  CHECK(Entity(crate, "ro-crate-metadata.json")["about"]["@id"] == "./");
  CHECK(root["mainEntity"]["@id"] == "workflow.json");
  const Json & action = Entity(crate, root["mentions"]["@id"]);
  CHECK(action["@type"] == "CreateAction");
  CHECK(action["instrument"]["@id"] == "workflow.json");
  CHECK(action["actionStatus"] == "http://schema.org/FailedActionStatus");
  CHECK(action["object"].size() == 1);
  CHECK(action["result"].size() == 5);
  for (const Json & profile : root["conformsTo"])
  {
    CHECK(Entity(crate, profile["@id"])["@type"] == "CreativeWork");
  }
  // Every reference leads to an entity, every part that is a local file exists.
  for (const Json & part : root["hasPart"])
  {
    const std::string id = part["@id"];
    CHECK(Entity(crate, id).contains("@type"));
    CHECK_MESSAGE((id.rfind("file://", 0) == 0 || fs::exists(run.folder / id)), id);
  }
  for (const Json & entity : crate["@graph"])
  {
    if (entity.contains("exampleOfWork"))
    {
      CHECK(Entity(crate, entity["exampleOfWork"]["@id"])["@type"] == "FormalParameter");
    }
  }
}
