#ifndef phenoRunRanks_h
#define phenoRunRanks_h

#include <functional>
#include <string>
#include <vector>

namespace pheno
{
/** The program that each rank runs. A rank learns its place from PlaceOfThisProcess. */
struct RankProgram
{
  std::string              program = "/proc/self/exe"; ///< this program, run again
  std::vector<std::string> arguments;                  ///< behind the program's name, the same for all ranks
  std::string              folder;             ///< made; for the rendezvous and, as rank-<r>.log, what rank r prints
  double                   grace_seconds = 10; ///< from SIGTERM to SIGKILL for ranks that are to end
  std::function<bool()>    cancelled = {};     ///< asked ten times a second; true: the ranks get SIGTERM
};

/** Runs the ranks of one task as processes of this host and waits for them all. Processes, because LibTorch has one set
 * of threads a process; started anew, because a process with threads cannot be forked safely.
 *
 * What ends the task, and how soon:
 * - a rank ends by a signal or with an exit code other than 0: the other ranks get SIGTERM at once, and SIGKILL after
 *   the grace period; those that wait for the dead rank throw even before, as its connections close;
 * - this process ends, however: the kernel kills the ranks (Linux);
 * - a rank lives but hangs: it cannot be told from one in a long step; the others throw after
 *   RankPlace::timeout_seconds, and their end ends it.
 * \return false when cancelled
 * \throws RankError naming the rank that failed first, how it ended and the last line that it printed; or when no
 * process can be started */
bool
RunRanks(int ranks, const RankProgram & program);
} // namespace pheno

#endif
