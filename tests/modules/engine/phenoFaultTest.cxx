#include "phenoFaultRun.h"

#include <chrono>
#include <random>
#include <set>
#include <sstream>
#include <thread>

namespace
{
using namespace pheno;
using test::FaultRun;
using test::SmallScreen;

const Json kSite = { "plate", "well", "site" };

/** Stored, inline, gathered, checkpointed and bad work: 28 stored tasks. Makes the workflow file. */
Plan
VariedPlan(SmallScreen & screen)
{
  const Json calls = { { "calls", screen.CallsFile() } };
  return screen.MakePlan(
    { { "read",
        { { "node", "test.read_rows" }, { "each", kSite }, { "inline", true }, { "in", { { "files", "@screen" } } } } },
      { "sleep",
        { { "node", "test.sleep_rows" },
          { "each", kSite },
          { "in", { { "table", "read.table" } } },
          { "params", { { "milliseconds", 6 }, { "calls", screen.CallsFile() } } } } },
      { "scale",
        { { "node", "test.scale_rows" },
          { "each", kSite },
          { "in", { { "table", "sleep.table" } } },
          { "params", calls } } },
      { "gather",
        { { "node", "test.gather_rows" },
          { "each", { "plate" } },
          { "in", { { "tables", "scale.table" } } },
          { "params", calls } } },
      { "train",
        { { "node", "test.checkpoint_rows" },
          { "in", Json::object() },
          { "params", { { "steps", 6 }, { "milliseconds", 5 }, { "calls", screen.CallsFile("train") } } } } },
      { "model", { { "node", "test.emit_model" }, { "in", { { "tables", "gather.table" } } } } } });
}

SmallScreen
SixSitesTwoPlates()
{
  return SmallScreen(2, 3, 2);
}

/** How often each line stands in the calls file: the shard is not unique among steps, so it goes with its count. */
std::map<std::string, int>
CallsByShard(const SmallScreen & screen)
{
  std::ifstream              file(screen.CallsFile().c_str());
  std::map<std::string, int> calls;
  for (std::string line; std::getline(file, line);)
  {
    ++calls[line];
  }
  return calls;
}

/** Stored tasks of the counted steps on a shard that are in the store, and whether all of them are. */
std::map<std::string, std::pair<int, bool>>
FinishedByShard(const Plan & plan, const Store & store)
{
  const std::set<std::string>                 counted = { "sleep", "scale", "gather" };
  std::map<std::string, std::pair<int, bool>> finished;
  for (const Task & task : plan.tasks)
  {
    if (counted.count(plan.StepOf(task).name))
    {
      auto & [count, all] = finished.try_emplace(task.shard.ToString(), 0, true).first->second;
      const bool done = store.Has(task.key);
      count += done;
      all = all && done;
    }
  }
  return finished;
}
} // namespace

TEST_CASE("a run that is killed at any moment is completed by the next one with the same bytes, and nothing finished "
          "runs again")
{
  SmallScreen screen = SixSitesTwoPlates();
  screen.Write(1, 2, 1, "bad");
  const Plan plan = VariedPlan(screen);
  const auto workflow = screen / "workflow.json";
  FaultRun   undisturbed(workflow, screen / "undisturbed");
  const auto lines = undisturbed.AllLines();
  REQUIRE(undisturbed.Wait() == 0);
  const auto expected = test::Contents(screen.OpenStore("undisturbed"));
  REQUIRE(expected.size() == 28);

  std::mt19937 random(20240229);
  int          inTheMiddle = 0;
  for (int round = 0; round < 20; ++round)
  {
    CAPTURE(round);
    const std::string name = "store" + std::to_string(round);
    fs::remove(screen.CallsFile());
    {
      FaultRun    run(workflow, screen / name);
      std::string line;
      for (std::size_t seen = random() % lines.size(); seen > 0 && run.Line(line); --seen)
      {}
      std::this_thread::sleep_for(std::chrono::microseconds(random() % 8000));
      run.Kill();
    }
    Store      store = screen.OpenStore(name);
    const auto finished = FinishedByShard(plan, store);
    const auto before = CallsByShard(screen);
    inTheMiddle += !store.Keys().empty() && store.Keys().size() < expected.size();

    FaultRun again(workflow, screen / name);
    again.AllLines();
    CHECK(again.Wait() == 0);
    CHECK(test::Contents(store) == expected);
    CHECK(test::Leftovers(store).empty());
    const auto after = CallsByShard(screen);
    for (const auto & [shard, progress] : finished)
    {
      const auto & [count, all] = progress;
      const auto called = before.find(shard);
      if (all)
      {
        CHECK(after.at(shard) == called->second);
      }
    }
  }
  CHECK(inTheMiddle >= 5); // otherwise the moments were badly chosen
}

TEST_CASE("two runs on one store at once both end well with the same bytes, and share a training")
{
  SmallScreen screen = SixSitesTwoPlates();
  VariedPlan(screen);
  const auto workflow = screen / "workflow.json";
  FaultRun   alone(workflow, screen / "alone");
  alone.AllLines();
  REQUIRE(alone.Wait() == 0);
  const int steps = screen.Calls("train");
  CHECK(steps == 6);
  for (int round = 0; round < 3; ++round)
  {
    const std::string name = "both" + std::to_string(round);
    fs::remove(screen / "train");
    FaultRun first(workflow, screen / name);
    FaultRun second(workflow, screen / name);
    first.AllLines();
    second.AllLines();
    CHECK(first.Wait() == 0);
    CHECK(second.Wait() == 0);
    const Store store = screen.OpenStore(name);
    CHECK(test::Contents(store) == test::Contents(screen.OpenStore("alone")));
    CHECK(test::Leftovers(store).empty());
    CHECK(screen.Calls("train") == steps);
    for (const std::string & key : store.Keys())
    {
      CHECK(store.Verify(key).empty());
    }
  }
}

TEST_CASE("a file that cannot be written completely fails its task, is not committed and is written by the next run")
{
  SmallScreen screen(1, 2, 1);
  const Plan  plan =
    screen.MakePlan({ { "big", { { "node", "test.bulk_rows" }, { "params", { { "rows", 5000 } } } } },
                      { "small", { { "node", "test.bulk_rows" }, { "params", { { "rows", 10 } } } } } });
  FaultRun limited(screen / "workflow.json", screen / "store", "100000");
  bool     told = false;
  for (const std::string & line : limited.AllLines())
  {
    told = told || (line.rfind("failed ", 0) == 0 && line.find("File too large") != std::string::npos);
  }
  CHECK(limited.Wait() == 1);
  CHECK(told);
  const Store store = screen.OpenStore();
  CHECK_FALSE(store.Has(plan.tasks[0].key));
  CHECK(store.Has(plan.tasks[1].key));
  CHECK(test::Leftovers(store).empty());
  FaultRun again(screen / "workflow.json", screen / "store");
  again.AllLines();
  CHECK(again.Wait() == 0);
  CHECK(store.Verify(plan.tasks[0].key).empty());
}
