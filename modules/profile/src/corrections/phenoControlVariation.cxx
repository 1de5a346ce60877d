#include "phenoControlVariation.h"
#include "phenoControlRows.h"
#include "phenoFiniteValues.h"
#include "phenoNewBatches.h"
#include "phenoReferenceRows.h"
#include "phenoTiledMultiply.h"

#include <Eigen/Dense>

namespace pheno
{
namespace
{
using EigenMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/** (S + I / 2)^(-1/2) of the rows' sample covariance S. */
Matrix
AlignmentOf(MatrixView controls)
{
  const Eigen::Map<const EigenMatrix> values(controls.values, controls.rows, controls.columns);
  const Eigen::RowVectorXd            mean = values.colwise().mean();
  const EigenMatrix                   centred = values.rowwise() - mean;
  Eigen::MatrixXd covariance = centred.transpose() * centred / static_cast<double>(controls.rows - 1);
  covariance.diagonal().array() += 0.5;
  const EigenMatrix root = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(covariance).operatorInverseSqrt();
  Matrix            alignment(controls.columns, controls.columns);
  std::copy(root.data(), root.data() + root.size(), alignment.values.begin());
  return alignment;
}

/** Standardised, turned to the axes, standardised again. */
Matrix
Turned(const ControlVariation & fit, MatrixView matrix, unsigned threads)
{
  Matrix scaled(matrix);
  ApplyNormalisation(fit.before, scaled);
  Matrix turned = ApplyControlAxes(fit.axes, scaled, threads);
  ApplyNormalisation(fit.after, turned);
  return turned;
}
} // namespace

ControlVariation
FitControlVariation(MatrixView matrix, const RowMask & controls, const LabelColumn & batches, unsigned threads)
{
  const Matrix  selected = SelectRows(matrix, ReferenceRows(matrix, controls, "typical variation normalisation"));
  const RowMask all(selected.rows, 1);
  RequireFinite(selected, "typical variation normalisation on its controls");
  ControlVariation fit;
  fit.before = FitNormalisation(selected, all, NormaliseMethod::Standardize, 0, threads);
  Matrix scaled = selected;
  ApplyNormalisation(fit.before, scaled);
  fit.axes = FitControlAxes(scaled, all);
  fit.after =
    FitNormalisation(ApplyControlAxes(fit.axes, scaled, threads), all, NormaliseMethod::Standardize, 0, threads);
  if (!batches.empty())
  {
    AddBatches(fit, matrix, controls, batches, threads);
  }
  return fit;
}

void
AddBatches(ControlVariation &  fit,
           MatrixView          matrix,
           const RowMask &     controls,
           const LabelColumn & batches,
           unsigned            threads)
{
  const NewBatches added(matrix, controls, batches, fit.controls.batches);
  AppendControls(fit.controls, Turned(fit, added.rows, threads), added.controls, added.batches, 2);
  RequireFinite(fit.controls.rows, "typical variation normalisation on the controls of a batch");
}

Matrix
ApplyControlVariation(const ControlVariation & fit, MatrixView matrix, const LabelColumn & batches, unsigned threads)
{
  Matrix turned = Turned(fit, matrix, threads);
  if (fit.controls.batches.empty())
  {
    return turned;
  }
  AlignBatches(fit.controls, turned, batches, threads, [](const Matrix & controls, const Matrix & rows) {
    Matrix aligned(rows.rows, rows.columns);
    MultiplyTiles(rows, PackedMatrix(AlignmentOf(controls)), 1, aligned.values.data());
    return aligned;
  });
  return turned;
}
} // namespace pheno
