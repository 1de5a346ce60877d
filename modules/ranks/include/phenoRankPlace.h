#ifndef phenoRankPlace_h
#define phenoRankPlace_h

#include <string>

namespace pheno
{
/** Which of the processes that train together this one is, and how it finds the others. */
struct RankPlace
{
  int         rank = 0;               ///< 0 ... size - 1
  int         size = 1;               ///< processes that train together
  std::string rendezvous_file;        ///< one path for all ranks of one start, absent or empty before it
  std::string address = "127.0.0.1";  ///< of this host, as the other ranks reach it; this one serves ranks on one host
  double      timeout_seconds = 1800; ///< a rank that waits so long for another gives up; above the longest step
};

/** The place that RunRanks gave this process, a single rank when it gave none. A rank does not outlive the process that
 * started it: from now on the kernel ends it with that (Linux).
 * \throws RankError for numbers that cannot be read, or when the launcher has ended already */
RankPlace
PlaceOfThisProcess();
} // namespace pheno

#endif
