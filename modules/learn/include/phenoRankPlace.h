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
  int         launcher = 0;           ///< process id of the parent that this rank shall not outlive; 0: none
};

/** The place that RunRanks gave this process, a single rank when it gave none.
 * \throws LearnError for numbers that cannot be read */
RankPlace
PlaceOfThisProcess();
} // namespace pheno

#endif
