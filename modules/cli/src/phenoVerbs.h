#ifndef phenoVerbs_h
#define phenoVerbs_h

#include <string>
#include <vector>

namespace pheno::cli
{
/** Exit codes of pheno-run. */
enum Exit : int
{
  kDone = 0,
  kTaskFailed = 1,
  kUsage = 2,      ///< usage, workflow or pre-flight error: nothing was run
  kTooManyBad = 3, ///< done, but more was quarantined than --max-bad allows
  kInterrupted = 130,
  kTerminated = 143
};

/** The words after the verb. */
using Words = std::vector<std::string>;

/** One function per verb; each parses its own words and returns the exit code. */
int
VerbRun(const Words & words);
int
VerbCheck(const Words & words);
int
VerbPlan(const Words & words);
int
VerbExplain(const Words & words);
int
VerbStatus(const Words & words);
int
VerbVerify(const Words & words);
int
VerbClean(const Words & words);
int
VerbNodes(const Words & words);
int
VerbNode(const Words & words);
int
VerbShow(const Words & words);
int
VerbIndex(const Words & words);
int
VerbSimulate(const Words & words);
int
VerbTask(const Words & words);
} // namespace pheno::cli

#endif
