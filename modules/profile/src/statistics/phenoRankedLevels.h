#ifndef phenoRankedLevels_h
#define phenoRankedLevels_h

#include "phenoMatrix.h"

#include <span>
#include <vector>

namespace pheno
{
/** Candidates of one score. */
struct ScoreLevel
{
  std::size_t before = 0;    ///< candidates with higher scores
  std::size_t positives = 0; ///< of this score
  std::size_t negatives = 0; ///< of this score
};

/** One query's ranking: expectations over all orders of the candidates inside each level, each order as likely. */
class RankedLevels
{
public:
  /** \param scores larger is nearer; no NaN \param isPositive parallel to them */
  RankedLevels(std::span<const double> scores, const RowMask & isPositive);

  /** A ranking by chance: every candidate has the same score. */
  RankedLevels(std::size_t candidates, std::size_t positives);

  std::size_t
  Candidates() const
  {
    return m_Candidates;
  }
  std::size_t
  Positives() const
  {
    return m_Positives;
  }

  // Of the first positive; Rank is NaN and the others are 0 without one.
  double
  Rank() const;
  double
  ReciprocalRank() const;
  /** P(it is among the first k). */
  double
  Hit(std::size_t k) const;

  /** Positives among the first k. */
  double
  Hits(std::size_t k) const;

  /** Mean over the positives among the first k of the precision at each; 0 without one there. */
  double
  AveragePrecision(std::size_t k) const;

  /** sum 1 / log2(1 + place) over the positives, over its value with all positives in front; 0 without one. */
  double
  DiscountedGain() const;

private:
  const ScoreLevel &
  First() const; ///< level of the first positive

  std::vector<ScoreLevel> m_Levels; ///< descending scores; those with positives
  std::size_t             m_Candidates = 0;
  std::size_t             m_Positives = 0;
};
} // namespace pheno

#endif
