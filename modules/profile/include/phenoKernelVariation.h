#ifndef phenoKernelVariation_h
#define phenoKernelVariation_h

#include "phenoGroupNormalisation.h"
#include "phenoKernelComponents.h"

namespace pheno
{
/** Typical variation by kernel PCA: kernel principal components of the controls of all batches, then every batch
 * standardised on its own controls (the batch correction that CellCLIP used on CPJUMP1, whose code took the second
 * step's means and deviations from all wells of a plate; here they are the controls'). */
struct KernelVariation
{
  KernelComponents   components;
  GroupNormalisation scales; ///< of the batches, over the k components

  /** See phenoFitArchive.h. */
  template <typename TFit, typename TVisit>
  static void
  Parts(TFit & fit, TVisit & visit)
  {
    visit("components", fit.components);
    visit("scales", fit.scales);
  }
};

/** Throws ProfileError as FitKernelComponents and FitGroupNormalisation. One control in a batch only centers it: its
 * scale is 1. */
KernelVariation
FitKernelVariation(MatrixView            matrix,
                   const RowMask &       controls,
                   const LabelColumn &   batches,
                   const KernelOptions & options = {},
                   unsigned              threads = 1);

/** Scales batches that the fit does not know on their own controls, on the components of the fit; those that it knows
 * stay. Throws ProfileError as FitGroupNormalisation, for the new batches alone. */
void
AddBatches(KernelVariation &   fit,
           MatrixView          matrix,
           const RowMask &     controls,
           const LabelColumn & batches,
           unsigned            threads = 1);

/** N x k: rows of the batches of the fit. A row with a NaN becomes all NaN. Throws ProfileError for a batch that was
 * not there (named). */
Matrix
ApplyKernelVariation(const KernelVariation & fit, MatrixView matrix, const LabelColumn & batches, unsigned threads = 1);
} // namespace pheno

#endif
