#include "phenoTypicalVariation.h"
#include "phenoColumnBlocks.h"
#include "phenoControlRows.h"
#include "phenoFiniteValues.h"
#include "phenoNewBatches.h"
#include "phenoTiledMultiply.h"

#include <Eigen/Dense>

#include <algorithm>

namespace pheno
{
namespace
{
using EigenMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Solver = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>;

Eigen::Map<const EigenMatrix>
MapOf(MatrixView matrix)
{
  return { matrix.values, static_cast<Eigen::Index>(matrix.rows), static_cast<Eigen::Index>(matrix.columns) };
}

/** X^T X / n. */
Eigen::MatrixXd
SecondMoments(MatrixView rows)
{
  return MapOf(rows).transpose() * MapOf(rows) / static_cast<double>(rows.rows);
}

/** The directions with their largest entry positive. */
Eigen::MatrixXd
SignedVectors(const Solver & solver)
{
  Eigen::MatrixXd vectors = solver.eigenvectors();
  for (Eigen::Index i = 0; i < vectors.cols(); ++i)
  {
    Eigen::Index largest = 0;
    vectors.col(i).cwiseAbs().maxCoeff(&largest);
    vectors.col(i) *= vectors(largest, i) < 0 ? -1 : 1;
  }
  return vectors;
}

Eigen::MatrixXd
Whitening(const Eigen::MatrixXd & moments, double lambda, bool rotate)
{
  const Solver          solver(moments);
  const Eigen::VectorXd gains = (solver.eigenvalues().array().max(0) + lambda).rsqrt();
  const Eigen::MatrixXd vectors = SignedVectors(solver);
  Eigen::MatrixXd       whitening = vectors * gains.asDiagonal();
  if (rotate)
  {
    whitening = (whitening * vectors.transpose()).eval();
  }
  return whitening;
}

Matrix
ToMatrix(const EigenMatrix & values)
{
  Matrix matrix(values.rows(), values.cols());
  std::copy(values.data(), values.data() + values.size(), matrix.values.begin());
  return matrix;
}

/** (x - center) W, or the rows as they are. */
Matrix
Whitened(const TypicalVariation & fit, MatrixView rows, unsigned threads)
{
  Matrix white(rows);
  if (fit.center.size() != rows.columns)
  {
    throw ProfileError("typical variation was fitted on " + std::to_string(fit.center.size()) +
                       " features, the matrix has " + std::to_string(rows.columns));
  }
  if (fit.whitening.rows > 0)
  {
    const Normalisation centering{ fit.center, std::vector<double>(fit.center.size(), 1.0) };
    NormaliseAndMultiplyTiles(white, centering, PackedMatrix(fit.whitening), threads, white.values.data());
  }
  return white;
}
} // namespace

Matrix
WhiteningMatrix(MatrixView centredControls, double lambda, bool rotate)
{
  RequireFinite(centredControls, "whitening");
  if (centredControls.rows == 0)
  {
    throw ProfileError("whitening was asked for on zero control rows; expected at least one");
  }
  return ToMatrix(Whitening(SecondMoments(centredControls), lambda, rotate));
}

TypicalVariation
FitTypicalVariation(MatrixView                      profiles,
                    const RowMask &                 controls,
                    const LabelColumn &             batches,
                    const TypicalVariationOptions & options,
                    unsigned                        threads)
{
  if (controls.size() != profiles.rows || batches.size() != profiles.rows)
  {
    throw ProfileError("typical variation of " + std::to_string(profiles.rows) + " profiles got " +
                       std::to_string(controls.size()) + " control flags and " + std::to_string(batches.size()) +
                       " batches; expected equally many");
  }
  const Matrix selected = SelectRows(profiles, Marked(Everything(profiles.rows), controls));
  if (selected.rows == 0)
  {
    throw ProfileError("none of " + std::to_string(profiles.rows) +
                       " profiles is a control; typical variation is learnt from controls");
  }
  RequireFinite(selected, "typical variation normalisation on its controls");
  TypicalVariation fit;
  fit.center.assign(profiles.columns, 0.0);
  if (options.whitening)
  {
    const Eigen::RowVectorXd mean = MapOf(selected).colwise().mean();
    const Matrix             centred = ToMatrix(MapOf(selected).rowwise() - mean);
    std::copy(mean.begin(), mean.end(), fit.center.begin());
    fit.whitening = ToMatrix(Whitening(SecondMoments(centred), options.lambda, false));
  }
  if (options.coral)
  {
    const Matrix          white = Whitened(fit, selected, threads);
    const Eigen::MatrixXd eye = Eigen::MatrixXd::Identity(profiles.columns, profiles.columns);
    fit.target = ToMatrix(Solver(SecondMoments(white) + options.lambda * eye).operatorSqrt());
    AddBatches(fit, profiles, controls, batches, threads);
  }
  return fit;
}

void
AddBatches(TypicalVariation &  fit,
           MatrixView          profiles,
           const RowMask &     controls,
           const LabelColumn & batches,
           unsigned            threads)
{
  if (fit.target.rows == 0)
  {
    return;
  }
  const NewBatches added(profiles, controls, batches, fit.controls.batches);
  RequireFinite(added.rows, "typical variation normalisation");
  AppendControls(fit.controls, Whitened(fit, added.rows, threads), added.controls, added.batches, 1);
}

Matrix
ApplyTypicalVariation(const TypicalVariation & fit, MatrixView profiles, const LabelColumn & batches, unsigned threads)
{
  RequireFinite(profiles, "typical variation normalisation");
  Matrix corrected = Whitened(fit, profiles, threads);
  if (fit.target.rows > 0)
  {
    const auto align = [&fit](const Matrix & controls, const Matrix & rows) {
      const Eigen::MatrixXd eye = Eigen::MatrixXd::Identity(rows.columns, rows.columns);
      const Eigen::MatrixXd source = Solver(SecondMoments(controls) + eye).operatorInverseSqrt();
      Matrix                moved(rows.rows, rows.columns);
      MultiplyTiles(rows, PackedMatrix(ToMatrix(source * MapOf(fit.target))), 1, moved.values.data());
      return moved;
    };
    AlignBatches(fit.controls, corrected, batches, threads, align);
  }
  return corrected;
}

Matrix
NormaliseTypicalVariation(MatrixView                      profiles,
                          const RowMask &                 controls,
                          const LabelColumn &             batches,
                          const TypicalVariationOptions & options,
                          unsigned                        threads)
{
  return ApplyTypicalVariation(
    FitTypicalVariation(profiles, controls, batches, options, threads), profiles, batches, threads);
}
} // namespace pheno
