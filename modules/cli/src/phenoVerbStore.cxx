#include "phenoCliSession.h"

#include <iostream>

namespace pheno::cli
{
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
    for (const std::string & problem : store.Verify(key))
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
    WorkflowArguments arguments;
    arguments.workflow = workflow;
    for (const Task & task : OpenPlan(arguments, registry).tasks)
    {
      needed.insert(task.key);
    }
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
