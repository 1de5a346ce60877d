// Runs a workflow on a store and tells on standard output what happens, so that a test can kill it at any moment.
//   engine_fault_driver NODES WORKFLOW STORE CPUS [LARGEST_FILE_BYTES]
#include "phenoExecute.h"

#include <csignal>
#include <cstdlib>
#include <iostream>

#include <sys/resource.h>

namespace
{
using namespace pheno;

/** From now on writing beyond this size fails, as on a full disk. */
void
LimitFiles(const char * bytes)
{
  std::signal(SIGXFSZ, SIG_IGN);
  const rlim_t limit = std::strtoull(bytes, nullptr, 10);
  const rlimit both{ limit, limit };
  ::setrlimit(RLIMIT_FSIZE, &both);
}

int
Run(char ** arguments)
{
  NodeRegistry registry;
  registry.AddFolder(arguments[1], false);
  std::vector<Diagnostic> warnings;
  const Plan              plan = MakePlan(ReadWorkflow(arguments[2], registry, {}, warnings), registry, {});
  Store                   store(arguments[3]);
  ExecuteOptions          options;
  options.cpus = static_cast<unsigned>(std::atoi(arguments[4]));
  ExecuteEvents events;
  events.started = [](std::size_t) { std::cout << "started" << std::endl; };
  events.ended = [](std::size_t, const TaskResult & result) {
    std::cout << Name(result.state) << " " << result.error << std::endl;
  };
  store.Sweep();
  int code = 0;
  for (const TaskResult & result : Execute(plan, registry, store, options, events))
  {
    code = result.state == TaskState::Failed || result.state == TaskState::Skipped ? 1 : code;
  }
  return code;
}
} // namespace

int
main(int argc, char ** argv)
{
  try
  {
    if (argc < 5)
    {
      std::cerr << "expected NODES WORKFLOW STORE CPUS [LARGEST_FILE_BYTES]\n";
      return 2;
    }
    if (argc > 5)
    {
      LimitFiles(argv[5]);
    }
    return Run(argv);
  }
  catch (const std::exception & error)
  {
    std::cerr << error.what() << "\n";
    return 2;
  }
}
