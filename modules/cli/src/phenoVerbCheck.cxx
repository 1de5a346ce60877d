#include "phenoCliSession.h"

#include <iostream>

namespace pheno::cli
{
int
VerbCheck(const Words & words)
{
  CLI::App app("Check a workflow, its nodes and its inputs; nothing is run and no image is read", "pheno-run check");
  WorkflowArguments arguments;
  AddWorkflowOptions(app, arguments);
  int code = 0;
  if (!Parse(app, words, code))
  {
    return code;
  }
  NodeRegistry            registry = OpenRegistry(arguments.nodes);
  std::vector<Diagnostic> warnings;
  const Plan              plan = OpenPlan(arguments, registry, &warnings);
  for (const Diagnostic & warning : warnings)
  {
    std::cout << ToString(warning) << "\n";
  }
  for (const Diagnostic & note : plan.notes)
  {
    std::cout << ToString(note) << "\n";
  }
  std::cout << plan.workflow.name << ": good; " << plan.workflow.steps.size() << " steps, " << plan.tasks.size()
            << " tasks\n";
  return kDone;
}
} // namespace pheno::cli
