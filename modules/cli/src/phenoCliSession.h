#ifndef phenoCliSession_h
#define phenoCliSession_h

#include "phenoCliArguments.h"

#include "phenoExecute.h"
#include "phenoNodeRegistry.h"
#include "phenoPlan.h"

#include <string>
#include <vector>

namespace pheno::cli
{
/** The registry of --nodes, then PHENO_NODES, then the nodes beside the executable. */
NodeRegistry
OpenRegistry(const std::vector<std::string> & folders);

/** Reads, checks and expands a workflow; `warnings` may be null. Throws DiagnosticsError. */
Plan
OpenPlan(const WorkflowArguments & arguments, NodeRegistry & registry, std::vector<Diagnostic> * warnings = nullptr);

/** Turns the budget words into what the executor takes. */
ExecuteOptions
MakeExecuteOptions(const BudgetArguments & arguments);

/** The task of a step for the shard words typed; words may be in any order. Throws Error naming what there is. */
std::size_t
FindTask(const Plan & plan, const std::string & step, const std::vector<std::string> & shardWords);

/** A word for a POSIX shell. */
std::string
ShellQuote(const std::string & word);
} // namespace pheno::cli

#endif
