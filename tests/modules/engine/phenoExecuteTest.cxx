#include "phenoSmallScreen.h"

#include "phenoModel.h"

#include <chrono>
#include <set>
#include <thread>

namespace
{
using namespace pheno;
using test::SmallScreen;
using test::TaskOf;

const Json kSite = { "plate", "well", "site" };
const Json kWell = { "plate", "well" };
const Json kPlate = { "plate" };

/** read (each site) -> gather (each plate). */
Json
ReadAndGather(bool inlined, const Json & readParams = Json::object())
{
  return { { "read",
             { { "node", "test.read_rows" },
               { "each", kSite },
               { "inline", inlined },
               { "in", { { "files", "@screen" } } },
               { "params", readParams } } },
           { "gather",
             { { "node", "test.gather_rows" }, { "each", kPlate }, { "in", { { "tables", "read.table" } } } } } };
}

std::vector<TaskResult>
Run(const Plan &          plan,
    SmallScreen &         screen,
    Store &               store,
    ExecuteOptions        options = {},
    const ExecuteEvents & events = {})
{
  options.cpus = std::max(options.cpus, 2U);
  return Execute(plan, screen.Registry(), store, options, events);
}
} // namespace

TEST_CASE("a gather receives its elements in shard order, stored or inline")
{
  for (const bool inlined : { false, true })
  {
    CAPTURE(inlined);
    SmallScreen screen(2, 11, 2);
    Store       store = screen.OpenStore();
    const Plan  plan = screen.MakePlan(ReadAndGather(inlined));
    const auto  results = Run(plan, screen, store);
    CHECK(test::Count(results)[TaskState::Done] == (inlined ? 2 : 46));
    CHECK(test::Count(results)[TaskState::Inline] == (inlined ? 44 : 0));
    std::string expected = "value,labels\n"; // wells 1 to 11 in natural order, their two sites
    for (int well = 1; well <= 11; ++well)
    {
      expected += std::to_string(200 + 10 * well + 1) + ",0\n" + std::to_string(200 + 10 * well + 2) + ",0\n";
    }
    CHECK(test::StoredTable(plan, screen, store, "gather", "plate=P2") == expected);
  }
}

TEST_CASE("what is in the store does not run again")
{
  SmallScreen screen(1, 3, 1);
  Store       store = screen.OpenStore();
  const Json  steps = ReadAndGather(false, { { "calls", screen.CallsFile() } });
  Run(screen.MakePlan(steps), screen, store);
  CHECK(screen.Calls() == 3);
  const auto before = test::Contents(store);
  const auto results = Run(screen.MakePlan(steps), screen, store);
  CHECK(screen.Calls() == 3);
  CHECK(test::Count(results)[TaskState::Cached] == 4);
  CHECK(test::Contents(store) == before);
}

TEST_CASE("the bytes of outputs do not depend on the number of threads")
{
  SmallScreen    screen(2, 4, 2);
  Store          one = screen.OpenStore("one");
  Store          many = screen.OpenStore("many");
  const Plan     plan = screen.MakePlan(ReadAndGather(true));
  ExecuteOptions options;
  Execute(plan, screen.Registry(), one, options, {});
  options.cpus = 8;
  Execute(plan, screen.Registry(), many, options, {});
  CHECK(test::Contents(one) == test::Contents(many));
}

TEST_CASE("bad data inside inline work is left out of gathers and recorded once with its origin")
{
  SmallScreen screen(1, 3, 2);
  screen.Write(1, 2, 1, "bad");
  Store store = screen.OpenStore();
  Json  steps = ReadAndGather(true);
  steps["again"] = steps["gather"];
  steps["again"]["node"] = "test.pair_rows";
  steps["again"]["in"] = { { "left", "read.table" }, { "right", "read.table" } };
  const Plan plan = screen.MakePlan(steps);
  const auto results = Run(plan, screen, store);
  CHECK(test::Count(results)[TaskState::Done] == 2);
  CHECK(test::StoredTable(plan, screen, store, "gather", "plate=P1") ==
        "value,labels\n111,0\n112,0\n122,0\n131,0\n132,0\n");
  for (const auto & entries : { CollectQuarantine(plan, results, store), CollectQuarantine(plan, {}, store) })
  {
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].step == "read");
    CHECK(entries[0].shard.ToString() == "plate=P1 well=A02 site=1");
    CHECK(entries[0].item == "");
    CHECK(entries[0].reason == "P1_A02_1.txt is bad");
  }
  const auto again = Run(plan, screen, store);
  CHECK(test::Count(again)[TaskState::Cached] == 2);
  CHECK(CollectQuarantine(plan, again, store).size() == 1);
}

TEST_CASE("bad data quarantines single-port consumers with the origin's reason, stored or inline")
{
  for (const bool inlined : { false, true })
  {
    CAPTURE(inlined);
    SmallScreen screen(1, 2, 1);
    screen.Write(1, 1, 1, "bad");
    Store store = screen.OpenStore();
    Json  steps = ReadAndGather(inlined);
    steps["scale"] = { { "node", "test.scale_rows" }, { "each", kSite }, { "in", { { "table", "read.table" } } } };
    steps["gather"]["in"]["tables"] = "scale.table";
    const Plan plan = screen.MakePlan(steps);
    const auto results = Run(plan, screen, store);
    const auto scale = TaskOf(plan, "scale", "plate=P1 well=A01 site=1");
    CHECK(results[scale].state == TaskState::Quarantined);
    CHECK(results[scale].error == "P1_A01_1.txt is bad");
    CHECK(results[TaskOf(plan, "gather", "plate=P1")].state == TaskState::Done);
    CHECK(test::StoredTable(plan, screen, store, "gather", "plate=P1") == "value,labels\n242,0\n");
    CHECK_THROWS_WITH_AS(
      Evaluate(plan, scale, "table", screen.Registry(), store), doctest::Contains("P1_A01_1.txt is bad"), BadData);
    CHECK(CollectQuarantine(plan, results, store).size() == 1);
    // Recorded like done: nothing runs again.
    const auto again = Run(plan, screen, store);
    CHECK(again[scale].state == TaskState::Quarantined);
    CHECK(again[scale].error == "P1_A01_1.txt is bad");
    CHECK(test::Count(again)[TaskState::Done] == 0);
  }
}

TEST_CASE("a gather of nothing but bad elements is legal and empty")
{
  SmallScreen screen(1, 2, 1);
  screen.Write(1, 1, 1, "bad");
  screen.Write(1, 2, 1, "bad");
  for (const bool inlined : { false, true })
  {
    Store      store = screen.OpenStore(inlined ? "a" : "b");
    const Plan plan = screen.MakePlan(ReadAndGather(inlined));
    const auto results = Run(plan, screen, store);
    CHECK(results[TaskOf(plan, "gather", "plate=P1")].state == TaskState::Done);
    CHECK(test::StoredTable(plan, screen, store, "gather", "plate=P1") == "labels\n");
    CHECK(CollectQuarantine(plan, results, store).size() == 2);
  }
}

TEST_CASE("paired ports visit a shard whole or not at all")
{
  SmallScreen screen(1, 4, 1);
  Store       store = screen.OpenStore();
  Json        steps = ReadAndGather(true);
  steps.erase("gather");
  steps["left"] = { { "node", "test.fail_rows" },
                    { "each", kSite },
                    { "in", { { "table", "read.table" } } },
                    { "params", { { "how", "bad_data" }, { "shard", "plate=P1 well=A02 site=1" } } } };
  steps["right"] = steps["left"];
  steps["right"]["inline"] = true;
  steps["right"]["params"]["shard"] = "plate=P1 well=A03 site=1";
  steps["pair"] = { { "node", "test.pair_rows" }, { "in", { { "left", "left.table" }, { "right", "right.table" } } } };
  const Plan plan = screen.MakePlan(steps);
  const auto results = Run(plan, screen, store);
  CHECK(test::StoredTable(plan, screen, store, "pair", "all") ==
        "shard,left,right\nplate=P1 well=A01 site=1,111,111\nplate=P1 well=A04 site=1,141,141\n");
  CHECK(CollectQuarantine(plan, results, store).size() == 2);
}

TEST_CASE("an error fails its task, skips what needs it, lets the others go on and leaves no trace")
{
  SmallScreen screen(2, 2, 1);
  screen.RemoveFile(1, 1, 1);
  Store store = screen.OpenStore();
  Json  steps = ReadAndGather(false);
  steps["scale"] = { { "node", "test.scale_rows" }, { "each", kPlate }, { "in", { { "table", "gather.table" } } } };
  const Plan plan = screen.MakePlan(steps);
  auto       results = Run(plan, screen, store);
  const auto bad = TaskOf(plan, "read", "plate=P1 well=A01 site=1");
  CHECK(results[bad].state == TaskState::Failed);
  CHECK(results[bad].error.find("P1_A01_1.txt cannot be read") != std::string::npos);
  CHECK_FALSE(store.Has(plan.tasks[bad].key));
  for (const char * step : { "gather", "scale" })
  {
    const auto & skipped = results[TaskOf(plan, step, "plate=P1")];
    CHECK(skipped.state == TaskState::Skipped);
    CHECK(skipped.error == "needs read plate=P1 well=A01 site=1");
    CHECK(results[TaskOf(plan, step, "plate=P2")].state == TaskState::Done);
  }
  CHECK(test::Count(results)[TaskState::Done] == 5);
  CHECK(test::Leftovers(store).empty());
  CHECK(CollectQuarantine(plan, results, store).empty());

  screen.Write(1, 1, 1, "111");
  results = Run(plan, screen, store);
  CHECK(test::Count(results)[TaskState::Done] == 3);
  CHECK(test::Count(results)[TaskState::Cached] == 5);
}

TEST_CASE("an error of the machine inside inline work fails the task that asked")
{
  SmallScreen screen(1, 2, 1);
  screen.RemoveFile(1, 2, 1);
  Store      store = screen.OpenStore();
  const Plan plan = screen.MakePlan(ReadAndGather(true));
  const auto results = Run(plan, screen, store);
  const auto gather = TaskOf(plan, "gather", "plate=P1");
  CHECK(results[gather].state == TaskState::Failed);
  CHECK(results[gather].error.find("P1_A02_1.txt cannot be read") != std::string::npos);
  CHECK(store.Keys().empty());
  CHECK(test::Leftovers(store).empty());
}

TEST_CASE("a node that breaks a rule fails its task with a sentence")
{
  const std::map<std::string, std::string> sentences = {
    { "std", "vector::at on purpose" },
    { "int", "the node threw something that is no std::exception" },
    { "nothing", "node test.misbehave ended without storing output 'table'" },
    { "wrong_type", "node test.misbehave stored a value of type file as output 'table', which is of type table" },
    { "twice", "node test.misbehave stored output 'table' twice" },
    { "unknown_port", "node test.misbehave has no output 'tabel'; it has table, extra" },
    { "null", "node test.misbehave stored nothing as output 'table'" },
    { "unknown_input", "input port 'tabel' of step 'step' is not connected" }
  };
  SmallScreen screen(1, 1, 1);
  Store       store = screen.OpenStore();
  for (const auto & [how, sentence] : sentences)
  {
    const Plan plan =
      screen.MakePlan({ { "step", { { "node", "test.misbehave" }, { "params", { { "how", how } } } } } });
    const auto results = Run(plan, screen, store);
    CHECK(results[0].state == TaskState::Failed);
    CHECK(results[0].error == sentence);
  }
  CHECK(store.Keys().empty());
  CHECK(test::Leftovers(store).empty());
}

TEST_CASE("a task that turns out bad after it stored something keeps nothing of it")
{
  SmallScreen screen(1, 1, 1);
  Store       store = screen.OpenStore();
  const Plan  plan =
    screen.MakePlan({ { "step", { { "node", "test.misbehave" }, { "params", { { "how", "bad_after_output" } } } } } });
  const auto results = Run(plan, screen, store);
  CHECK(results[0].state == TaskState::Quarantined);
  CHECK(results[0].error == "bad after all");
  CHECK(store.Record(plan.tasks[0].key).value()["files"].empty());
  CHECK(test::Leftovers(store).empty());
}

TEST_CASE("-k stops after that many failures")
{
  SmallScreen screen(1, 30, 1);
  for (int well = 1; well <= 30; ++well)
  {
    screen.RemoveFile(1, well, 1);
  }
  Store          store = screen.OpenStore();
  const Plan     plan = screen.MakePlan(ReadAndGather(false));
  ExecuteOptions options;
  CHECK(test::Count(Execute(plan, screen.Registry(), store, options, {}))[TaskState::Failed] == 30);
  options.stopAfter = 3;
  auto counts = test::Count(Execute(plan, screen.Registry(), store, options, {}));
  CHECK(counts[TaskState::Failed] == 3);
  CHECK(counts[TaskState::Waiting] == 27);
  CHECK(counts[TaskState::Skipped] == 1);
}

TEST_CASE("cancelling starts nothing new, stops what runs and commits nothing")
{
  SmallScreen screen(1, 20, 1);
  Store       store = screen.OpenStore();
  const Plan  plan = screen.MakePlan(
    { { "sleep", { { "node", "test.sleep_rows" }, { "each", kWell }, { "params", { { "milliseconds", 60000 } } } } } });
  std::atomic<bool> cancelled{ false };
  ExecuteOptions    options;
  options.cancelled = &cancelled;
  int           started = 0;
  ExecuteEvents events;
  events.started = [&](std::size_t) { ++started; };
  events.progress = [&](std::size_t, double fraction) { cancelled = cancelled || fraction > 0; };
  const auto begin = std::chrono::steady_clock::now();
  const auto results = Run(plan, screen, store, options, events);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
  CHECK(test::Count(results)[TaskState::Waiting] == 20);
  CHECK(started <= 2);
  CHECK(store.Keys().empty());
  CHECK(test::Leftovers(store).empty());
}

TEST_CASE("events come in order, once a task")
{
  SmallScreen screen(1, 3, 1);
  screen.RemoveFile(1, 2, 1);
  Store                            store = screen.OpenStore();
  const Plan                       plan = screen.MakePlan(ReadAndGather(false));
  std::map<std::size_t, TaskState> ended;
  std::set<std::size_t>            started;
  ExecuteEvents                    events;
  events.started = [&](std::size_t task) {
    CHECK(started.insert(task).second);
    CHECK(ended.count(task) == 0);
  };
  events.ended = [&](std::size_t task, const TaskResult & result) { CHECK(ended.emplace(task, result.state).second); };
  const auto results = Run(plan, screen, store, {}, events);
  REQUIRE(ended.size() == 4);
  CHECK(started.size() == 3);
  for (const auto & [task, state] : ended)
  {
    CHECK(results[task].state == state);
  }
  ended.clear();
  started.clear();
  screen.Write(1, 2, 1, "121");
  Run(plan, screen, store, {}, events);
  CHECK(ended.size() == 4);
  CHECK(started.size() == 2);
}

TEST_CASE("two steps with equal work run once")
{
  SmallScreen screen(1, 2, 1);
  Store       store = screen.OpenStore();
  Json        steps = ReadAndGather(false, { { "calls", screen.CallsFile() } });
  steps["twin"] = steps["read"];
  steps["pair"] = { { "node", "test.pair_rows" }, { "in", { { "left", "read.table" }, { "right", "twin.table" } } } };
  const Plan plan = screen.MakePlan(steps);
  const auto results = Run(plan, screen, store);
  CHECK(screen.Calls() == 2);
  CHECK(test::StoredTable(plan, screen, store, "pair", "all") ==
        "shard,left,right\nplate=P1 well=A01 site=1,111,111\nplate=P1 well=A02 site=1,121,121\n");
}

TEST_CASE("only the tasks that were asked for run, and only when what they need is there")
{
  SmallScreen    screen(1, 2, 1);
  Store          store = screen.OpenStore();
  const Plan     plan = screen.MakePlan(ReadAndGather(false));
  const auto     gather = TaskOf(plan, "gather", "plate=P1");
  ExecuteOptions options;
  options.only = { gather };
  auto results = Run(plan, screen, store, options);
  CHECK(results[gather].state == TaskState::Skipped);
  CHECK(results[gather].error == "needs read plate=P1 well=A01 site=1, which is not in the store");
  options.only = plan.TasksOf("read");
  results = Run(plan, screen, store, options);
  CHECK(test::Count(results)[TaskState::Done] == 2);
  CHECK(results[gather].state == TaskState::Waiting);
  options.only = { gather };
  CHECK(Run(plan, screen, store, options)[gather].state == TaskState::Done);
}

TEST_CASE("a damaged record fails its task and what needs it, and says what to do")
{
  SmallScreen screen(1, 2, 1);
  Store       store = screen.OpenStore();
  const Plan  plan = screen.MakePlan(ReadAndGather(false));
  Run(plan, screen, store);
  const std::size_t read = TaskOf(plan, "read", "plate=P1 well=A01 site=1");
  const std::string key = plan.tasks[read].key;
  store.Remove(plan.tasks[TaskOf(plan, "gather", "plate=P1")].key);
  std::ofstream((store.Root() / key.substr(0, 2) / (key + ".json")).c_str()) << "{";
  const auto results = Run(plan, screen, store);
  CHECK(results[read].state == TaskState::Failed);
  CHECK(results[read].error.find("remove the file to run the task again") != std::string::npos);
  CHECK(results[TaskOf(plan, "gather", "plate=P1")].state == TaskState::Skipped);
}

TEST_CASE("the record tells how a task came about")
{
  SmallScreen screen(1, 1, 1);
  Store       store = screen.OpenStore();
  const Plan  plan = screen.MakePlan(ReadAndGather(false));
  Run(plan, screen, store);
  const Json record = store.Record(plan.tasks[0].key).value();
  CHECK(record["step"] == "read");
  CHECK(record["node"] == "test.read_rows");
  CHECK(record["version"] == 1);
  CHECK(record["shard"] == Json{ { "plate", "P1" }, { "well", "A01" }, { "site", "1" } });
  CHECK(record["outputs"] == Json{ { "table", "table.csv" } });
  CHECK(record["parts"] == KeyParts(plan, plan.tasks[0]));
  CHECK(record["threads"] == 1);
  CHECK(record["seconds"].get<double>() > 0);
  CHECK(record["host_class"].is_string());
  CHECK(record["pheno"].is_string());
}
