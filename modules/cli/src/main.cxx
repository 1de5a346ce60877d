#include "phenoVerbs.h"

#include "phenoAbi.h"
#include "phenoError.h"

#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>

#if defined(__GLIBC__)
#  include <malloc.h>
#endif

namespace
{
using namespace pheno::cli;

/** Process-wide settings of libraries that nodes use; what the user's environment says stands.
 *
 * Images and tensors come and go in the same few sizes. By default glibc hands every large block back to the system,
 * and the page faults of getting it again cost a training a tenth of its time; one arena lets all threads share what is
 * free. Up to 1 GB of freed memory is kept. Threads of OpenMP wait actively for milliseconds by default, which on a
 * busy machine makes a training several times slower: 20,000 turns are some 50 us. */
void
SetUpProcess()
{
#if defined(__GLIBC__)
  constexpr int kGigabyte = 1 << 30;
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_MMAP_THRESHOLD, kGigabyte);
  mallopt(M_TRIM_THRESHOLD, kGigabyte);
#endif
  setenv("GOMP_SPINCOUNT", "20000", 0);
}

struct Verb
{
  int (*run)(const Words &);
  const char * doc;
};

const std::map<std::string, Verb> &
Verbs()
{
  static const std::map<std::string, Verb> verbs = {
    { "run", { VerbRun, "run a workflow (the verb may be left out)" } },
    { "check", { VerbCheck, "check a workflow and its inputs, run nothing" } },
    { "plan", { VerbPlan, "list what would run, with memory per task" } },
    { "explain", { VerbExplain, "say why a task would run" } },
    { "status", { VerbStatus, "list what failed in a run, with the command that runs it again" } },
    { "verify", { VerbVerify, "recompute the digests of finished work" } },
    { "clean", { VerbClean, "remove finished work that no named workflow needs" } },
    { "nodes", { VerbNodes, "list the nodes, or describe one" } },
    { "node", { VerbNode, "run one node by hand" } },
    { "show", { VerbShow, "write any port of any shard to a file" } },
    { "index", { VerbIndex, "make the tall index of an instrument's folder" } },
    { "simulate", { VerbSimulate, "make a simulated screen with known truth" } },
    { "task", { VerbTask, "run single tasks by key (for clusters)" } },
  };
  return verbs;
}

void
PrintHelp()
{
  std::cout << "pheno-run " << pheno::kVersion << ": from raw plates to ranked hits\n\n"
            << "  pheno-run WORKFLOW [-i NAME=PATH]... [-p STEP.PARAM=VALUE]... [-o DIR] [-j N] ...\n"
            << "  pheno-run VERB ...            pheno-run VERB --help says more\n\n";
  for (const auto & [name, verb] : Verbs())
  {
    std::cout << "  " << name << std::string(10 - name.size(), ' ') << verb.doc << "\n";
  }
  std::cout << "\nexit codes: 0 done, 1 a task failed, 2 usage or workflow error (nothing was run),\n"
               "            3 done but more quarantined than --max-bad allows, 130/143 interrupted\n";
}

int
Dispatch(const Words & words)
{
  if (words.empty() || words[0] == "-h" || words[0] == "--help" || words[0] == "help")
  {
    PrintHelp();
    return words.empty() ? kUsage : kDone;
  }
  if (words[0] == "--version")
  {
    std::cout << "pheno-run " << pheno::kVersion << "\n";
    return kDone;
  }
  const auto verb = Verbs().find(words[0]);
  return verb == Verbs().end() ? VerbRun(words) : verb->second.run({ words.begin() + 1, words.end() });
}
} // namespace

int
main(int argc, char ** argv)
{
  SetUpProcess();
  try
  {
    return Dispatch(Words(argv + 1, argv + argc));
  }
  catch (const pheno::DiagnosticsError & error)
  {
    for (const pheno::Diagnostic & problem : error.Items())
    {
      std::cerr << pheno::ToString(problem) << "\n";
    }
    return kUsage;
  }
  catch (const std::exception & error)
  {
    std::cerr << "pheno-run: " << error.what() << "\n";
    return kUsage;
  }
}
