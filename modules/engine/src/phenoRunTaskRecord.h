#ifndef phenoRunTaskRecord_h
#define phenoRunTaskRecord_h

#include "phenoRunTask.h"

namespace pheno
{
/** What a task's record in the store tells besides its files: RecordOf(outcome), workflow, step, shard, node, version,
 * parts (KeyParts), and, of this run of it, seconds, threads, host class and version of pheno. */
Json
MakeTaskRecord(const Plan & plan, std::size_t task, const Outcome & outcome, const Grant & grant, double seconds);

/** The processor's name: seeded results may differ in their last bits between classes. */
const std::string &
HostClass();
} // namespace pheno

#endif
