#include "phenoSmallScreen.h"

#include "phenoAbi.h"
#include "phenoModel.h"

namespace
{
using namespace pheno;
using test::SmallScreen;
using test::TaskOf;

const Json kSite = { "plate", "well", "site" };

std::string
GreedyTable(SmallScreen & screen, const std::string & storeName, unsigned cpus, int gpus)
{
  Store          store = screen.OpenStore(storeName);
  const Plan     plan = screen.MakePlan({ { "greedy", { { "node", "test.greedy" } } } });
  ExecuteOptions options;
  options.cpus = cpus;
  options.gpus = gpus;
  Execute(plan, screen.Registry(), store, options, {});
  return test::StoredTable(plan, screen, store, "greedy", "all");
}
} // namespace

TEST_CASE("a node is granted at most what its descriptor asks for and what the budget has")
{
  SmallScreen screen(1, 1, 1);
  CHECK(GreedyTable(screen, "a", 2, 0) == "threads,device\n2,cpu\n");
  CHECK(GreedyTable(screen, "b", 16, 3) == "threads,device\n8,gpu0\n");
}

TEST_CASE("a task that does not fit the memory budget alone is refused before anything runs")
{
  SmallScreen screen(1, 1, 1);
  Store       store = screen.OpenStore();
  const Plan  plan =
    screen.MakePlan({ { "emit", { { "node", "test.emit_rows" } } }, { "greedy", { { "node", "test.greedy" } } } });
  ExecuteOptions options;
  options.memMb = 499;
  CHECK_THROWS_WITH_AS(Execute(plan, screen.Registry(), store, options, {}),
                       doctest::Contains("/steps/greedy: a task needs 500 MB"),
                       DiagnosticsError);
  CHECK(store.Keys().empty());
}

TEST_CASE("the seed depends on the shard and not on parameters")
{
  SmallScreen screen(1, 2, 1);
  Store       store = screen.OpenStore();
  const auto  seedOf = [&](double value, const std::string & shard) {
    const Plan plan = screen.MakePlan(
      { { "emit", { { "node", "test.emit_rows" }, { "each", kSite }, { "params", { { "value", value } } } } } });
    Execute(plan, screen.Registry(), store, {}, {});
    const Value table = Evaluate(plan, TaskOf(plan, "emit", shard), "table", screen.Registry(), store);
    return std::get<Ptr<Table>>(table)->Cell(0, "seed");
  };
  const std::string first = "plate=P1 well=A01 site=1";
  CHECK(seedOf(1, first) == seedOf(2, first));
  CHECK(seedOf(1, first) != seedOf(1, "plate=P1 well=A02 site=1"));
}

TEST_CASE("a task that failed goes on from its checkpoint, and the checkpoint is gone afterwards")
{
  SmallScreen screen(1, 1, 1);
  Store       store = screen.OpenStore();
  const auto  run = [&](bool discard) {
    const Plan     plan = screen.MakePlan({ { "train",
                                              { { "node", "test.checkpoint_rows" },
                                                { "params",
                                                  { { "steps", 5 },
                                                    { "stop_after", 3 },
                                                    { "unless", (screen / "go").string() },
                                                    { "calls", screen.CallsFile() } } } } } });
    ExecuteOptions options;
    options.discardScratch = discard;
    return Execute(plan, screen.Registry(), store, options, {})[0];
  };
  CHECK(run(false).error == "stopped on purpose after step 3");
  CHECK(screen.Calls() == 3);
  CHECK(run(true).state == TaskState::Failed); // from the beginning
  CHECK(screen.Calls() == 6);
  std::ofstream((screen / "go").c_str()) << "";
  CHECK(run(false).state == TaskState::Done);
  CHECK(screen.Calls() == 8);
  int left = 0;
  for (const fs::directory_entry & entry : fs::directory_iterator(store.Root() / "scratch"))
  {
    left += entry.path().filename() != ".lock";
  }
  CHECK(left == 0);
}

TEST_CASE("a node that reads the run is told the same by every run, and what its data was made without")
{
  SmallScreen screen(1, 3, 1);
  screen.Write(1, 2, 1, "bad");
  const Plan plan = screen.MakePlan(
    { { "read",
        { { "node", "test.read_rows" }, { "each", kSite }, { "inline", true }, { "in", { { "files", "@screen" } } } } },
      { "gather", { { "node", "test.gather_rows" }, { "in", { { "tables", "read.table" } } } } },
      { "report", { { "node", "test.report_run" }, { "in", { { "tables", "gather.table" } } } } } });
  std::string texts[2];
  for (int run = 0; run < 2; ++run)
  {
    Store          store = screen.OpenStore("store" + std::to_string(run));
    ExecuteOptions options;
    options.cpus = 1 + 3 * run;
    Execute(plan, screen.Registry(), store, options, {});
    const Value   report = Evaluate(plan, TaskOf(plan, "report", "all"), "report", screen.Registry(), store);
    std::ifstream file(std::get<Ptr<File>>(report)->path.c_str());
    texts[run].assign(std::istreambuf_iterator<char>(file), {});
  }
  CHECK(texts[0] == texts[1]);
  const Json info = Json::parse(texts[0]);
  CHECK(info["workflow"] == "small");
  CHECK(info["pheno"] == kVersion);
  CHECK(info["seed"] == 7);
  CHECK(info["quarantine"] == Json::array({ { { "step", "read" },
                                              { "shard", { { "plate", "P1" }, { "well", "A02" }, { "site", "1" } } },
                                              { "item", "" },
                                              { "reason", "P1_A02_1.txt is bad" } } }));
  REQUIRE(info["steps"].size() == 3);
  CHECK(info["steps"][1]["step"] == "gather");
  CHECK(info["steps"][0]["tasks"] == 3);
  CHECK(info["steps"][0]["stored"] == false);
  CHECK(info["steps"][1]["params"]["label"] == "");
  CHECK(info["inputs"][0]["name"] == "screen");
  CHECK(info["inputs"][0]["rows"] == 3);
}
