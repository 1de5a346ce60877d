#include "phenoSmallRun.h"

using namespace pheno;
using namespace pheno::test;

namespace
{
Json
Steps(double value = 1)
{
  return {
    { "emit", { { "node", "test.emit_rows" }, { "each", { "plate", "well" } }, { "params", { { "value", value } } } } },
    { "gather", { { "node", "test.gather_rows" }, { "each", { "plate" } }, { "in", { { "tables", "emit.table" } } } } }
  };
}

/** The first file of a store with this name. */
fs::path
FileCalled(const fs::path & store, const std::string & name)
{
  for (const fs::directory_entry & entry : fs::recursive_directory_iterator(store))
  {
    if (entry.path().filename() == name)
    {
      return entry.path();
    }
  }
  FAIL("no " << name << " below " << store.string());
  return {};
}
} // namespace

TEST_CASE("verify: a good store, a tampered output, a damaged record, no store")
{
  SmallRun run(1, 3, 1, Steps());
  REQUIRE(run.Run("out").code == 0);
  const std::string store = (run / "store").string();
  const Ended       good = PhenoRun("verify " + store);
  CHECK(good.code == 0);
  CHECK(Has(good, "4 tasks verified, 0 problems"));

  const fs::path tampered = FileCalled(store, "table.csv");
  std::string    bytes = Bytes(tampered);
  bytes.back() = bytes.back() == '0' ? '1' : '0'; // the same size
  std::ofstream(tampered.string(), std::ios::binary) << bytes;
  const Ended named = PhenoRun("verify " + store);
  CHECK(named.code == 1);
  CHECK_MESSAGE(Has(named, tampered.string() + ": its content is not what was stored"), named.output);
  CHECK(Has(named, "4 tasks verified, 1 problems"));

  const std::string key = tampered.parent_path().filename().string().substr(0, 64);
  const fs::path    record = fs::path(store) / key.substr(0, 2) / (key + ".json");
  std::ofstream(record.string()) << "{";
  const Ended damaged = PhenoRun("verify " + store);
  CHECK(damaged.code == 1);
  CHECK(Has(damaged, record.string() + ": damaged record"));
  CHECK(Has(damaged, "4 tasks verified, 1 problems")); // the others were looked at all the same

  const Ended none = PhenoRun("verify " + (run / "nowhere").string());
  CHECK(none.code == 2);
  CHECK(Has(none, "there is no store at"));
  CHECK_FALSE(fs::exists(run / "nowhere"));
}

TEST_CASE("clean removes what no kept workflow needs, and only that")
{
  SmallRun run(1, 3, 1, Steps(1));
  REQUIRE(run.Run("one").code == 0);
  run.screen.MakePlan(Steps(2));
  REQUIRE(run.Run("two").code == 0);
  const std::string keep =
    "clean --nodes " + SmallRun::kNodes + run.Store() + " --keep " + (run / "one/workflow.json").string();
  CHECK(PhenoRun("clean" + run.Store()).code == 2); // nothing is removed without saying what stays
  const Ended dry = PhenoRun(keep + " --dry-run");
  CHECK(dry.code == 0);
  CHECK_MESSAGE(Has(dry, "4 tasks would be removed, 4 kept"), dry.output);
  CHECK(Has(PhenoRun(keep + " --keep " + (run / "two/workflow.json").string()), "0 tasks removed, 8 kept"));
  const Ended cleaned = PhenoRun(keep);
  CHECK(cleaned.code == 0);
  CHECK(Has(cleaned, "4 tasks removed, 4 kept"));
  CHECK(PhenoRun("verify " + (run / "store").string()).code == 0);
  REQUIRE(run.Run("two").code == 0);
  CHECK(States(run / "two")["done"] == 4);
  run.screen.MakePlan(Steps(1));
  REQUIRE(run.Run("one").code == 0);
  CHECK(States(run / "one")["cached"] == 4);
}

TEST_CASE("clean keeps what a run used, whatever was typed for it")
{
  SmallRun run(1, 3, 1, Steps());
  std::ofstream((run / "x.csv").string()) << "plate,well\nP1,A02\n";
  const std::string typed = "--trust-versions -x " + (run / "x.csv").string();
  REQUIRE(run.Run("one", typed).code == 0);
  const Ended cleaned =
    PhenoRun("clean --nodes " + SmallRun::kNodes + run.Store() + " --keep " + (run / "one/workflow.json").string());
  CHECK_MESSAGE(Has(cleaned, "0 tasks removed, 3 kept"), cleaned.output);
  REQUIRE(run.Run("one", typed).code == 0);
  CHECK(States(run / "one")["cached"] == 3);
}
