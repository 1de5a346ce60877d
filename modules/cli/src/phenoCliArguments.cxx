#include "phenoCliArguments.h"

#include "phenoError.h"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <thread>

namespace pheno::cli
{
void
AddWorkflowOptions(CLI::App & app, WorkflowArguments & arguments)
{
  app.add_option("workflow", arguments.workflow, "Workflow file (JSON)")->required();
  app.add_option("-i,--input", arguments.inputs, "Replace an input: NAME=PATH")->allow_extra_args(false);
  app.add_option("-p,--param", arguments.params, "Override a parameter: STEP.PARAM=VALUE")->allow_extra_args(false);
  app.add_option("--seeds", arguments.seeds, "Run the steps with the axis seed so many times")
    ->check(CLI::PositiveNumber);
  app.add_option("--until", arguments.until, "Keep only this step and what it needs");
  app.add_option("-x,--exclude", arguments.exclusions, "CSV of plate[,well[,site]],reason to leave out");
  app.add_option("--nodes", arguments.nodes, "Folder with further nodes; their library digests enter the keys")
    ->allow_extra_args(false);
  app.add_flag("--trust-versions", arguments.trustVersions, "Leave the library digests of --nodes out of the keys");
}

void
AddBudgetOptions(CLI::App & app, BudgetArguments & arguments)
{
  app.add_option("-j,--jobs", arguments.jobs, "Threads in all (default: every processor)");
  app.add_option("--gpus", arguments.gpus, "Accelerators in all")->check(CLI::NonNegativeNumber);
  app.add_option("--ranks", arguments.ranks, "Processes that train one model together, sharing each batch")
    ->check(CLI::PositiveNumber);
  app.add_option("--mem-mb", arguments.memMb, "Memory in all, MB (default: 85 % of the machine's)")
    ->check(CLI::PositiveNumber);
}

void
AddStoreOption(CLI::App & app, std::string & store)
{
  app.add_option("--store", store, "Folder of finished work")->capture_default_str();
}

void
AddRunOptions(CLI::App & app, RunArguments & arguments)
{
  AddWorkflowOptions(app, arguments.workflow);
  AddBudgetOptions(app, arguments.budget);
  AddStoreOption(app, arguments.store);
  app.add_option("-o,--out", arguments.out, "Folder of this run (default: runs/<time>-<name>)");
  app.add_option("-k,--keep-going", arguments.stopAfter, "Stop after N failed tasks (default: no limit)")
    ->check(CLI::PositiveNumber);
  app.add_option("--max-bad", arguments.maxBad, "Quarantined sites allowed, N or P% (more: exit code 3)")
    ->capture_default_str();
}

bool
Parse(CLI::App & app, const Words & words, int & code)
{
  Words reversed(words.rbegin(), words.rend());
  try
  {
    app.parse(reversed);
    return true;
  }
  catch (const CLI::ParseError & error)
  {
    const bool failed = error.get_exit_code() != 0;
    app.exit(error, std::cout, std::cerr);
    code = failed ? kUsage : kDone;
    return false;
  }
}

std::map<std::string, std::string>
NameValues(const std::vector<std::string> & words, const std::string & option)
{
  std::map<std::string, std::string> values;
  Diagnostics                        problems;
  for (const std::string & word : words)
  {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos || equals == 0)
    {
      problems.Add(option + " " + word, "expected NAME=VALUE");
    }
    else if (!values.emplace(word.substr(0, equals), word.substr(equals + 1)).second)
    {
      problems.Add(option + " " + word, "given twice");
    }
  }
  problems.ThrowIfErrors();
  return values;
}

Shard
ShardFromWords(const std::vector<std::string> & words)
{
  NameValues(words, "shard");
  std::vector<Shard::Axis> axes;
  for (const std::string & word : words)
  {
    const std::size_t equals = word.find('=');
    axes.emplace_back(word.substr(0, equals), word.substr(equals + 1));
  }
  return Shard(std::move(axes));
}

long
MachineMemoryMb()
{
  long kilobytes = sysconf(_SC_PHYS_PAGES) * (sysconf(_SC_PAGESIZE) / 1024);
  for (const char * path : { "/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes" })
  {
    std::ifstream file(path);
    long          limit = 0;
    if (file >> limit && limit > 0)
    {
      kilobytes = std::min(kilobytes, limit / 1024);
    }
  }
  return kilobytes / 1024;
}

unsigned
MachineCpus()
{
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof(set), &set) == 0)
  {
    return std::max(1, CPU_COUNT(&set));
  }
  return std::max(1U, std::thread::hardware_concurrency());
}
} // namespace pheno::cli
