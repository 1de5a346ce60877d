#include "phenoSmallScreen.h"

using namespace pheno;
using test::SmallScreen;
using test::TaskOf;

namespace
{
const Json kEmit = { { "node", "test.emit_rows" },
                     { "each", { "plate", "well", "site" } },
                     { "in", { { "rows", "@screen" } } } };

Json
Uses(const std::string & node, const Json & each, const Json & in)
{
  return { { "node", "test." + node }, { "each", each }, { "in", in } };
}
} // namespace

TEST_CASE("a step expands to its shards in natural order, producers before consumers")
{
  SmallScreen screen(11, 2, 1);
  const Plan  plan = screen.MakePlan(
    { { "emit", kEmit }, { "plates", Uses("gather_rows", { "plate" }, { { "tables", "emit.table" } }) } });
  CHECK(plan.TasksOf("emit").size() == 22);
  const auto plates = plan.TasksOf("plates");
  REQUIRE(plates.size() == 11);
  CHECK(plan.tasks[plates[1]].shard.ToString() == "plate=P2"); // not P10
  for (std::size_t task = 0; task < plan.tasks.size(); ++task)
  {
    for (const auto & [port, feed] : plan.tasks[task].feeds)
    {
      for (const std::size_t producer : feed.tasks)
      {
        CHECK(producer < task);
      }
    }
  }
}

TEST_CASE("a port receives the producer's shards that share an index row")
{
  SmallScreen screen(2, 2, 3);
  const Plan  plan = screen.MakePlan(
    { { "emit", kEmit }, { "wells", Uses("gather_rows", { "plate", "well" }, { { "tables", "emit.table" } }) } });
  const Feed & feed = plan.tasks[TaskOf(plan, "wells", "plate=P2 well=A01")].feeds.at("tables");
  REQUIRE(feed.tasks.size() == 3);
  for (std::size_t i = 0; i < 3; ++i)
  {
    CHECK(plan.tasks[feed.tasks[i]].shard.ToString() == "plate=P2 well=A01 site=" + std::to_string(i + 1));
  }
  CHECK(feed.outputPort == "table");
  CHECK(feed.input == -1);
}

TEST_CASE("the whole screen reaches the shards of a step and back")
{
  SmallScreen       screen(2, 2, 1);
  const Plan        plan = screen.MakePlan({ { "emit", kEmit },
                                             { "model", Uses("emit_model", Json::array(), { { "tables", "emit.table" } }) },
                                             { "apply", Uses("use_model", { "plate" }, { { "model", "model.model" } }) } });
  const std::size_t model = TaskOf(plan, "model", "all");
  CHECK(plan.tasks[model].feeds.at("tables").tasks.size() == 4);
  CHECK(plan.tasks[TaskOf(plan, "apply", "plate=P2")].feeds.at("model").tasks == std::vector<std::size_t>{ model });
}

TEST_CASE("a table port gets the rows of its shard, the axes and the columns it names, paths made absolute")
{
  SmallScreen screen(2, 2, 2);
  const Plan plan = screen.MakePlan({ { "read", Uses("read_rows", { "plate", "well" }, { { "files", "@screen" } }) } });
  const Table table = FeedTable(plan, plan.tasks[TaskOf(plan, "read", "plate=P1 well=A02")], "files");
  CHECK(table.Names() == std::vector<std::string>{ "plate", "well", "site", "channel", "path" });
  CHECK(table.Texts("site") == Table::Text{ "1", "2" });
  CHECK(table.Cell(0, "path") == (screen / "images/P1_A02_1.txt").string());
}

TEST_CASE("one plate, one well, one site is a screen")
{
  SmallScreen screen(1, 1, 1);
  const Plan  plan =
    screen.MakePlan({ { "emit", kEmit }, { "scale", Uses("scale_rows", { "plate" }, { { "table", "emit.table" } }) } });
  CHECK(plan.tasks.size() == 2);
}

TEST_CASE("a seed belongs to workflow, node and shard, not to parameters")
{
  SmallScreen screen(2, 1, 1);
  Json        step = kEmit;
  const Plan  before = screen.MakePlan({ { "emit", step } });
  step["params"]["value"] = 99;
  const Plan after = screen.MakePlan({ { "renamed", step } });
  CHECK(before.tasks[0].seed == after.tasks[0].seed);
  CHECK(before.tasks[0].key != after.tasks[0].key);
  CHECK(before.tasks[0].seed != before.tasks[1].seed);
}

TEST_CASE("two steps with the same work have one key")
{
  SmallScreen screen(1, 2, 1);
  const Plan  plan = screen.MakePlan({ { "a", kEmit }, { "b", kEmit } });
  CHECK(plan.tasks[plan.TasksOf("a")[1]].key == plan.tasks[plan.TasksOf("b")[1]].key);
  CHECK(plan.tasks[plan.TasksOf("a")[0]].key != plan.tasks[plan.TasksOf("a")[1]].key);
}

TEST_CASE("what a run consists of is known before it, without places and times")
{
  SmallScreen screen(2, 1, 1);
  const Plan  plan = screen.MakePlan({ { "emit", kEmit } });
  const Json  facts = RunFacts(plan);
  CHECK(facts.at("workflow") == "small");
  CHECK(facts.at("steps").at(0).at("tasks") == 2);
  CHECK(facts.at("inputs").at(0).at("rows") == 2);
  CHECK(facts.dump().find((screen / "").string()) == std::string::npos);
}
