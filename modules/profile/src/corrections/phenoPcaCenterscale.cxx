#include "phenoPcaCenterscale.h"
#include "phenoFiniteValues.h"
#include "phenoNewBatches.h"
#include "phenoPrincipalComponents.h"
#include "phenoReferenceRows.h"
#include "phenoTiledMultiply.h"

namespace pheno
{
ControlAxes
FitControlAxes(MatrixView matrix, const RowMask & controls)
{
  const Matrix rows = SelectRows(matrix, ReferenceRows(matrix, controls, "a principal component analysis"));
  RequireFinite(rows, "a principal component analysis of the controls");
  PrincipalComponents found = ComputePrincipalComponents(rows, std::min(rows.rows, rows.columns));
  return { std::move(found.center), Transposed(found.components) };
}

Matrix
ApplyControlAxes(const ControlAxes & axes, MatrixView matrix, unsigned threads)
{
  if (axes.axes.rows != matrix.columns)
  {
    throw ProfileError("the principal axes were fitted on " + std::to_string(axes.axes.rows) +
                       " features, the matrix has " + std::to_string(matrix.columns));
  }
  const Normalisation centering{ axes.center, std::vector<double>(axes.center.size(), 1.0) };
  Matrix              turned(matrix.rows, axes.axes.columns);
  NormaliseAndMultiplyTiles(matrix, centering, PackedMatrix(axes.axes), threads, turned.values.data());
  return turned;
}

PcaCenterscale
FitPcaCenterscale(MatrixView matrix, const RowMask & controls, const LabelColumn & batches, unsigned threads)
{
  RequireLength(batches.size(), matrix.rows, "column of batches");
  PcaCenterscale fit{ FitControlAxes(matrix, controls), {} };
  fit.scales.center.columns = fit.axes.axes.columns;
  AddBatches(fit, matrix, controls, batches, threads);
  return fit;
}

void
AddBatches(PcaCenterscale &    fit,
           MatrixView          matrix,
           const RowMask &     controls,
           const LabelColumn & batches,
           unsigned            threads)
{
  const NewBatches added(matrix, controls, batches, fit.scales.groups);
  const Matrix     turned = ApplyControlAxes(fit.axes, added.rows, threads);
  AddGroups(fit.scales, turned, added.batches, added.controls, NormaliseMethod::Standardize, 0, threads);
}

Matrix
ApplyPcaCenterscale(const PcaCenterscale & fit, MatrixView matrix, const LabelColumn & batches, unsigned threads)
{
  Matrix turned = ApplyControlAxes(fit.axes, matrix, threads);
  ApplyGroupNormalisation(fit.scales, batches, turned, threads);
  return turned;
}
} // namespace pheno
