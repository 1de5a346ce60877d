#include "phenoRankPlace.h"
#include "phenoLearnError.h"
#include "phenoRankEnvironment.h"

#include <charconv>
#include <cstdlib>
#include <cstring>

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
    throw LearnError(std::string("ranks: environment variable ") + variable + ": expected a number, got \"" +
                     (text == nullptr ? "" : text) + "\"");
  }
  return number;
}
} // namespace

RankPlace
PlaceOfThisProcess()
{
  RankPlace          place;
  const char * const rendezvous = std::getenv(learn::kRendezvousVariable);
  if (rendezvous != nullptr)
  {
    place.rendezvous_file = rendezvous;
    place.rank = NumberIn(learn::kRankVariable);
    place.size = NumberIn(learn::kRanksVariable);
    place.launcher = NumberIn(learn::kLauncherVariable);
  }
  return place;
}
} // namespace pheno
