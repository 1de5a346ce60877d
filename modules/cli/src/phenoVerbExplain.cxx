#include "phenoCliSession.h"

#include <algorithm>
#include <iostream>
#include <map>
#include <optional>

namespace pheno::cli
{
namespace
{
/** Records of finished tasks by step name and shard, the newest first. */
std::map<std::string, Json>
NewestRecords(const Store & store)
{
  std::map<std::string, Json> newest;
  for (const std::string & key : store.Keys())
  {
    const std::optional<Json> record = store.Record(key);
    if (record)
    {
      const std::string where = record->value("step", "") + " " + record->at("parts").at("shard").dump();
      const auto        found = newest.find(where);
      if (found == newest.end() || found->second.value("finished", "") < record->value("finished", ""))
      {
        newest[where] = *record;
      }
    }
  }
  return newest;
}

/** `follow`: trace changed inputs to where the change began; in a list of all tasks that begins above anyway. */
void
PrintReasons(const Plan &                        plan,
             const Task &                        task,
             const Store &                       store,
             const std::map<std::string, Json> & newest,
             bool                                follow)
{
  const std::string step = plan.StepOf(task).name;
  const auto        before = newest.find(step + " " + task.shard.ToJson().dump());
  std::cout << step << " " << task.shard.ToString() << ": ";
  if (before == newest.end())
  {
    std::cout << "never ran in this store\n";
    return;
  }
  std::cout << "ran before with another key\n";
  const auto print = [](const std::vector<std::string> & lines) {
    for (const std::string & line : lines)
    {
      std::cout << "  " << line << "\n";
    }
  };
  const Json parts = before->second.at("parts");
  print(!follow ? ExplainDifference(parts, KeyParts(plan, task))
                : ExplainTask(plan, task, parts, [&store](const std::string & key) {
                    const std::optional<Json> record = store.Record(key);
                    return record ? record->at("parts") : Json();
                  }));
  print(ExplainDifference({ { "inline", before->second.value("inline", Json::object()) } },
                          { { "inline", InlineSteps(plan, task) } }));
}
} // namespace

int
VerbExplain(const Words & words)
{
  CLI::App                 app("Say why tasks would run: which part of their keys changed", "pheno-run explain");
  WorkflowArguments        arguments;
  std::string              store = "store";
  std::vector<std::string> selection;
  AddWorkflowOptions(app, arguments);
  AddStoreOption(app, store);
  app.add_option("selection", selection, "STEP and AXIS=VALUE words; default: every task that would run");
  int code = 0;
  if (!Parse(app, words, code))
  {
    return code;
  }
  NodeRegistry             registry = OpenRegistry(arguments.nodes);
  const Plan               plan = OpenPlan(arguments, registry);
  const Store              finished(store);
  const auto               newest = NewestRecords(finished);
  std::vector<std::size_t> tasks;
  if (selection.size() > 1)
  {
    tasks.push_back(FindTask(plan, selection[0], { selection.begin() + 1, selection.end() }));
  }
  else if (selection.size() == 1)
  {
    tasks = plan.TasksOf(selection[0]);
    if (tasks.empty())
    {
      throw Error("the workflow has no step '" + selection[0] + "'");
    }
  }
  else
  {
    for (std::size_t i = 0; i < plan.tasks.size(); ++i)
    {
      tasks.push_back(i);
    }
  }
  std::size_t explained = 0;
  for (const std::size_t i : tasks)
  {
    const Task & task = plan.tasks[i];
    if (!plan.StepOf(task).inlined && !finished.Has(task.key))
    {
      PrintReasons(plan, task, finished, newest, !selection.empty());
      ++explained;
    }
  }
  if (explained == 0)
  {
    std::cout << "nothing would run: all of it is in the store\n";
  }
  return kDone;
}
} // namespace pheno::cli
