#include "phenoTieLevels.h"

#include <algorithm>
#include <limits>

namespace pheno
{
double
LevelPrecision(std::size_t p, std::size_t n, std::size_t before, std::size_t rank, TieRule ties)
{
  double sum = 0;
  if (n == 0 || ties == TieRule::PositivesFirst)
  {
    for (std::size_t i = 1; i <= p; ++i)
    {
      sum += static_cast<double>(before + i) / static_cast<double>(rank + i);
    }
    return sum;
  }
  // A place of the tie holds a positive with probability p/(p+n); of the places before it each then holds one with
  // probability (p-1)/(p+n-1).
  const double share = static_cast<double>(p) / static_cast<double>(p + n);
  const double others = static_cast<double>(p - 1) / static_cast<double>(p + n - 1);
  for (std::size_t i = 1; i <= p + n; ++i)
  {
    sum +=
      share * (static_cast<double>(before + 1) + static_cast<double>(i - 1) * others) / static_cast<double>(rank + i);
  }
  return sum;
}

void
TieLevels::Reset(std::vector<double> & positiveScores)
{
  std::sort(positiveScores.begin(), positiveScores.end());
  m_Scores.clear();
  m_Positives.clear();
  for (const double score : positiveScores)
  {
    if (m_Scores.empty() || m_Scores.back() != score)
    {
      m_Scores.push_back(score);
      m_Positives.push_back(0);
    }
    ++m_Positives.back();
  }
  m_Equal.assign(m_Scores.size(), 0);
  m_Above.assign(m_Scores.size(), 0);
  m_Negatives = 0;
}

void
TieLevels::Place(double score)
{
  const std::size_t level = std::upper_bound(m_Scores.begin(), m_Scores.end(), score) - m_Scores.begin() - 1;
  ++(m_Scores[level] == score ? m_Equal : m_Above)[level];
}

double
TieLevels::AveragePrecision(TieRule ties) const
{
  double      sum = 0;
  std::size_t positives = 0;
  std::size_t rank = 0;
  for (std::size_t level = m_Scores.size(); level-- > 0;)
  {
    rank += m_Above[level];
    sum += LevelPrecision(m_Positives[level], m_Equal[level], positives, rank, ties);
    positives += m_Positives[level];
    rank += m_Positives[level] + m_Equal[level];
  }
  return positives == 0 ? std::numeric_limits<double>::quiet_NaN() : sum / static_cast<double>(positives);
}
} // namespace pheno
