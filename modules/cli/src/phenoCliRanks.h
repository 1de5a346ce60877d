#ifndef phenoCliRanks_h
#define phenoCliRanks_h

#include "phenoCliArguments.h"

#include "phenoExecute.h"

#include <functional>

namespace pheno::cli
{
/** Runs tasks of `plan` as several processes of this program, each `pheno-run task` with the same workflow and store.
 * \param folder takes what they print, a folder a task  \return what ExecuteOptions::runRanks takes; empty for one rank
 */
std::function<bool(const RankedTask &)>
RankLauncher(const WorkflowArguments & workflow,
             const BudgetArguments &   budget,
             const std::string &       store,
             const Plan &              plan,
             const fs::path &          folder);

/** Where this process stands among those that RankLauncher started; 0 of 1 for any other. */
Rank
RankOfThisProcess();

/** Prints progress where RankLauncher reads it: rank 0 alone, at most a line a thousandth. */
std::function<void(std::size_t task, double fraction)>
RankProgress(const Rank & rank);
} // namespace pheno::cli

#endif
