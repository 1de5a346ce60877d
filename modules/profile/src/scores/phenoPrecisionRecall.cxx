#include "phenoPrecisionRecall.h"
#include "phenoJoinedLabels.h"
#include "phenoPairTiles.h"

#include <limits>
#include <map>

namespace pheno
{
namespace
{
/** The best pairs seen so far by falling correlation: how many have each value, and how many of them are hits. */
class BestPairs
{
public:
  explicit BestPairs(std::size_t wanted)
    : m_Wanted(wanted)
  {}

  void
  Add(double value, bool isHit)
  {
    m_AllHits += isHit;
    if (m_Pairs >= m_Wanted && -value > m_Levels.rbegin()->first)
    {
      return;
    }
    Level & level = m_Levels[-value];
    ++level.pairs;
    level.hits += isHit;
    // The last level goes when those before it hold enough.
    const std::size_t inLast = m_Levels.rbegin()->second.pairs;
    if (++m_Pairs - inLast >= m_Wanted)
    {
      m_Pairs -= inLast;
      m_Levels.erase(std::prev(m_Levels.end()));
    }
  }

  /** Expected hits among the first k. */
  double
  HitsWithin(std::size_t k) const
  {
    double hits = 0;
    for (const auto & [value, level] : m_Levels)
    {
      const std::size_t taken = std::min(k, level.pairs);
      hits += static_cast<double>(level.hits) * static_cast<double>(taken) / static_cast<double>(level.pairs);
      k -= taken;
    }
    return hits;
  }
  std::size_t
  AllHits() const
  {
    return m_AllHits;
  }

private:
  struct Level
  {
    std::size_t pairs = 0;
    std::size_t hits = 0;
  };
  std::size_t             m_Wanted;
  std::map<double, Level> m_Levels; ///< by minus the correlation
  std::size_t             m_Pairs = 0;
  std::size_t             m_AllHits = 0;
};
} // namespace

std::vector<PrecisionRecall>
PairPrecisionRecall(MatrixView                   profiles,
                    std::span<const LabelColumn> replicateBy,
                    std::span<const LabelColumn> queriesBy,
                    std::span<const std::size_t> cutoffs,
                    ProfileCorrelation           kind,
                    unsigned                     threads)
{
  if (cutoffs.empty() || std::find(cutoffs.begin(), cutoffs.end(), std::size_t{ 0 }) != cutoffs.end())
  {
    throw ProfileError("precision and recall need cutoffs k above 0");
  }
  const std::vector<int>      replicateOf = GroupNumbers(GroupRows(replicateBy), profiles.rows);
  const std::vector<RowGroup> groups = GroupRows(queriesBy);
  GroupNumbers(groups, profiles.rows); // checks the lengths
  const PairCorrelations correlations(profiles, kind);
  const std::size_t      wanted = *std::max_element(cutoffs.begin(), cutoffs.end());
  std::vector<BestPairs> best(groups.size(), BestPairs(wanted));
  ParallelFor(groups.size(), threads, [&](std::size_t group) {
    VisitRows(correlations, groups[group].rows, 0, [&](std::size_t i, std::size_t j, double value) {
      best[group].Add(value, replicateOf[i] == replicateOf[j]);
    });
  });
  std::vector<PrecisionRecall> results;
  for (const std::size_t k : cutoffs)
  {
    for (std::size_t group = 0; group < groups.size(); ++group)
    {
      const double hits = best[group].HitsWithin(k);
      const double all = static_cast<double>(best[group].AllHits());
      results.push_back({ groups[group].key,
                          k,
                          hits / static_cast<double>(k),
                          all > 0 ? hits / all : std::numeric_limits<double>::quiet_NaN() });
    }
  }
  return results;
}
} // namespace pheno
