#ifndef phenoRunTaskInfo_h
#define phenoRunTaskInfo_h

#include "phenoStoreOutcome.h"

namespace pheno
{
/** What a node that reads the run is told (Context::RunInfo): RunFacts and "quarantine", the sorted list of
 * {"step", "shard", "item", "reason"} of everything the task is made from. Holds no times, hosts or absolute paths: a
 * later run of the same workflow on the same inputs is told the same. */
Json
MakeRunInfo(const Plan & plan, std::size_t task, const Outcomes & outcomes);
} // namespace pheno

#endif
