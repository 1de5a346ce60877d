#include "phenoPcaCenterscale.h"
#include "phenoFiniteValues.h"
#include "phenoFittedBatch.h"
#include "phenoPrincipalComponents.h"
#include "phenoReferenceRows.h"
#include "phenoRowGroups.h"
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
  PcaCenterscale                 fit{ FitControlAxes(matrix, controls), {}, {} };
  const std::vector<std::size_t> rows = Marked(Everything(matrix.rows), controls);
  const Matrix                   turned = ApplyControlAxes(fit.axes, SelectRows(matrix, rows), threads);
  for (const RowGroup & batch : GroupRows(batches))
  {
    RowMask own(rows.size(), 0);
    std::transform(rows.begin(), rows.end(), own.begin(), [&batch, &batches](std::size_t row) {
      return batches[row] == batch.key.front();
    });
    if (std::none_of(own.begin(), own.end(), [](char each) { return each; }))
    {
      throw ProfileError("batch '" + batch.key.front() + "' has " + std::to_string(batch.rows.size()) +
                         " profiles and no control among them; scaling batches needs controls in each");
    }
    fit.batches.push_back(batch.key.front());
    fit.scales.push_back(FitNormalisation(turned, own, NormaliseMethod::Standardize, 0, threads));
  }
  return fit;
}

Matrix
ApplyPcaCenterscale(const PcaCenterscale & fit, MatrixView matrix, const LabelColumn & batches, unsigned threads)
{
  RequireLength(batches.size(), matrix.rows, "column of batches");
  Matrix turned = ApplyControlAxes(fit.axes, matrix, threads);
  for (std::size_t row = 0; row < turned.rows; ++row)
  {
    const Normalisation & scale = fit.scales[FittedBatch(batches[row], fit.batches)];
    for (std::size_t axis = 0; axis < turned.columns; ++axis)
    {
      turned(row, axis) = (turned(row, axis) - scale.center[axis]) / scale.scale[axis];
    }
  }
  return turned;
}
} // namespace pheno
