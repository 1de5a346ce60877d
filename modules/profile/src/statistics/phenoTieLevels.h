#ifndef phenoTieLevels_h
#define phenoTieLevels_h

#include "phenoAveragePrecision.h"

namespace pheno
{
/** The sum of precisions at the positives of one level of p > 0 positives and n negatives, after `before` positives and
 * `rank` items. */
double
LevelPrecision(std::size_t p, std::size_t n, std::size_t before, std::size_t rank, TieRule ties);

/** One query's ranking, kept as the levels of its positives' scores and the number of negatives in, between and below
 * them: all that its average precision depends on. */
class TieLevels
{
public:
  /** Starts over. \param positiveScores sorted in place; larger is nearer */
  void
  Reset(std::vector<double> & positiveScores);

  void
  AddNegative(double score)
  {
    ++m_Negatives;
    if (m_Scores.empty() || score < m_Scores.front())
    {
      return;
    }
    this->Place(score);
  }

  std::size_t
  Negatives() const
  {
    return m_Negatives;
  }
  /** NaN without positives. */
  double
  AveragePrecision(TieRule ties) const;

private:
  void
  Place(double score);

  std::vector<double>      m_Scores;    ///< distinct, ascending
  std::vector<std::size_t> m_Positives; ///< of each level
  std::vector<std::size_t> m_Equal;     ///< negatives on each level
  std::vector<std::size_t> m_Above;     ///< negatives above each level and below the next
  std::size_t              m_Negatives = 0;
};
} // namespace pheno

#endif
