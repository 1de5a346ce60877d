#include "phenoSmallDisk.h"
#include "phenoSmallRun.h"

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Twelve tables of half a megabyte. */
Json
Bulk()
{
  return { { "fill",
             { { "node", "test.bulk_rows" }, { "each", { "plate", "well" } }, { "params", { { "rows", 4000 } } } } } };
}
} // namespace

TEST_CASE(
  "a full disk under the store: exit code 1 with the reason; with room again the run completes with the same bytes")
{
  SmallRun        run(1, 12, 1, Bulk(), { { "tables", "fill.table" } });
  const SmallDisk disk(run / "disk", 2);
  if (!disk.IsMounted())
  {
    PHENO_SKIP("mounting a small file system needs root");
  }
  REQUIRE(run.Run("undisturbed").code == 0);
  const std::string words =
    run.Inputs() + " --store " + (run / "disk/store").string() + " -o " + (run / "out").string();
  const Ended full = PhenoRun(words);
  CHECK_MESSAGE(full.code == 1, full.output);
  CHECK(Has(full, "No space left on device"));
  CHECK(States(run / "out")["failed"] > 0);
  disk.Grow(64);
  CHECK(PhenoRun(words).code == 0);
  CHECK(Differences(Results(run / "out"), Results(run / "undisturbed")) == "");
  CHECK(PhenoRun("verify " + (run / "disk/store").string()).code == 0);
}

TEST_CASE(
  "a full disk under the run's folder: the work is not lost, the exit code is 1 and the next run writes the outputs")
{
  SmallRun        run(1, 12, 1, Bulk(), { { "tables", "fill.table" } });
  const SmallDisk disk(run / "disk", 2);
  if (!disk.IsMounted())
  {
    PHENO_SKIP("mounting a small file system needs root");
  }
  const std::string words = run.Inputs() + run.Store() + " -o " + (run / "disk/out").string();
  const Ended       full = PhenoRun(words);
  CHECK_MESSAGE(full.code == 1, full.output);
  CHECK(Has(full, "No space left on device"));
  CHECK(Has(full, "the work is in the store, but its record and outputs are not whole in"));
  disk.Grow(64);
  const Ended again = PhenoRun(words);
  CHECK_MESSAGE(again.code == 0, again.output);
  CHECK(States(run / "disk/out") == std::map<std::string, int>{ { "cached", 12 } });
}
