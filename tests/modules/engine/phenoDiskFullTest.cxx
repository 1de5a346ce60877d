#include "phenoFaultRun.h"
#include "phenoSmallDisk.h"

namespace
{
using namespace pheno;
using test::FaultRun;
using test::SmallDisk;
using test::SmallScreen;
} // namespace

TEST_CASE(
  "a full disk fails tasks with a reason, commits nothing of them, and the next run completes with the same bytes")
{
  SmallScreen     screen(1, 12, 1);
  const SmallDisk disk(screen / "disk", 2);
  if (!disk.IsMounted())
  {
    PHENO_SKIP("mounting a small file system needs root");
  }
  const Plan plan = screen.MakePlan(
    { { "fill",
        { { "node", "test.bulk_rows" }, { "each", { "plate", "well" } }, { "params", { { "rows", 4000 } } } } } });
  FaultRun undisturbed(screen / "workflow.json", screen / "undisturbed");
  undisturbed.AllLines();
  REQUIRE(undisturbed.Wait() == 0);

  FaultRun full(screen / "workflow.json", screen / "disk" / "store");
  int      failed = 0;
  for (const std::string & line : full.AllLines())
  {
    if (line.rfind("failed ", 0) == 0)
    {
      ++failed;
      CHECK_MESSAGE(line.find("No space left on device") != std::string::npos, line);
    }
  }
  CHECK(full.Wait() == 1);
  CHECK(failed > 0);
  {
    const Store store(screen / "disk" / "store");
    CHECK(store.Keys().size() == 12 - static_cast<std::size_t>(failed));
    CHECK(test::Leftovers(store).empty());
    for (const std::string & key : store.Keys())
    {
      CHECK(store.Verify(key).empty());
    }
  }
  disk.Grow(64);
  FaultRun again(screen / "workflow.json", screen / "disk" / "store");
  again.AllLines();
  CHECK(again.Wait() == 0);
  CHECK(test::Contents(Store(screen / "disk" / "store")) == test::Contents(screen.OpenStore("undisturbed")));
}
