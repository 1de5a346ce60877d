#include "phenoCliSession.h"

#include <iomanip>
#include <iostream>

namespace pheno::cli
{
namespace
{
void
PrintJson(const Plan & plan, const std::set<std::string> & done)
{
  OrderedJson tasks = OrderedJson::array();
  for (const Task & task : plan.tasks)
  {
    const Step & step = plan.StepOf(task);
    OrderedJson  entry = { { "key", task.key },
                           { "step", step.name },
                           { "node", step.descriptor->id },
                           { "shard", task.shard.ToJson() },
                           { "inline", step.inlined },
                           { "done", done.count(task.key) > 0 },
                           { "cpu", step.descriptor->resources.cpu },
                           { "mem_mb", step.descriptor->resources.memMb } };
    OrderedJson  needs = OrderedJson::array();
    for (const auto & [port, feed] : task.feeds)
    {
      for (const std::size_t producer : feed.tasks)
      {
        needs.push_back(plan.tasks[producer].key);
      }
    }
    entry["needs"] = std::move(needs);
    tasks.push_back(std::move(entry));
  }
  std::cout << OrderedJson{ { "workflow", plan.workflow.name }, { "tasks", std::move(tasks) } }.dump(1) << "\n";
}

void
PrintTable(const Plan & plan, const std::set<std::string> & done)
{
  std::cout << std::left << std::setw(28) << "step" << std::setw(34) << "node" << std::right << std::setw(8) << "tasks"
            << std::setw(8) << "done" << std::setw(8) << "to run" << std::setw(6) << "cpu" << std::setw(9) << "MB each"
            << "\n";
  for (const Step & step : plan.workflow.steps)
  {
    const std::vector<std::size_t> tasks = plan.TasksOf(step.name);
    std::size_t                    finished = 0;
    for (const std::size_t task : tasks)
    {
      finished += done.count(plan.tasks[task].key);
    }
    std::cout << std::left << std::setw(28) << step.name << std::setw(34) << step.descriptor->id << std::right
              << std::setw(8) << tasks.size();
    if (step.inlined)
    {
      std::cout << std::setw(8) << "-" << std::setw(8) << "inline";
    }
    else
    {
      std::cout << std::setw(8) << finished << std::setw(8) << tasks.size() - finished;
    }
    std::cout << std::setw(6) << step.descriptor->resources.cpu << std::setw(9) << step.descriptor->resources.memMb
              << "\n";
  }
}
} // namespace

int
VerbPlan(const Words & words)
{
  CLI::App          app("List what a run would do", "pheno-run plan");
  WorkflowArguments arguments;
  std::string       store = "store";
  bool              json = false;
  AddWorkflowOptions(app, arguments);
  AddStoreOption(app, store);
  app.add_flag("--json", json, "Every task with its key and the keys it needs");
  int code = 0;
  if (!Parse(app, words, code))
  {
    return code;
  }
  NodeRegistry registry = OpenRegistry(arguments.nodes);
  const Plan   plan = OpenPlan(arguments, registry);
  const auto   done = fs::is_directory(store) ? Store(store).Keys() : std::set<std::string>();
  json ? PrintJson(plan, done) : PrintTable(plan, done);
  return kDone;
}
} // namespace pheno::cli
