#ifndef phenoCountRegression_h
#define phenoCountRegression_h

#include "phenoMatrix.h"

namespace pheno
{
/** What the number of cells explains of every feature: x = intercept + slope count, by ordinary least squares. */
struct CountRegression
{
  std::vector<double> intercept; ///< D; NaN: the feature is left as it is
  std::vector<double> slope;     ///< D

  /** See phenoFitArchive.h. */
  template <typename TFit, typename TVisit>
  static void
  Parts(TFit & fit, TVisit & visit)
  {
    visit("intercept", fit.intercept);
    visit("slope", fit.slope);
  }
};

/** Fits each feature that has more than `minDistinct` different values, on the rows in which it and the count are
 * numbers; the others are left as they are. A constant count has slope 0.
 * \param counts one a row, NaN where unknown. Throws ProfileError for another length. */
CountRegression
FitCountRegression(MatrixView matrix, std::span<const double> counts, std::size_t minDistinct, unsigned threads = 1);

/** Replaces values by residuals (the mean goes too, as in the JUMP profiling recipe), in place. A row whose count is
 * NaN keeps its values. Throws ProfileError for another number of features or counts. */
void
ApplyCountRegression(const CountRegression & regression, std::span<const double> counts, Matrix & matrix);
} // namespace pheno

#endif
