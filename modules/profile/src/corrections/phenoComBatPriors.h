#ifndef phenoComBatPriors_h
#define phenoComBatPriors_h

#include <cstddef>
#include <span>
#include <vector>

namespace pheno
{
/** One batch as ComBat's priors see it: for each feature the mean and variance of the standardised values, and how they
 * spread. */
struct BatchMoments
{
  std::size_t         rows = 0;
  std::vector<double> gamma;   ///< means
  std::vector<double> delta;   ///< variances; 1 for mean_only
  std::vector<double> squares; ///< sums of squared deviations from gamma
};

/** Posterior means under a normal prior of the locations and an inverse gamma prior of the scales, whose parameters are
 * the features' moments; where all features have the same variance it stays. At least two features. */
void
ShrinkParametric(BatchMoments & batch, bool meanOnly);

/** Posterior means under the prior that the other features are: each weighs as the likelihood of the feature's values.
 * At least two features. */
void
ShrinkNonparametric(BatchMoments & batch, unsigned threads);
} // namespace pheno

#endif
