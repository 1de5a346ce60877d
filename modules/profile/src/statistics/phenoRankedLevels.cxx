#include "phenoRankedLevels.h"
#include "phenoTieLevels.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace pheno
{
namespace
{
/** P(no positive among the first `drawn` of a random order of p positives and n negatives). */
double
NoneAmong(std::size_t p, std::size_t n, std::size_t drawn)
{
  double none = 1;
  for (std::size_t i = 0; i < drawn; ++i)
  {
    none *= i < n ? static_cast<double>(n - i) / static_cast<double>(p + n - i) : 0;
  }
  return none;
}

/** P(h positives among the first `drawn`), h = 0, 1, ..., drawn (hypergeometric). */
std::vector<double>
HitsAmong(std::size_t p, std::size_t n, std::size_t drawn)
{
  std::vector<double> chance(drawn + 1);
  chance[0] = 1;
  for (std::size_t i = 0; i < drawn; ++i)
  {
    for (std::size_t h = i + 2; h-- > 0;)
    {
      // One more is drawn when i are drawn, h of them positives.
      const double left = static_cast<double>(p + n - i);
      const double stays = h <= i && i - h < n ? chance[h] * static_cast<double>(n - (i - h)) / left : 0;
      const double grows = h > 0 && h - 1 < p ? chance[h - 1] * static_cast<double>(p - (h - 1)) / left : 0;
      chance[h] = stays + grows;
    }
  }
  return chance;
}

/** Places of the level that lie among the first k. */
std::size_t
PlacesWithin(const ScoreLevel & level, std::size_t k)
{
  return k <= level.before ? 0 : std::min(k - level.before, level.positives + level.negatives);
}

/** sum 1 / log2(1 + place) over the places first + 1, ..., first + count. */
double
Discounts(std::size_t first, std::size_t count)
{
  double sum = 0;
  for (std::size_t place = first + 1; place <= first + count; ++place)
  {
    sum += 1 / std::log2(1 + static_cast<double>(place));
  }
  return sum;
}
} // namespace

RankedLevels::RankedLevels(std::span<const double> scores, const RowMask & isPositive)
  : m_Candidates(scores.size())
{
  std::vector<double> levels; // the positives' scores, descending
  for (std::size_t i = 0; i < scores.size(); ++i)
  {
    if (isPositive[i])
    {
      levels.push_back(scores[i]);
    }
  }
  m_Positives = levels.size();
  std::sort(levels.begin(), levels.end(), std::greater<>());
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
  m_Levels.resize(levels.size());
  for (std::size_t i = 0; i < scores.size(); ++i)
  {
    const auto  notAbove = std::lower_bound(levels.begin(), levels.end(), scores[i], std::greater<>());
    std::size_t below = static_cast<std::size_t>(notAbove - levels.begin()); // first level that this one stands before
    if (notAbove != levels.end() && *notAbove == scores[i])
    {
      ++(isPositive[i] ? m_Levels[below].positives : m_Levels[below].negatives);
      ++below;
    }
    if (below < m_Levels.size())
    {
      ++m_Levels[below].before;
    }
  }
  for (std::size_t level = 1; level < m_Levels.size(); ++level)
  {
    m_Levels[level].before += m_Levels[level - 1].before;
  }
}

RankedLevels::RankedLevels(std::size_t candidates, std::size_t positives)
  : m_Candidates(candidates)
  , m_Positives(positives)
{
  if (positives > 0)
  {
    m_Levels.push_back({ 0, positives, candidates - positives });
  }
}

const ScoreLevel &
RankedLevels::First() const
{
  return m_Levels.front();
}

double
RankedLevels::Rank() const
{
  if (m_Positives == 0)
  {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const ScoreLevel & level = this->First();
  return static_cast<double>(level.before) +
         static_cast<double>(level.positives + level.negatives + 1) / static_cast<double>(level.positives + 1);
}

double
RankedLevels::ReciprocalRank() const
{
  if (m_Positives == 0)
  {
    return 0;
  }
  const auto [before, p, n] = this->First();
  double expected = 0;
  double none = 1; // among the places in front of this one
  for (std::size_t place = 0; place <= n; ++place)
  {
    const double here = static_cast<double>(p) / static_cast<double>(p + n - place);
    expected += none * here / static_cast<double>(before + place + 1);
    none *= 1 - here;
  }
  return expected;
}

double
RankedLevels::Hit(std::size_t k) const
{
  if (m_Positives == 0)
  {
    return 0;
  }
  const ScoreLevel & level = this->First();
  return 1 - NoneAmong(level.positives, level.negatives, PlacesWithin(level, k));
}

double
RankedLevels::Hits(std::size_t k) const
{
  double hits = 0;
  for (const ScoreLevel & level : m_Levels)
  {
    hits += static_cast<double>(PlacesWithin(level, k) * level.positives) /
            static_cast<double>(level.positives + level.negatives);
  }
  return hits;
}

double
RankedLevels::AveragePrecision(std::size_t k) const
{
  double      sum = 0; // of precisions at the positives of the levels above
  std::size_t found = 0;
  for (const ScoreLevel & level : m_Levels)
  {
    const auto precisions = [found, &level](std::size_t positives, std::size_t places) {
      return LevelPrecision(positives, places - positives, found, level.before, TieRule::Average);
    };
    const std::size_t places = PlacesWithin(level, k);
    if (places < level.positives + level.negatives) // the k-th place lies in this level or above it
    {
      const std::vector<double> chance = HitsAmong(level.positives, level.negatives, places);
      double                    expected = 0;
      for (std::size_t h = 0; h <= places; ++h)
      {
        const double here = h > 0 && chance[h] > 0 ? precisions(h, places) : 0;
        expected += found + h > 0 ? chance[h] * (sum + here) / static_cast<double>(found + h) : 0;
      }
      return expected;
    }
    sum += precisions(level.positives, places);
    found += level.positives;
  }
  return found > 0 ? sum / static_cast<double>(found) : 0;
}

double
RankedLevels::DiscountedGain() const
{
  double gain = 0;
  for (const ScoreLevel & level : m_Levels)
  {
    const std::size_t places = level.positives + level.negatives;
    gain += static_cast<double>(level.positives) / static_cast<double>(places) * Discounts(level.before, places);
  }
  return m_Positives > 0 ? gain / Discounts(0, m_Positives) : 0;
}
} // namespace pheno
