#include "phenoTypicalVariation.h"
#include "phenoFiniteValues.h"
#include "phenoRowGroups.h"

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

void
AlignBatches(EigenMatrix & corrected, const RowMask & controls, const LabelColumn & batches, double lambda)
{
  const MatrixView         profiles{ corrected.data(),
                             static_cast<std::size_t>(corrected.rows()),
                             static_cast<std::size_t>(corrected.cols()) };
  std::vector<std::size_t> all(batches.size());
  for (std::size_t row = 0; row < all.size(); ++row)
  {
    all[row] = row;
  }
  const Eigen::MatrixXd eye = Eigen::MatrixXd::Identity(corrected.cols(), corrected.cols());
  const Eigen::MatrixXd moments = SecondMoments(SelectRows(profiles, Marked(all, controls)));
  const Eigen::MatrixXd target = Solver(moments + lambda * eye).operatorSqrt();
  EigenMatrix           aligned(corrected.rows(), corrected.cols());
  for (const RowGroup & batch : GroupRows(batches))
  {
    const std::vector<std::size_t> own = Marked(batch.rows, controls);
    if (own.empty())
    {
      throw ProfileError("batch '" + batch.key.front() + "' has " + std::to_string(batch.rows.size()) +
                         " profiles and no control among them; aligning batches needs controls in each");
    }
    const Eigen::MatrixXd source = Solver(SecondMoments(SelectRows(profiles, own)) + eye).operatorInverseSqrt();
    const Matrix          rows = SelectRows(profiles, batch.rows);
    const EigenMatrix     moved = MapOf(rows) * (source * target);
    for (std::size_t i = 0; i < batch.rows.size(); ++i)
    {
      aligned.row(batch.rows[i]) = moved.row(i);
    }
  }
  corrected = std::move(aligned);
}

Matrix
ToMatrix(const EigenMatrix & values)
{
  Matrix matrix(values.rows(), values.cols());
  std::copy(values.data(), values.data() + values.size(), matrix.values.begin());
  return matrix;
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

Matrix
NormaliseTypicalVariation(MatrixView                      profiles,
                          const RowMask &                 controls,
                          const LabelColumn &             batches,
                          const TypicalVariationOptions & options)
{
  if (controls.size() != profiles.rows || batches.size() != profiles.rows)
  {
    throw ProfileError("typical variation of " + std::to_string(profiles.rows) + " profiles got " +
                       std::to_string(controls.size()) + " control flags and " + std::to_string(batches.size()) +
                       " batches; expected equally many");
  }
  if (std::none_of(controls.begin(), controls.end(), [](char each) { return each; }))
  {
    throw ProfileError("none of " + std::to_string(profiles.rows) +
                       " profiles is a control; typical variation is learnt from controls");
  }
  RequireFinite(profiles, "typical variation normalisation");
  EigenMatrix corrected = MapOf(profiles);
  if (options.whitening)
  {
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < profiles.rows; ++row)
    {
      if (controls[row])
      {
        rows.push_back(row);
      }
    }
    const Matrix             selected = SelectRows(profiles, rows);
    const Eigen::RowVectorXd mean = MapOf(selected).colwise().mean();
    const Matrix             centred = ToMatrix(MapOf(selected).rowwise() - mean);
    corrected = ((corrected.rowwise() - mean) * Whitening(SecondMoments(centred), options.lambda, false)).eval();
  }
  if (options.coral)
  {
    AlignBatches(corrected, controls, batches, options.lambda);
  }
  return ToMatrix(corrected);
}
} // namespace pheno
