#ifndef phenoTypicalVariation_h
#define phenoTypicalVariation_h

#include "phenoBatchControls.h"

namespace pheno
{
/** The whitening matrix W of Perakis et al. 2021: C = X^T X / n = V diag(s) V^T, W = V diag(1 / sqrt(s + lambda)),
 * times V^T when `rotate` (ZCA). D x D; eigenvalues ascending, columns of V with their largest entry positive.
 * \param centredControls n x D, n > 0, their mean already subtracted. Throws ProfileError for zero rows or a NaN. */
Matrix
WhiteningMatrix(MatrixView centredControls, double lambda, bool rotate);

/** Typical variation normalisation as Perakis et al. 2021 (methods 2.2): well profiles whitened on the control wells of
 * all batches, then the second moments of every batch's control wells aligned with those of all (CORAL). */
struct TypicalVariationOptions
{
  bool   whitening = true; ///< x <- (x - mean of controls) W, without rotation
  bool   coral = true;     ///< X_b <- X_b (X_cb^T X_cb / n_b + I)^(-1/2) (X_c^T X_c / n + lambda I)^(1/2)
  double lambda = 1;       ///< the batch's own moments always get + 1 I, as in the authors' code
};

/** What was learnt from the controls. */
struct TypicalVariation
{
  std::vector<double> center;    ///< D
  Matrix              whitening; ///< D x D, W; 0 x 0: rows are not whitened
  Matrix              target;    ///< D x D, (X_c^T X_c / n + lambda I)^(1/2) of whitened controls; 0 x 0: no CORAL
  BatchControls       controls;  ///< of every batch, whitened; none without CORAL

  /** See phenoFitArchive.h. */
  template <typename TFit, typename TVisit>
  static void
  Parts(TFit & fit, TVisit & visit)
  {
    visit("center", fit.center);
    visit("whitening", fit.whitening);
    visit("target", fit.target);
    visit("controls", fit.controls);
  }
};

/** Throws ProfileError without a control row, for a batch without one (the first is named, all are counted) when coral
 * is on, for columns of another length, or for a NaN or infinite value. */
TypicalVariation
FitTypicalVariation(MatrixView                      profiles,
                    const RowMask &                 controls,
                    const LabelColumn &             batches,
                    const TypicalVariationOptions & options = {},
                    unsigned                        threads = 1);

/** Takes in the controls of batches that the fit does not know, which are then aligned with the target of the fit;
 * those that it knows stay. Throws ProfileError as FitTypicalVariation, for the new batches alone. */
void
AddBatches(TypicalVariation &  fit,
           MatrixView          profiles,
           const RowMask &     controls,
           const LabelColumn & batches,
           unsigned            threads = 1);

/** Corrected profiles, N x D, rows as given. Throws ProfileError for another number of features, a batch that was not
 * there in the fit (named, with CORAL alone), or a NaN or infinite value. The same bytes for any number of threads. */
Matrix
ApplyTypicalVariation(const TypicalVariation & fit,
                      MatrixView               profiles,
                      const LabelColumn &      batches,
                      unsigned                 threads = 1);

/** Fits and applies. */
Matrix
NormaliseTypicalVariation(MatrixView                      profiles,
                          const RowMask &                 controls,
                          const LabelColumn &             batches,
                          const TypicalVariationOptions & options = {},
                          unsigned                        threads = 1);
} // namespace pheno

#endif
