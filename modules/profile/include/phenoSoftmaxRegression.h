#ifndef phenoSoftmaxRegression_h
#define phenoSoftmaxRegression_h

#include "phenoMatrix.h"

namespace pheno
{
/** Class probabilities softmax(x W + b). */
struct SoftmaxRegression
{
  Matrix              weights;    ///< D x K
  std::vector<double> intercepts; ///< K
  std::size_t         iterations = 0;
  bool                converged = false; ///< the largest derivative is below the tolerance

  /** N x K. Throws ProfileError for another number of features. */
  Matrix
  Probabilities(MatrixView rows) const;
};

struct SoftmaxOptions
{
  double      inverse_strength = 1; ///< C of |W|^2 / 2 + C sum of cross entropies
  double      tolerance = 1e-7;     ///< on the largest derivative
  std::size_t iterations = 5000;
  unsigned    threads = 1; ///< changes the time, never the numbers
};

/** Fits it by the limited-memory quasi-Newton method (Liu, Nocedal 1989), from zero: the minimum is unique but for a
 * constant added to all intercepts. \param classes one a row, 0..K-1 \param count K
 * Throws ProfileError without rows, for classes of another length or outside, or values that are not finite. */
SoftmaxRegression
FitSoftmax(MatrixView rows, std::span<const int> classes, std::size_t count, const SoftmaxOptions & options = {});
} // namespace pheno

#endif
