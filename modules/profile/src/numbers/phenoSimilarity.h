#ifndef phenoSimilarity_h
#define phenoSimilarity_h

#include "phenoDistance.h"

namespace pheno
{
/** Scores all pairs of two sets of rows, tile by tile: the larger, the nearer.
 *
 * Cosine, AbsCosine, Correlation: the similarity, rounded to 2^-40 so that rounding noise orders no equal pairs.
 * Euclidean: minus the squared distance. Manhattan, Chebyshev: minus the distance. A pair with a NaN or infinite
 * feature: minus infinity. Holds its own prepared copy of the rows (N x D). */
class Similarity
{
public:
  Similarity(MatrixView profiles, Distance distance);

  std::size_t
  Rows() const
  {
    return m_Rows.rows;
  }
  /** False for a row with a NaN or infinite feature. */
  bool
  Defined(std::size_t row) const
  {
    return m_Defined[row];
  }
  /** The prepared rows: of unit length for the cosine family; undefined rows are zero. */
  const Matrix &
  Prepared() const
  {
    return m_Rows;
  }

  /** Is a score the product of two prepared rows, or its magnitude? */
  bool
  IsProduct() const;
  bool
  IsMagnitude() const
  {
    return m_Distance == Distance::AbsCosine;
  }
  /** The score of one pair of defined rows, for products: the bits that Score gives. */
  double
  ScoreOf(std::size_t a, std::size_t b) const;

  /** One thread's room to work in. */
  struct Workspace
  {
    std::vector<double> panels;
    Matrix              scores; ///< queries x columns, padded to a multiple of 8 columns
  };

  /** Fills workspace.scores(q, c) with the score of queries[q] and columns[c]. */
  void
  Score(std::span<const std::size_t> queries, std::span<const std::size_t> columns, Workspace & workspace) const;

private:
  void
  Finish(std::span<const std::size_t> queries, std::span<const std::size_t> columns, Matrix & scores) const;

  Distance m_Distance;
  Matrix   m_Rows;
  RowMask  m_Defined;
};

/** The distance that a score stands for; NaN for minus infinity. */
double
DistanceOfScore(double score, Distance distance);
} // namespace pheno

#endif
