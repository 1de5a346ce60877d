#include "phenoCliProgress.h"
#include "phenoCliRanks.h"
#include "phenoCliSession.h"
#include "phenoCliSignals.h"

#include <algorithm>
#include <csignal>
#include <iostream>

namespace pheno::cli
{
int
VerbTask(const Words & words)
{
  CLI::App          app("Run single tasks of a plan by key; what they need must be in the store", "pheno-run task");
  WorkflowArguments arguments;
  BudgetArguments   budget;
  std::string       storeFolder = "store";
  std::vector<std::string> keys;
  AddWorkflowOptions(app, arguments);
  app.add_option("keys", keys, "Keys as `pheno-run plan --json` and `status` print them")->required();
  AddBudgetOptions(app, budget);
  AddStoreOption(app, storeFolder);
  int code = 0;
  if (!Parse(app, words, code))
  {
    return code;
  }
  NodeRegistry   registry = OpenRegistry(arguments.nodes);
  const Plan     plan = OpenPlan(arguments, registry);
  ExecuteOptions options = MakeExecuteOptions(budget);
  options.cancelled = &CatchSignals();
  options.rank = RankOfThisProcess();
  if (options.rank.size > 1)
  {
    std::signal(SIGINT, SIG_IGN); // Ctrl-C is heard by the process that started the ranks, which ends them with SIGTERM
  }
  else
  {
    options.ranks = budget.ranks;
    options.runRanks = RankLauncher(arguments, budget, storeFolder, plan, fs::path(storeFolder) / "ranks");
  }
  for (const std::string & key : keys)
  {
    const auto task = std::find_if(plan.tasks.begin(), plan.tasks.end(), [&](const Task & t) { return t.key == key; });
    if (task == plan.tasks.end())
    {
      throw Error("the plan has no task with key " + key + "; was the workflow or its index changed?");
    }
    options.only.push_back(static_cast<std::size_t>(task - plan.tasks.begin()));
  }
  Store         store(storeFolder);
  ExecuteEvents events;
  events.progress = RankProgress(options.rank);
  events.log = [&](std::size_t task, const std::string & message) {
    std::cerr << plan.StepOf(plan.tasks[task]).name << ": " << message << "\n";
  };
  const std::vector<TaskResult> results = Execute(plan, registry, store, options, events);
  for (const std::size_t task : options.only)
  {
    const TaskResult & result = results[task];
    std::cout << plan.tasks[task].key << " " << Name(result.state) << (result.error.empty() ? "" : ": " + result.error)
              << "\n";
    const bool good =
      result.state == TaskState::Done || result.state == TaskState::Cached || result.state == TaskState::Quarantined;
    code = good ? code : kTaskFailed;
  }
  return SignalExitCode() != 0 ? SignalExitCode() : code;
}
} // namespace pheno::cli
