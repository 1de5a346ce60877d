// Verbs that look at or run a part of a workflow: show, node, task, plan, explain, --until.
#include "phenoFolders.h"
#include "phenoSmallRun.h"

using namespace pheno;
using namespace pheno::test;

namespace
{
const Json kSite = { "plate", "well", "site" };

/** read (inline) -> double (stored) -> gather. */
Json
Chain(double factor = 2)
{
  return {
    { "read",
      { { "node", "test.read_rows" }, { "each", kSite }, { "inline", true }, { "in", { { "files", "@screen" } } } } },
    { "double",
      { { "node", "test.scale_rows" },
        { "each", kSite },
        { "in", { { "table", "read.table" } } },
        { "params", { { "factor", factor } } } } },
    { "gather",
      { { "node", "test.gather_rows" }, { "each", { "plate" } }, { "in", { { "tables", "double.table" } } } } }
  };
}

/** Keys of a step's tasks as `plan --json` prints them. */
std::vector<std::string>
KeysOf(const SmallRun & run, const std::string & step)
{
  std::vector<std::string> keys;
  const Ended              plan = PhenoRun("plan --json " + run.Inputs() + run.Store());
  REQUIRE(plan.code == 0);
  const Json parsed = Json::parse(plan.output);
  for (const Json & task : parsed.at("tasks"))
  {
    if (task.at("step") == step)
    {
      keys.push_back(task.at("key"));
    }
  }
  return keys;
}
} // namespace

TEST_CASE("show writes an inline port without a run, a stored one after it, and says what there is")
{
  SmallRun   run(1, 2, 1, Chain());
  const auto show = [&](const std::string & what) {
    return PhenoRun("show " + run.Inputs() + " " + what + run.Store() + " -o " + (run / "look").string());
  };
  const Ended inlined = show("read.table plate=P1 well=A02 site=1");
  CHECK_MESSAGE(inlined.code == 0, inlined.output);
  CHECK(inlined.output == (run / "look.csv").string() + "\n");
  CHECK(Bytes(run / "look.csv") == "value\n121\n");
  CHECK(show("read.table site=1 well=A01 plate=P1").code == 0); // words in any order
  CHECK(Bytes(run / "look.csv") == "value\n111\n");

  const Ended early = show("double.table plate=P1 well=A02 site=1");
  CHECK(early.code == 2);
  CHECK(
    Has(early, "double plate=P1 well=A02 site=1 is not in the store; run the workflow, at least until step 'double'"));
  REQUIRE(run.Run("out").code == 0);
  CHECK(show("double.table plate=P1 well=A02 site=1").code == 0);
  CHECK(Bytes(run / "look.csv") == "value\n242\n");

  for (const auto & [what, sentence] :
       { std::pair("read", "expected STEP.PORT"),
         std::pair("raed.table plate=P1", "the plan has no step 'raed'"),
         std::pair("read.tabel plate=P1 well=A02 site=1", "step 'read' has no output 'tabel'; it has table"),
         std::pair("read.table plate=P1 well=H12 site=1",
                   "step 'read' has no shard 'plate=P1 well=H12 site=1'; it has 2, the first is"),
         std::pair("read.table plate", "expected NAME=VALUE") })
  {
    const Ended refused = show(what);
    CHECK(refused.code == 2);
    CHECK_MESSAGE(Has(refused, sentence), refused.output);
  }
  run.screen.Write(1, 2, 1, "bad");
  CHECK(Has(show("read.table plate=P1 well=A02 site=1"), "P1_A02_1.txt is bad"));
}

TEST_CASE("one node by hand: many files, parameters, the shard; its own failure is exit code 1")
{
  const TemporaryFolder folder;
  const auto            file = [&](const std::string & name, const std::string & text) {
    std::ofstream((folder / name).string()) << text;
    return (folder / name).string();
  };
  const auto node = [&](const std::string & words) {
    return PhenoRun("node " + words + " --nodes " + SmallRun::kNodes + " -o " + (folder / "out").string());
  };
  const std::string one = file("one.csv", "value\n1\n");
  const std::string two = file("two.csv", "value\n2\n");
  const Ended       gathered = node("test.gather_rows -i tables=" + one + " -i tables=" + two);
  CHECK_MESSAGE(gathered.code == 0, gathered.output);
  CHECK(Bytes(folder / "out/table.csv") == "value,labels\n1,0\n2,0\n");
  CHECK(node("test.scale_rows -i table=" + two + " -p factor=10").code == 0);
  CHECK(Bytes(folder / "out/table.csv") == "value\n20\n");
  CHECK(node("test.emit_rows -s plate=P7 -s well=B03 --seed 5").code == 0);
  CHECK(Has(Bytes(folder / "out/table.csv"), "P7"));
  CHECK_FALSE(fs::exists(folder / "out/scratch"));

  for (const auto & [words, sentence] :
       { std::pair(std::string("test.scale_row"), std::string("did you mean 'test.scale_rows'?")),
         std::pair("test.scale_rows -i table=" + one + " -p facto=2", std::string("facto")),
         std::pair("test.scale_rows -i tabel=" + one, std::string("-i table: missing")),
         std::pair("test.scale_rows -i table=" + one + " -i table=" + two,
                   std::string("port 'table' takes one file")) })
  {
    const Ended refused = node(words);
    CHECK(refused.code == 2);
    CHECK_MESSAGE(Has(refused, sentence), refused.output);
  }
  const Ended failed = node("test.fail_rows -i table=" + one);
  CHECK(failed.code == 1);
  CHECK_MESSAGE(Has(failed, "test.fail_rows failed: broken on purpose"), failed.output);
  CHECK(node("test.scale_rows -i table=" + (folder / "absent.csv").string()).code == 1);
}

TEST_CASE("task runs single tasks by key when what they need is there")
{
  SmallRun                       run(1, 2, 1, Chain());
  const std::vector<std::string> doubles = KeysOf(run, "double");
  const std::string              gather = KeysOf(run, "gather").at(0);
  REQUIRE(doubles.size() == 2);
  const auto task = [&](const std::string & keys) {
    return PhenoRun("task " + run.Inputs() + " " + keys + run.Store());
  };

  const Ended early = task(gather);
  CHECK(early.code == 1);
  CHECK(Has(early, gather + " skipped: needs double plate=P1 well=A01 site=1, which is not in the store"));
  const Ended both = task(doubles[0] + " " + doubles[1]);
  CHECK(both.code == 0);
  CHECK(both.output == doubles[0] + " done\n" + doubles[1] + " done\n");
  CHECK(task(gather).output == gather + " done\n");
  CHECK(task(gather).output == gather + " cached\n");
  const Ended unknown = task(std::string(64, '0'));
  CHECK(unknown.code == 2);
  CHECK(Has(unknown, "the plan has no task with key 0000"));
  REQUIRE(run.Run("out").code == 0);
  CHECK(States(run / "out")["cached"] == 3);
}

TEST_CASE("explain says that something never ran, what changed, and when nothing would run")
{
  SmallRun   run(1, 2, 1, Chain(2));
  const auto explain = [&](const std::string & more) {
    return PhenoRun("explain " + run.Inputs() + run.Store() + " " + more);
  };
  CHECK(Has(explain(""), "gather plate=P1: never ran in this store"));
  REQUIRE(run.Run("out").code == 0);
  CHECK(explain("").output == "nothing would run: all of it is in the store\n");

  const Ended changed = explain("-p double.factor=3");
  CHECK(changed.code == 0);
  CHECK(Has(changed, "double plate=P1 well=A01 site=1: ran before with another key\n  params.factor: 2 -> 3\n"));
  CHECK_MESSAGE(Has(explain("gather plate=P1 -p double.factor=3"),
                    "gather plate=P1: ran before with another key\n  inputs.tables <- double plate=P1 well=A01 site=1: "
                    "params.factor: 2 -> 3"),
                explain("gather plate=P1 -p double.factor=3").output);
  const Ended unknown = explain("gahter");
  CHECK(unknown.code == 2);
  CHECK(Has(unknown, "the workflow has no step 'gahter'"));
}

TEST_CASE("--until keeps a step and what it needs, and says what the name could be")
{
  SmallRun run(2, 2, 1, Chain(), { { "all", "gather.table" } });
  CHECK(run.Run("part", "--until double").code == 0);
  CHECK(States(run / "part") == std::map<std::string, int>{ { "done", 4 } });
  CHECK_FALSE(fs::exists(run / "part/outputs/all"));
  CHECK(run.Run("whole").code == 0);
  CHECK(States(run / "whole") == std::map<std::string, int>{ { "cached", 4 }, { "done", 2 } });
  const Ended unknown = run.Run("none", "--until dobule");
  CHECK(unknown.code == 2);
  CHECK_MESSAGE(Has(unknown, "did you mean 'double'?"), unknown.output);
  CHECK_FALSE(fs::exists(run / "none"));
}

TEST_CASE("a plugin of another ABI is refused in a sentence before anything runs")
{
  SmallRun          run(1, 1, 1, Chain());
  const std::string folder = std::string(kBinaryDir) + "/test_nodes_broken/other_abi";
  std::ofstream((run / "broken.json").string())
    << R"({"$schema": "workflow.schema.json", "pheno": 1, "name": "broken", "inputs": {}, "steps": {"step": {"node": "broken.other_abi"}}})";
  const Ended ended =
    PhenoRun((run / "broken.json").string() + " --nodes " + folder + run.Store() + " -o " + (run / "out").string());
  CHECK(ended.code == 2);
  CHECK_MESSAGE(
    Has(ended,
        "/steps/step/node: " + folder + "/other_abi.so was built for another pheno-run; rebuild it against this one."),
    ended.output);
  CHECK_FALSE(fs::exists(run / "out"));
  CHECK_FALSE(fs::exists(run / "store"));
}
