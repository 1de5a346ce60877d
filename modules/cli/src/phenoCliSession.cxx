#include "phenoCliSession.h"

#include "phenoError.h"

#include <boost/dll/runtime_symbol_info.hpp>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <sstream>

namespace pheno::cli
{
namespace
{
/** Nodes of the build tree lie in ../nodes, those of an installation in ../lib/pheno/nodes. */
fs::path
BuiltInNodes()
{
  const fs::path program = boost::dll::program_location();
  for (const char * relative : { "../nodes", "../lib/pheno/nodes" })
  {
    const fs::path folder = program.parent_path() / relative;
    if (fs::is_directory(folder))
    {
      return fs::canonical(folder);
    }
  }
  return {};
}
} // namespace

NodeRegistry
OpenRegistry(const std::vector<std::string> & folders)
{
  NodeRegistry registry;
  for (const std::string & folder : folders)
  {
    registry.AddFolder(folder, true);
  }
  if (const char * variable = std::getenv("PHENO_NODES"))
  {
    std::istringstream list(variable);
    for (std::string folder; std::getline(list, folder, ':');)
    {
      if (!folder.empty())
      {
        registry.AddFolder(folder, true);
      }
    }
  }
  if (const fs::path builtIn = BuiltInNodes(); !builtIn.empty())
  {
    registry.AddFolder(builtIn, false);
  }
  return registry;
}

Plan
OpenPlan(const WorkflowArguments & arguments, NodeRegistry & registry, std::vector<Diagnostic> * warnings)
{
  WorkflowOptions options;
  options.inputs = NameValues(arguments.inputs, "-i");
  options.params = NameValues(arguments.params, "-p");
  if (arguments.seeds > 0)
  {
    options.seeds = arguments.seeds;
  }
  if (!arguments.until.empty())
  {
    options.until = arguments.until;
  }
  std::vector<Diagnostic> found;
  Workflow                workflow = ReadWorkflow(arguments.workflow, registry, options, found);
  if (warnings != nullptr)
  {
    *warnings = std::move(found);
  }
  PlanOptions planOptions;
  planOptions.exclusions = arguments.exclusions;
  planOptions.trustVersions = arguments.trustVersions;
  return MakePlan(std::move(workflow), registry, planOptions);
}

ExecuteOptions
MakeExecuteOptions(const BudgetArguments & arguments)
{
  ExecuteOptions options;
  options.cpus = arguments.jobs > 0 ? arguments.jobs : MachineCpus();
  options.gpus = arguments.gpus;
  options.memMb = arguments.memMb > 0 ? arguments.memMb : MachineMemoryMb() * 85 / 100;
  return options;
}

std::size_t
FindTask(const Plan & plan, const std::string & step, const std::vector<std::string> & shardWords)
{
  const std::vector<std::size_t> tasks = plan.TasksOf(step);
  const Shard                    wanted = ShardFromWords(shardWords);
  const auto                     matches = [&](std::size_t task) {
    const Shard & shard = plan.tasks[task].shard;
    return shard.Axes().size() == wanted.Axes().size() &&
           std::all_of(wanted.Axes().begin(), wanted.Axes().end(), [&](const Shard::Axis & axis) {
             return shard.Has(axis.first) && shard.at(axis.first) == axis.second;
           });
  };
  const auto found = std::find_if(tasks.begin(), tasks.end(), matches);
  if (found != tasks.end())
  {
    return *found;
  }
  if (tasks.empty())
  {
    throw Error("the plan has no step '" + step + "'");
  }
  throw Error("step '" + step + "' has no shard '" + wanted.ToString() + "'; it has " + std::to_string(tasks.size()) +
              ", the first is '" + plan.tasks[tasks.front()].shard.ToString() + "'");
}

std::string
ShellQuote(const std::string & word)
{
  const auto plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || std::string("_-./=@%+:,").find(c) != std::string::npos;
  };
  if (!word.empty() && std::all_of(word.begin(), word.end(), plain))
  {
    return word;
  }
  std::string quoted = "'";
  for (const char c : word)
  {
    quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return quoted + "'";
}
} // namespace pheno::cli
