#include "phenoCliSession.h"

#include "phenoJson.h"

#include <fstream>
#include <iostream>

namespace pheno::cli
{
namespace
{
std::vector<std::string>
ProblemsOf(const Store & store, const std::string & key)
{
  try
  {
    return store.Verify(key);
  }
  catch (const Error & error) // a damaged record
  {
    return { error.what() };
  }
}

/** Keys of a workflow's plan; of a run's workflow.json also those that the run recorded, whatever was typed for it. */
void
AddNeeded(const std::string & workflow, NodeRegistry & registry, std::set<std::string> & needed)
{
  WorkflowArguments arguments;
  arguments.workflow = workflow;
  for (const Task & task : OpenPlan(arguments, registry).tasks)
  {
    needed.insert(task.key);
  }
  std::ifstream file((fs::absolute(workflow).parent_path() / "run.json").string());
  if (!file)
  {
    return;
  }
  const Json run = Json::parse(file);
  for (const Json & task : run.at("tasks"))
  {
    needed.insert(task.at("key").get<std::string>());
  }
}
} // namespace

int
VerbVerify(const Words & words)
{
  CLI::App    app("Recompute the digests of everything in a store", "pheno-run verify");
  std::string folder = "store";
  app.add_option("store", folder, "Folder of finished work")->capture_default_str();
  int code = 0;
  if (!Parse(app, words, code))
  {
    return code;
  }
  if (!fs::is_directory(folder))
  {
    throw Error("there is no store at " + fs::absolute(folder).string());
  }
  const Store store(folder);
  std::size_t bad = 0;
  const auto  keys = store.Keys();
  for (const std::string & key : keys)
  {
    for (const std::string & problem : ProblemsOf(store, key))
    {
      std::cout << problem << "\n";
      ++bad;
    }
  }
  std::cout << keys.size() << " tasks verified, " << bad << " problems\n";
  return bad == 0 ? kDone : kTaskFailed;
}

int
VerbClean(const Words & words)
{
  CLI::App                 app("Remove finished work that none of the named workflows needs", "pheno-run clean");
  std::string              folder = "store";
  std::vector<std::string> keep;
  std::vector<std::string> nodes;
  bool                     dryRun = false;
  AddStoreOption(app, folder);
  app.add_option("--keep", keep, "Workflow whose work stays; a run's workflow.json keeps what that run used")
    ->required()
    ->allow_extra_args(false);
  app.add_option("--nodes", nodes, "Folder with further nodes")->allow_extra_args(false);
  app.add_flag("-n,--dry-run", dryRun, "Only say what would go");
  int code = 0;
  if (!Parse(app, words, code))
  {
    return code;
  }
  if (!fs::is_directory(folder))
  {
    throw Error("there is no store at " + fs::absolute(folder).string());
  }
  NodeRegistry          registry = OpenRegistry(nodes);
  std::set<std::string> needed;
  for (const std::string & workflow : keep)
  {
    AddNeeded(workflow, registry, needed);
  }
  Store store(folder);
  store.Sweep();
  std::size_t removed = 0;
  std::size_t kept = 0;
  for (const std::string & key : store.Keys())
  {
    if (needed.count(key) > 0)
    {
      ++kept;
      continue;
    }
    ++removed;
    if (!dryRun)
    {
      store.Remove(key);
    }
  }
  std::cout << removed << (dryRun ? " tasks would be removed, " : " tasks removed, ") << kept << " kept\n";
  return kDone;
}
} // namespace pheno::cli
