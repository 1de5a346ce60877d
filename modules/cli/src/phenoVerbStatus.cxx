#include "phenoCliSession.h"

#include "phenoCsv.h"

#include <boost/dll/runtime_symbol_info.hpp>

#include <fstream>
#include <iostream>
#include <map>

namespace pheno::cli
{
namespace
{
/** The run folder typed, or the newest one below runs/. */
fs::path
RunFolder(const std::string & typed)
{
  if (!typed.empty())
  {
    return typed;
  }
  fs::path newest;
  if (fs::is_directory("runs"))
  {
    for (const fs::directory_entry & entry : fs::directory_iterator("runs"))
    {
      if (fs::exists(entry.path() / "run.json") && entry.path() > newest)
      {
        newest = entry.path();
      }
    }
  }
  if (newest.empty())
  {
    throw Error("there is no finished run below " + (fs::current_path() / "runs").string() + "; name a run's folder");
  }
  return newest;
}

Json
ReadRun(const fs::path & folder)
{
  std::ifstream file((folder / "run.json").string());
  if (!file)
  {
    throw Error((folder / "run.json").string() + ": cannot be read; expected the folder of a run that ended");
  }
  return Json::parse(file);
}

std::string
ShardText(const Json & shard)
{
  std::string text;
  for (auto it = shard.begin(); it != shard.end(); ++it)
  {
    text += " " + it.key() + "=" + it->get<std::string>();
  }
  return text;
}

/** The options that a task needs to be the same task again, as they were typed for the run; paths are absolute. */
std::string
OptionsOf(const Json & run)
{
  CLI::App     app;
  RunArguments typed;
  AddRunOptions(app, typed);
  const Words words = run.at("command").get<Words>();
  int         code = 0;
  if (!Parse(app, { words.begin() + 1, words.end() }, code))
  {
    throw Error("run.json records a command that this pheno-run does not understand: " + Join(words, " "));
  }
  const fs::path directory = run.at("directory").get<std::string>();
  const auto     path = [&](const std::string & option, const std::string & relative) {
    return " " + option + " " + ShellQuote(fs::absolute(relative, directory).lexically_normal().string());
  };
  std::string options = path("--store", typed.store);
  for (const std::string & folder : typed.workflow.nodes)
  {
    options += path("--nodes", folder);
  }
  options += typed.workflow.trustVersions ? " --trust-versions" : "";
  options += typed.workflow.exclusions.empty() ? "" : path("-x", typed.workflow.exclusions);
  options += typed.budget.jobs > 0 ? " -j " + std::to_string(typed.budget.jobs) : "";
  options += typed.budget.gpus > 0 ? " --gpus " + std::to_string(typed.budget.gpus) : "";
  options += typed.budget.memMb > 0 ? " --mem-mb " + std::to_string(typed.budget.memMb) : "";
  return options;
}

/** The command that runs one task again, from any folder. */
std::string
AgainCommand(const fs::path & folder, const std::string & options, const std::string & key)
{
  return ShellQuote(boost::dll::program_location().string()) + " task " +
         ShellQuote((folder / "workflow.json").string()) + " " + key + options;
}

void
WriteExclusions(const fs::path & path, const std::vector<Json> & failed)
{
  Table::Text plates, wells, sites, reasons;
  for (const Json & task : failed)
  {
    const Json & shard = task.at("shard");
    if (shard.contains("plate"))
    {
      plates.push_back(shard.at("plate"));
      wells.push_back(shard.value("well", ""));
      sites.push_back(shard.value("site", ""));
      reasons.push_back(task.at("step").get<std::string>() + ": " + task.value("error", ""));
    }
  }
  Table table;
  table.Add("plate", plates);
  table.Add("well", wells);
  table.Add("site", sites);
  table.Add("reason", reasons);
  WriteCsv(path, table);
  std::cout << table.Rows() << " rows in " << path.string() << "; leave them out with -x " << path.string() << "\n";
}
} // namespace

int
VerbStatus(const Words & words)
{
  CLI::App    app("List what became of a run's tasks", "pheno-run status");
  std::string typed;
  std::string exclude;
  app.add_option("run", typed, "Folder of a run (default: the newest below runs/)");
  app.add_option("--exclude-failed", exclude, "Write the failed shards as an exclusions table for -x");
  int code = 0;
  if (!Parse(app, words, code))
  {
    return code;
  }
  const fs::path                                    folder = fs::absolute(RunFolder(typed));
  const Json                                        run = ReadRun(folder);
  std::map<std::string, std::map<std::string, int>> counts;
  std::vector<Json>                                 failed;
  for (const Json & task : run.at("tasks"))
  {
    ++counts[task.at("step")][task.at("state")];
    if (task.at("state") == "failed")
    {
      failed.push_back(task);
    }
  }
  for (const auto & [step, states] : counts)
  {
    std::cout << step << ":";
    for (const auto & [state, count] : states)
    {
      std::cout << " " << count << " " << state;
    }
    std::cout << "\n";
  }
  const std::string options = failed.empty() ? "" : OptionsOf(run);
  for (const Json & task : failed)
  {
    std::cout << "\nfailed: " << task.at("step").get<std::string>() << ShardText(task.at("shard")) << "\n  "
              << task.value("error", "") << "\n  " << AgainCommand(folder, options, task.at("key")) << "\n";
  }
  if (!exclude.empty())
  {
    WriteExclusions(exclude, failed);
  }
  return failed.empty() ? kDone : kTaskFailed;
}
} // namespace pheno::cli
