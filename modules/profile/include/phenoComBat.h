#ifndef phenoComBat_h
#define phenoComBat_h

#include "phenoMatrix.h"

#include <map>

namespace pheno
{
/** What differs between rows and is to be kept: it is modelled beside the batches. Columns of N entries by name. */
struct Covariates
{
  std::map<std::string, LabelColumn>         categorical; ///< an empty text is a level like others
  std::map<std::string, std::vector<double>> continuous;
};

struct ComBatOptions
{
  bool        empirical_bayes = true; ///< false: every feature's own location and scale
  bool        parametric = true;      ///< false: the prior is the other features themselves
  bool        mean_only = false;      ///< locations alone, scales stay
  std::string reference_batch;        ///< returned unchanged, the others are moved to it; empty: none
  unsigned    threads = 1;
};

/** ComBat (Johnson, Li, Rabinovic 2007): batches as a location and a scale of every feature, with priors over the
 * features; numbers as neuroCombat 0.2.12 and sva.
 *
 * x = a + c B + g_b + d_b e: B and the batches' coefficients by least squares, a their mean weighted by rows (the
 * reference batch's own), v the mean squared residual (of the reference batch). s = (x - a - c B) / sqrt(v); g and d
 * are the means and variances (divisor n_b - 1) of s by batch, shrunk: normal prior for g, inverse gamma for d,
 * iterated over all features of a batch until max(|g' - g| / g, |d' - d| / d) <= 1e-4. The first quotient is signed, so
 * a negative location never holds the iteration up: sva's rule, kept so that the numbers are the same.
 * Out: (s - g_b) / sqrt(d_b) sqrt(v) + a + c B.
 *
 * A feature without residual (constant, or explained entirely) is left unchanged and takes no part in the priors. A
 * variance of 0 within a batch becomes 1. A single batch goes through the same formula: its variances are shrunk. */
struct ComBat
{
  std::vector<std::string> batches; ///< ascending as byte strings
  std::string              reference_batch;
  /** Levels of the categorical covariates, ascending; the first of each is the base. */
  std::map<std::string, std::vector<std::string>> levels;
  std::vector<std::string>                        continuous;
  Matrix                                          coefficients; ///< of the covariates, Q x D
  std::vector<double>                             grand_mean;   ///< D, a
  std::vector<double>                             var_pooled;   ///< D, v; 0: the feature is left unchanged
  Matrix                                          gamma;        ///< batches x D, g
  Matrix                                          delta;        ///< batches x D, d

  /** See phenoFitArchive.h. */
  template <typename TFit, typename TVisit>
  static void
  Parts(TFit & fit, TVisit & visit)
  {
    visit("batches", fit.batches);
    visit("reference_batch", fit.reference_batch);
    visit("levels", fit.levels);
    visit("continuous", fit.continuous);
    visit("coefficients", fit.coefficients);
    visit("grand_mean", fit.grand_mean);
    visit("var_pooled", fit.var_pooled);
    visit("gamma", fit.gamma);
    visit("delta", fit.delta);
  }
};

/** Throws ProfileError for a NaN or infinite value, columns of other lengths, an unknown reference batch, a batch of
 * one row unless mean_only (named), covariates that the batches determine (named) or that determine each other, and for
 * a prior over fewer than two features. */
ComBat
FitComBat(MatrixView            matrix,
          const LabelColumn &   batches,
          const Covariates &    covariates = {},
          const ComBatOptions & options = {});

/** Moves rows of the batches of the fit, in place. Throws ProfileError for a batch, covariate or level that was not
 * there in the fit (named). The same bytes for any number of threads. */
void
ApplyComBat(const ComBat &      fit,
            Matrix &            matrix,
            const LabelColumn & batches,
            const Covariates &  covariates = {},
            unsigned            threads = 1);
} // namespace pheno

#endif
