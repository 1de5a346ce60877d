#include "phenoKernelVariation.h"
#include "phenoNewBatches.h"

namespace pheno
{
KernelVariation
FitKernelVariation(MatrixView            matrix,
                   const RowMask &       controls,
                   const LabelColumn &   batches,
                   const KernelOptions & options,
                   unsigned              threads)
{
  KernelVariation fit{ FitKernelComponents(matrix, controls, options, threads), {} };
  fit.scales.center.columns = fit.components.coefficients.columns;
  AddBatches(fit, matrix, controls, batches, threads);
  return fit;
}

void
AddBatches(KernelVariation &   fit,
           MatrixView          matrix,
           const RowMask &     controls,
           const LabelColumn & batches,
           unsigned            threads)
{
  const NewBatches added(matrix, controls, batches, fit.scales.groups);
  const Matrix     scores = ApplyKernelComponents(fit.components, added.rows, threads);
  AddGroups(fit.scales, scores, added.batches, added.controls, NormaliseMethod::Standardize, 0, threads);
}

Matrix
ApplyKernelVariation(const KernelVariation & fit, MatrixView matrix, const LabelColumn & batches, unsigned threads)
{
  Matrix scores = ApplyKernelComponents(fit.components, matrix, threads);
  ApplyGroupNormalisation(fit.scales, batches, scores, threads);
  return scores;
}
} // namespace pheno
