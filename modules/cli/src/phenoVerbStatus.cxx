#include "phenoCliSession.h"

#include "phenoCsv.h"

#include <algorithm>
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

/** The command that runs one task again with what the run was given. */
std::string
AgainCommand(const fs::path & folder, const Json & run, const std::string & key)
{
  std::string command = "pheno-run task " + ShellQuote((folder / "workflow.json").string()) + " " + key;
  const Words typed = run.at("command").get<Words>();
  for (std::size_t i = 0; i + 1 < typed.size(); ++i)
  {
    if (typed[i] == "--store" || typed[i] == "--nodes" || typed[i] == "-x" || typed[i] == "--exclude")
    {
      command += " " + typed[i] + " " + ShellQuote(typed[i + 1]);
    }
  }
  return command;
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
  const fs::path                                          folder = fs::absolute(RunFolder(typed));
  const Json                                              run = ReadRun(folder);
  std::map<std::string, std::map<std::string, int>>       counts;
  std::vector<Json>                                       failed;
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
  for (const Json & task : failed)
  {
    std::cout << "\nfailed: " << task.at("step").get<std::string>() << ShardText(task.at("shard")) << "\n  "
              << task.value("error", "") << "\n  " << AgainCommand(folder, run, task.at("key")) << "\n";
  }
  if (!exclude.empty())
  {
    WriteExclusions(exclude, failed);
  }
  return failed.empty() ? kDone : kTaskFailed;
}
} // namespace pheno::cli
