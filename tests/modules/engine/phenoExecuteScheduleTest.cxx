#include "phenoSmallScreen.h"

#include "phenoExecuteSchedule.h"

#include <deque>

namespace
{
using namespace pheno;
using test::SmallScreen;
using test::TaskOf;

const Json kWell = { "plate", "well" };

/** first -> greedy (8 threads, 500 MB, an accelerator); small (each of 100 wells) beside it. */
Json
GreedyAmongSmall()
{
  return { { "a_first", { { "node", "test.emit_rows" } } },
           { "b_greedy", { { "node", "test.greedy" }, { "in", { { "table", "a_first.table" } } } } },
           { "c_small", { { "node", "test.emit_rows" }, { "each", kWell } } } };
}
} // namespace

TEST_CASE("ready tasks come in plan order as far as the processors go")
{
  SmallScreen screen(1, 5, 1);
  const Plan  plan = screen.MakePlan(
    { { "a", { { "node", "test.emit_rows" }, { "each", kWell } } },
       { "b", { { "node", "test.scale_rows" }, { "each", kWell }, { "in", { { "table", "a.table" } } } } } });
  ExecuteOptions options;
  options.cpus = 2;
  ExecuteSchedule schedule(plan, options);
  CHECK(schedule.Start().empty());
  const auto first = schedule.Admit();
  const auto second = schedule.Admit();
  REQUIRE(first);
  REQUIRE(second);
  CHECK(first->task == 0);
  CHECK(second->task == 1);
  CHECK_FALSE(schedule.Admit());
  schedule.Release(*first);
  schedule.Succeeded(first->task);
  CHECK(schedule.Admit()->task == 2); // of step a, before the first of step b
}

TEST_CASE("what is not asked for and not there is named; what is there counts as done")
{
  SmallScreen screen(1, 1, 1);
  const Plan  plan =
    screen.MakePlan({ { "a", { { "node", "test.emit_rows" } } },
                      { "b", { { "node", "test.scale_rows" }, { "in", { { "table", "a.table" } } } } } });
  ExecuteOptions options;
  options.only = { 1 };
  CHECK(ExecuteSchedule(plan, options).Start() == std::map<std::size_t, std::size_t>{ { 1, 0 } });
  ExecuteSchedule schedule(plan, options);
  schedule.SetCached(0);
  CHECK(schedule.Start().empty());
  CHECK(schedule.Admit()->task == 1);
}

TEST_CASE("a big task is not overtaken for ever")
{
  SmallScreen    screen(1, 100, 1);
  const Plan     plan = screen.MakePlan(GreedyAmongSmall());
  ExecuteOptions options;
  options.cpus = 4;
  ExecuteSchedule                       schedule(plan, options);
  std::deque<ExecuteSchedule::Admitted> running;
  const std::size_t                     greedy = TaskOf(plan, "b_greedy", "all");
  schedule.Start();
  int overtaken = 0;
  for (bool done = false; !done;)
  {
    while (const auto admitted = schedule.Admit())
    {
      running.push_back(*admitted);
      overtaken += admitted->task != greedy;
      done = done || admitted->task == greedy;
    }
    REQUIRE_FALSE(running.empty());
    if (done)
    {
      CHECK(running.size() == 1); // it has all processors for itself
      CHECK(running.front().grant.threads == 4);
    }
    schedule.Release(running.front());
    schedule.Succeeded(running.front().task);
    running.pop_front();
  }
  CHECK(overtaken < 50);
}

TEST_CASE("memory of tasks and of the inline work in them adds up")
{
  SmallScreen screen(1, 4, 1);
  const Plan  plan = screen.MakePlan(
    { { "a_emit", { { "node", "test.emit_rows" }, { "each", kWell }, { "inline", true } } },
       { "b_scale", { { "node", "test.scale_rows" }, { "each", kWell }, { "in", { { "table", "a_emit.table" } } } } } });
  ExecuteOptions options;
  options.cpus = 8;
  options.memMb = 96; // three of 16 + 16
  ExecuteSchedule schedule(plan, options);
  schedule.Start();
  CHECK(schedule.Admit());
  CHECK(schedule.Admit());
  CHECK(schedule.Admit());
  CHECK_FALSE(schedule.Admit());
  options.memMb = 31;
  CHECK_THROWS_WITH_AS(ExecuteSchedule(plan, options),
                       "/steps/b_scale: a task needs 32 MB with the inline steps inside it, the budget is 31 MB",
                       DiagnosticsError);
}

TEST_CASE("accelerators are lent one by one and given back")
{
  SmallScreen    screen(1, 4, 1);
  const Plan     plan = screen.MakePlan({ { "greedy", { { "node", "test.greedy" }, { "each", kWell } } } });
  ExecuteOptions options;
  options.cpus = 32;
  options.gpus = 2;
  ExecuteSchedule schedule(plan, options);
  schedule.Start();
  const auto first = schedule.Admit();
  const auto second = schedule.Admit();
  CHECK(first->grant.threads == 8);
  CHECK(first->grant.device.index == 0);
  CHECK(second->grant.device.index == 1);
  CHECK_FALSE(schedule.Admit());
  schedule.Release(*first);
  CHECK(schedule.Admit()->grant.device.index == 0);
}
