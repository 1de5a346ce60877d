#include "phenoSmallScreen.h"

using namespace pheno;
using test::SmallScreen;
using test::TaskOf;

namespace
{
using Lines = std::vector<std::string>;
}

TEST_CASE("what differs between key parts is said in lines")
{
  const Json before =
    Json::parse(R"({"node": "a.b", "version": 1, "params": {"sigma": 30, "old": 1, "list": [1, 2]}, "seed": 1,
    "inputs": {"image": ["k1.image", "k2.image"], "map": ["d1"], "gone": ["k9.x"]}})");
  const Json now =
    Json::parse(R"({"node": "a.b", "version": 2, "params": {"sigma": 40, "new": true, "list": [1, 3]}, "seed": 1,
    "inputs": {"image": ["k1.image", "k3.image"], "map": ["d2"]}})");
  CHECK(ExplainDifference(before, now) == Lines{ "inputs.image: 1 of 2 differ",
                                                 "inputs.map: the content changed",
                                                 "inputs.gone: gone, was [\"k9.x\"]",
                                                 "params.list[1]: 2 -> 3",
                                                 "params.new: new, true",
                                                 "params.old: gone, was 1",
                                                 "params.sigma: 30 -> 40",
                                                 "version: 1 -> 2" });
  CHECK(ExplainDifference(now, now).empty());
}

TEST_CASE("a gather that lost elements says so")
{
  CHECK(ExplainDifference(Json::parse(R"({"inputs": {"a": ["1.x", "2.x"]}})"),
                          Json::parse(R"({"inputs": {"a": ["2.x"]}})")) == Lines{ "inputs.a: 2 -> 1 elements" });
}

TEST_CASE("a change is followed to where it began")
{
  SmallScreen screen(2, 2, 1);
  Json        steps = Json::parse(R"({
    "emit": {"node": "test.emit_rows", "each": ["plate", "well"]},
    "scale": {"node": "test.scale_rows", "each": ["plate", "well"], "in": {"table": "emit.table"}},
    "gather": {"node": "test.gather_rows", "each": ["plate"], "in": {"tables": "scale.table"}}})");
  const Plan  before = screen.MakePlan(steps);
  steps["emit"]["params"]["value"] = 5;
  const Plan now = screen.MakePlan(steps);
  const auto partsOf = [&](const std::string & key) {
    for (const Task & task : before.tasks)
    {
      if (task.key == key)
      {
        return KeyParts(before, task);
      }
    }
    return Json();
  };
  const Task & task = now.tasks[TaskOf(now, "gather", "plate=P2")];
  const Json   old = KeyParts(before, before.tasks[TaskOf(before, "gather", "plate=P2")]);
  CHECK(
    ExplainTask(now, task, old, partsOf) ==
    Lines{ "inputs.tables <- scale plate=P2 well=A01: inputs.table <- emit plate=P2 well=A01: params.value: 1 -> 5" });
  CHECK(ExplainTask(now, task, old, [](const std::string &) { return Json(); }) ==
        Lines{ "inputs.tables: 2 of 2 differ" });
}
