#ifndef phenoSplits_h
#define phenoSplits_h

#include "phenoPermutationTest.h"
#include "phenoRandomSubsets.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace pheno
{
/** Counts rearrangements at least as extreme as the observed one. */
class Tally
{
public:
  /** \param magnitude of the data: differences below a relative 1e-12 of it are rounding */
  Tally(double observed, double magnitude)
    : m_Observed(observed)
    , m_Slack(1e-12 * std::max(std::abs(observed), magnitude))
  {}

  void
  Add(double statistic)
  {
    ++m_Count;
    m_Greater += statistic >= m_Observed - m_Slack;
    m_Farther += std::abs(statistic) >= std::abs(m_Observed) - m_Slack;
  }

  PermutationTest
  Result(bool exact) const
  {
    const double more = exact ? 0 : 1;
    const double count = static_cast<double>(m_Count) + more;
    return { m_Observed,
             (static_cast<double>(m_Greater) + more) / count,
             (static_cast<double>(m_Farther) + more) / count,
             m_Count,
             exact };
  }

private:
  double      m_Observed;
  double      m_Slack;
  std::size_t m_Count = 0;
  std::size_t m_Greater = 0;
  std::size_t m_Farther = 0;
};

/** Tries splits of 0..total-1 into `first` members and the rest; the observed one is 0..first-1. */
template <typename TStatistic>
PermutationTest
TrySplits(std::size_t                first,
          std::size_t                total,
          double                     magnitude,
          const PermutationOptions & options,
          const TStatistic &         statistic)
{
  std::vector<std::size_t> members(first);
  std::iota(members.begin(), members.end(), std::size_t{ 0 });
  Tally      tally(statistic(members), magnitude);
  const bool exact = CountSubsets(first, total, options.exact_limit) <= options.exact_limit;
  if (exact)
  {
    do
    {
      tally.Add(statistic(members));
    } while (NextSubset(members, total));
    return tally.Result(true);
  }
  SubsetStream random(MixSeeds({ options.seed, first, total }));
  for (std::size_t draw = 0; draw < options.draws; ++draw)
  {
    random.Subset(first, total, members);
    tally.Add(statistic(members));
  }
  return tally.Result(false);
}
} // namespace pheno

#endif
