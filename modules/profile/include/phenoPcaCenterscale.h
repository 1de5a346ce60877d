#ifndef phenoPcaCenterscale_h
#define phenoPcaCenterscale_h

#include "phenoGroupNormalisation.h"

namespace pheno
{
/** Principal axes of the controls: rows are moved to their centre and turned, not scaled. */
struct ControlAxes
{
  std::vector<double> center; ///< D
  Matrix              axes;   ///< D x k, k = min(controls, D); zero columns beyond the rank of the controls

  /** See phenoFitArchive.h. */
  template <typename TFit, typename TVisit>
  static void
  Parts(TFit & fit, TVisit & visit)
  {
    visit("center", fit.center);
    visit("axes", fit.axes);
  }
};

/** Throws ProfileError for fewer than two controls, or a NaN or infinite value in them. */
ControlAxes
FitControlAxes(MatrixView matrix, const RowMask & controls);

/** N x k. A row with a NaN becomes all NaN. Throws ProfileError for another number of features. */
Matrix
ApplyControlAxes(const ControlAxes & axes, MatrixView matrix, unsigned threads = 1);

/** PCA-CenterScale as RxRx3-core's map building (Recursion; EFAAR_benchmarking): principal axes of the controls of all
 * batches, then every batch standardised on its own controls. */
struct PcaCenterscale
{
  ControlAxes        axes;
  GroupNormalisation scales; ///< of the batches, over the k axes

  /** See phenoFitArchive.h. */
  template <typename TFit, typename TVisit>
  static void
  Parts(TFit & fit, TVisit & visit)
  {
    visit("axes", fit.axes);
    visit("scales", fit.scales);
  }
};

/** Throws ProfileError as FitControlAxes and FitGroupNormalisation. One control in a batch only centers it: its scale
 * is 1. */
PcaCenterscale
FitPcaCenterscale(MatrixView matrix, const RowMask & controls, const LabelColumn & batches, unsigned threads = 1);

/** Scales batches that the fit does not know on their own controls, on the axes of the fit; those that it knows stay.
 * Throws ProfileError as FitGroupNormalisation, for the new batches alone. */
void
AddBatches(PcaCenterscale &    fit,
           MatrixView          matrix,
           const RowMask &     controls,
           const LabelColumn & batches,
           unsigned            threads = 1);

/** N x k: rows of the batches of the fit. Throws ProfileError for a batch that was not there (named). */
Matrix
ApplyPcaCenterscale(const PcaCenterscale & fit, MatrixView matrix, const LabelColumn & batches, unsigned threads = 1);
} // namespace pheno

#endif
