#include "phenoFolders.h"
#include "phenoSmallRun.h"

using namespace pheno;
using namespace pheno::test;

namespace
{
const Json kWell = { "plate", "well" };

/** emit -> fragile -> double in each well, then a gather a plate; well A02 of plate P1 throws until `mended` exists. */
Json
FragileSteps(const std::string & mended, const std::string & shard = "plate=P1 well=A02")
{
  return {
    { "emit", { { "node", "test.emit_rows" }, { "each", kWell } } },
    { "fragile",
      { { "node", "test.fail_rows" },
        { "each", kWell },
        { "in", { { "table", "emit.table" } } },
        { "params", { { "how", "error" }, { "shard", shard }, { "unless", mended } } } } },
    { "double", { { "node", "test.scale_rows" }, { "each", kWell }, { "in", { { "table", "fragile.table" } } } } },
    { "gather",
      { { "node", "test.gather_rows" }, { "each", { "plate" } }, { "in", { { "tables", "double.table" } } } } }
  };
}

/** The line of a text that holds a part. */
std::string
LineWith(const std::string & text, const std::string & part)
{
  const std::size_t at = text.find(part);
  REQUIRE_MESSAGE(at != std::string::npos, text);
  const std::size_t begin = text.rfind('\n', at) + 1;
  return text.substr(begin, text.find('\n', at) - begin);
}
} // namespace

TEST_CASE(
  "a node that throws: its task failed, dependants skipped, others done, and status has the command that mends it")
{
  const TemporaryFolder mended;
  SmallRun              run(2, 2, 1, FragileSteps((mended / "mended").string()), { { "rows", "gather.table" } });
  // Typed as people do: relative paths and both spellings of options.
  const std::string cd = "cd " + (run / ".").string() + " && ";
  const std::string program = std::string(kBinaryDir) + "/bin/pheno-run ";
  const Ended ended = Run(cd + program + "workflow.json --nodes=" + SmallRun::kNodes + " --store=my_store -o out -j 1");
  CHECK_MESSAGE(ended.code == 1, ended.output);
  CHECK(Has(ended, "FAILED fragile plate=P1 well=A02: broken on purpose at plate=P1 well=A02"));
  // 4 emit, 3 fragile, 3 double, 1 gather; the well's double and its plate's gather wait for it.
  CHECK(States(run / "out") == std::map<std::string, int>{ { "done", 11 }, { "failed", 1 }, { "skipped", 2 } });
  CHECK(fs::exists(run / "out/outputs/rows/P2.csv"));
  CHECK_FALSE(fs::exists(run / "out/outputs/rows/P1.csv"));

  const Ended status = PhenoRun("status " + (run / "out").string());
  CHECK(status.code == 1);
  CHECK(Has(status, "fragile: 3 done 1 failed"));
  CHECK(Has(status, "failed: fragile plate=P1 well=A02"));
  CHECK(Has(status, "broken on purpose at plate=P1 well=A02"));
  const std::string again = LineWith(status.output, "/pheno-run task ");
  CHECK(Run(again).code == 1); // not mended yet
  std::ofstream((mended / "mended").string()) << "yes";
  const Ended one = Run(again);
  CHECK_MESSAGE(one.code == 0, again, "\n", one.output);
  CHECK(Has(one, " done\n"));

  const Ended whole = Run(cd + program + "workflow.json --nodes=" + SmallRun::kNodes + " --store=my_store -o out");
  CHECK(whole.code == 0);
  CHECK(States(run / "out") == std::map<std::string, int>{ { "cached", 12 }, { "done", 2 } });
  CHECK(PhenoRun("status " + (run / "out").string()).code == 0);
}

TEST_CASE("the command of status knows --trust-versions and exclusions")
{
  SmallRun run(1, 3, 1, FragileSteps(""));
  std::ofstream((run / "out of focus.csv").string()) << "plate,well,reason\nP1,A03,out of focus\n";
  CHECK(run.Run("out", "--trust-versions -x '" + (run / "out of focus.csv").string() + "'").code == 1);
  const Ended status = PhenoRun("status " + (run / "out").string());
  const Ended again = Run(LineWith(status.output, "/pheno-run task "));
  CHECK(again.code == 1); // found, and fails as before; 2 would be a task that the plan does not have
  CHECK_MESSAGE(Has(again, "broken on purpose"), again.output);
}

TEST_CASE("status takes the newest run below runs/, and says when there is none")
{
  SmallRun          run(1, 1, 1, { { "emit", { { "node", "test.emit_rows" } } } });
  const std::string cd = "cd " + (run / ".").string() + " && " + kBinaryDir + "/bin/pheno-run ";
  const Ended       none = Run(cd + "status");
  CHECK(none.code == 2);
  CHECK(Has(none, "there is no finished run below"));
  REQUIRE(Run(cd + "workflow.json --nodes " + SmallRun::kNodes).code == 0);
  const Ended status = Run(cd + "status");
  CHECK(status.code == 0);
  CHECK(Has(status, "emit: 1 done"));
  const Ended unfinished = PhenoRun("status " + (run / "store").string());
  CHECK(unfinished.code == 2);
  CHECK(Has(unfinished, "expected the folder of a run that ended"));
}

TEST_CASE("what always fails is written down by status and left out with -x")
{
  SmallRun          run(2, 2, 1, FragileSteps(""), { { "rows", "gather.table" } });
  const std::string exclusions = (run / "exclusions.csv").string();
  REQUIRE(run.Run("out").code == 1);
  const Ended status = PhenoRun("status " + (run / "out").string() + " --exclude-failed " + exclusions);
  CHECK(status.code == 1);
  CHECK(Has(status, "1 rows in " + exclusions));
  CHECK(Bytes(exclusions) == "plate,well,site,reason\nP1,A02,,fragile: broken on purpose at plate=P1 well=A02\n");
  const Ended ended = run.Run("without", "-x " + exclusions);
  CHECK_MESSAGE(ended.code == 0, ended.output);
  CHECK(Has(ended, "exclusions leave out 1 of 4 rows"));
  CHECK(States(run / "without") == std::map<std::string, int>{ { "cached", 10 }, { "done", 1 } });
  CHECK(Has(Bytes(run / "without/outputs/rows/P1.csv"), "P1"));
  CHECK_FALSE(Has(Bytes(run / "without/outputs/rows/P1.csv"), "A02"));
}

TEST_CASE(
  "exclusions by hand: any spelling of wells, whole plates; what fits nothing is noted, what cannot be read refused")
{
  SmallRun   run(2, 2, 1, FragileSteps("", "plate=P9"));
  const auto plan = [&](const std::string & rules) {
    std::ofstream((run / "x.csv").string()) << rules;
    return PhenoRun("check " + run.Inputs() + " -x " + (run / "x.csv").string());
  };
  CHECK(Has(plan("plate,well,reason\nP1,a2,dust\n"), "exclusions leave out 1 of 4 rows"));
  CHECK(Has(plan("plate,reason\nP2,dropped\n"), "exclusions leave out 2 of 4 rows"));
  const Ended idle = plan("plate,well\nP1,H12\n");
  CHECK(idle.code == 0);
  CHECK(Has(idle, "the exclusion of plate=P1 well=H12 fits no row"));
  const Ended column = plan("plate,wel\nP1,A02\n");
  CHECK(column.code == 2);
  CHECK(Has(column, "no column 'wel'; did you mean 'well'?"));
  CHECK(plan("plate\nP1\nP2\n").code == 2);
}

TEST_CASE("-k stops after that many failures")
{
  SmallRun run(1, 12, 1, FragileSteps("", ""));
  CHECK(run.Run("all", "-j 1").code == 1);
  CHECK(States(run / "all")["failed"] == 12);
  const Ended ended = run.Run("two", "-j 1 -k 2");
  CHECK(ended.code == 1);
  CHECK(States(run / "two")["failed"] == 2);
  CHECK(States(run / "two")["waiting"] == 20); // ten wells, two steps
  CHECK(Has(ended, "20 not reached"));
  CHECK(run.Run("none", "-k 0").code == 2);
}
