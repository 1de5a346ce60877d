#include "phenoRankPlace.h"
#include "phenoRankError.h"
#include "phenoRankEnvironment.h"

#include <charconv>
#include <cstdlib>
#include <cstring>

#if defined(__linux__)
#  include <csignal>
#  include <sys/prctl.h>
#  include <unistd.h>
#endif

namespace pheno
{
namespace
{
int
NumberIn(const char * variable)
{
  const char * const text = std::getenv(variable);
  const char * const end = text == nullptr ? nullptr : text + std::strlen(text);
  int                number = 0;
  if (text == nullptr || std::from_chars(text, end, number).ptr != end || text == end)
  {
    throw RankError(std::string("ranks: environment variable ") + variable + ": expected a number, got \"" +
                    (text == nullptr ? "" : text) + "\"");
  }
  return number;
}

/** Has the kernel end this process when its parent ends, where the kernel can. */
void
EndWith(int launcher)
{
#if defined(__linux__)
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != launcher)
  {
    throw RankError("ranks: the process " + std::to_string(launcher) + " that started this rank has ended");
  }
#else
  static_cast<void>(launcher);
#endif
}
} // namespace

RankPlace
PlaceOfThisProcess()
{
  RankPlace          place;
  const char * const rendezvous = std::getenv(ranks::kRendezvousVariable);
  if (rendezvous != nullptr)
  {
    place.rendezvous_file = rendezvous;
    place.rank = NumberIn(ranks::kRankVariable);
    place.size = NumberIn(ranks::kRanksVariable);
    EndWith(NumberIn(ranks::kLauncherVariable));
  }
  return place;
}
} // namespace pheno
