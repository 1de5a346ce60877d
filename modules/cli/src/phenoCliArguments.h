#ifndef phenoCliArguments_h
#define phenoCliArguments_h

#include "phenoFileSystem.h"
#include "phenoShard.h"
#include "phenoVerbs.h"

#include <CLI/CLI.hpp>

#include <map>
#include <string>
#include <vector>

namespace pheno::cli
{
/** What names a workflow and what it runs on; shared by every verb that reads one. */
struct WorkflowArguments
{
  std::string              workflow;
  std::vector<std::string> inputs;
  std::vector<std::string> params;
  unsigned                 seeds = 0; ///< 0: as the file says
  std::string              until;
  std::string              exclusions;
  std::vector<std::string> nodes;
  bool                     trustVersions = false;
};

/** What bounds a run; shared by `run` and `task`. */
struct BudgetArguments
{
  unsigned jobs = 0; ///< 0: every processor
  int      gpus = 0;
  long     memMb = 0; ///< 0: 85 % of the machine's memory
  unsigned ranks = 1; ///< processes that train together
};

/** What a run is given. */
struct RunArguments
{
  WorkflowArguments workflow;
  BudgetArguments   budget;
  std::string       store = "store";
  std::string       out;
  std::string       maxBad = "5%";
  std::size_t       stopAfter = 0;
};

void
AddWorkflowOptions(CLI::App & app, WorkflowArguments & arguments);
void
AddBudgetOptions(CLI::App & app, BudgetArguments & arguments);
void
AddStoreOption(CLI::App & app, std::string & store);
/** Everything that `run` takes; `status` reads a recorded command with it. */
void
AddRunOptions(CLI::App & app, RunArguments & arguments);

/** Parses the words of a verb. Returns false when help was printed; `code` is then the exit code. */
bool
Parse(CLI::App & app, const Words & words, int & code);

/** {"a=b", ...} to a map. Throws DiagnosticsError naming the option for a word without '='. */
std::map<std::string, std::string>
NameValues(const std::vector<std::string> & words, const std::string & option);

/** "plate=P1" "well=B02" to a shard, in the order typed. */
Shard
ShardFromWords(const std::vector<std::string> & words);

/** Memory of the machine (or of its control group) in MB. */
long
MachineMemoryMb();

unsigned
MachineCpus();
} // namespace pheno::cli

#endif
