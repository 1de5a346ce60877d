#ifndef phenoControlVariation_h
#define phenoControlVariation_h

#include "phenoBatchControls.h"
#include "phenoPcaCenterscale.h"

namespace pheno
{
/** Typical variation normalisation as EFAAR_benchmarking (Recursion; after Ando, McLean, Berndl 2017): features
 * standardised on all controls, turned to the controls' principal axes, standardised on the controls again, and every
 * batch multiplied by (S_b + I / 2)^(-1/2), S_b the sample covariance (divisor n - 1) of its controls. Batches are not
 * centered on their own. It differs from the form of Perakis et al. (phenoTypicalVariation.h), which aligns the batches
 * with the moments of all controls. */
struct ControlVariation
{
  Normalisation before; ///< D
  ControlAxes   axes;
  Normalisation after;    ///< k
  BatchControls controls; ///< standardised on the k axes; none: no batch is aligned

  /** See phenoFitArchive.h. */
  template <typename TFit, typename TVisit>
  static void
  Parts(TFit & fit, TVisit & visit)
  {
    visit("before", fit.before);
    visit("axes", fit.axes);
    visit("after", fit.after);
    visit("controls", fit.controls);
  }
};

/** \param batches one a row; empty: batches are not aligned
 * Throws ProfileError for fewer than two controls, in all or in a batch (named), or a NaN or infinite control value.
 * A feature that is constant over the controls is centered and left unscaled. */
ControlVariation
FitControlVariation(MatrixView matrix, const RowMask & controls, const LabelColumn & batches, unsigned threads = 1);

/** Takes in the controls of batches that the fit does not know; those that it knows stay. Throws ProfileError as
 * FitControlVariation, for the new batches alone. */
void
AddBatches(ControlVariation &  fit,
           MatrixView          matrix,
           const RowMask &     controls,
           const LabelColumn & batches,
           unsigned            threads = 1);

/** N x k, k = min(controls, D). A row with a NaN becomes all NaN. Throws ProfileError for a batch that was not there in
 * the fit (named). */
Matrix
ApplyControlVariation(const ControlVariation & fit,
                      MatrixView               matrix,
                      const LabelColumn &      batches,
                      unsigned                 threads = 1);
} // namespace pheno

#endif
