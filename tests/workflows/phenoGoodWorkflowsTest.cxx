#include "phenoFolders.h"
#include "phenoTest.h"
#include "phenoWorkflowCase.h"

using namespace pheno;

namespace
{
std::string
Name(const Plan & plan, const Task & task)
{
  return plan.StepOf(task).name + " " + task.shard.ToString();
}

Json
TableLines(const Table & table)
{
  Json lines = Json::array({ Join(table.Names(), "|") });
  for (std::size_t row = 0; row < table.Rows(); ++row)
  {
    std::vector<std::string> cells;
    for (const std::string & name : table.Names())
    {
      cells.push_back(name == "path" ? test::WithoutFolder(table.Cell(row, name)) : table.Cell(row, name));
    }
    lines.push_back(Join(cells, "|"));
  }
  return lines;
}

Json
Feeds(const Plan & plan, const Task & task)
{
  Json ports = Json::object();
  for (const auto & [port, feed] : task.feeds)
  {
    if (feed.input >= 0)
    {
      ports[port] = TableLines(FeedTable(plan, task, port));
      continue;
    }
    ports[port] = Json::array();
    for (const std::size_t producer : feed.tasks)
    {
      ports[port].push_back(Name(plan, plan.tasks[producer]) + " ." + feed.outputPort);
    }
  }
  return ports;
}

/** What the plan holds, restricted to the feeds and parameters that the expectation lists. */
Json
Describe(const Plan & plan, const std::vector<Diagnostic> & warnings, const Json & expected)
{
  Json actual = Json::object();
  for (const Step & step : plan.workflow.steps)
  {
    actual["tasks"].push_back(step.name + ": " + std::to_string(plan.TasksOf(step.name).size()));
    if (expected.value("params", Json::object()).contains(step.name))
    {
      actual["params"][step.name] = step.params;
    }
  }
  for (const Task & task : plan.tasks)
  {
    if (expected.value("feeds", Json::object()).contains(Name(plan, task)))
    {
      actual["feeds"][Name(plan, task)] = Feeds(plan, task);
    }
  }
  for (const std::vector<Diagnostic> & list : { warnings, plan.notes })
  {
    for (const Diagnostic & note : list)
    {
      actual["notes"].push_back(test::WithoutFolder(ToString(note)));
    }
  }
  if (expected.contains("options"))
  {
    actual["options"] = expected.at("options");
  }
  return actual;
}

Json
Actual(const test::WorkflowCase & item, NodeRegistry & registry)
{
  try
  {
    std::vector<Diagnostic> warnings;
    const Plan              plan = test::PlanCase(item, registry, warnings);
    return Describe(plan, warnings, item.expected);
  }
  catch (const Error & error)
  {
    return { { "error", error.what() } };
  }
}
} // namespace

TEST_CASE("good workflows expand to the expected tasks, feeds and notes")
{
  NodeRegistry registry;
  registry.AddFolder(fs::path(test::kBinaryDir) / "test_nodes", false);
  const auto cases = test::WorkflowCases("good");
  CHECK(cases.size() >= 15);
  for (const test::WorkflowCase & item : cases)
  {
    const Json actual = Actual(item, registry);
    CHECK_MESSAGE(actual == item.expected, item.workflow.stem().string() << ": got " << actual.dump(2));
  }
}
