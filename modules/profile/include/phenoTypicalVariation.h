#ifndef phenoTypicalVariation_h
#define phenoTypicalVariation_h

#include "phenoMatrix.h"

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

/** Corrected profiles, N x D, rows as given. Throws ProfileError without a control row, for a batch without one (named)
 * when coral is on, for columns of another length, or for a NaN or infinite value. */
Matrix
NormaliseTypicalVariation(MatrixView                      profiles,
                          const RowMask &                 controls,
                          const LabelColumn &             batches,
                          const TypicalVariationOptions & options = {});
} // namespace pheno

#endif
