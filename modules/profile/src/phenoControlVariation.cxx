#include "phenoControlVariation.h"
#include "phenoFiniteValues.h"
#include "phenoFittedBatch.h"
#include "phenoPanelProducts.h"
#include "phenoReferenceRows.h"
#include "phenoRowGroups.h"

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
} // namespace

ControlVariation
FitControlVariation(MatrixView matrix, const RowMask & controls, const LabelColumn & batches, unsigned threads)
{
  const std::vector<std::size_t> rows = ReferenceRows(matrix, controls, "typical variation normalisation");
  const Matrix                   selected = SelectRows(matrix, rows);
  const RowMask                  all(rows.size(), 1);
  RequireFinite(selected, "typical variation normalisation on its controls");
  ControlVariation fit;
  fit.before = FitNormalisation(selected, all, NormaliseMethod::Standardize, 0, threads);
  Matrix scaled = selected;
  ApplyNormalisation(fit.before, scaled);
  fit.axes = FitControlAxes(scaled, all);
  Matrix turned = ApplyControlAxes(fit.axes, scaled, threads);
  fit.after = FitNormalisation(turned, all, NormaliseMethod::Standardize, 0, threads);
  ApplyNormalisation(fit.after, turned);
  if (batches.empty())
  {
    return fit;
  }
  RequireLength(batches.size(), matrix.rows, "column of batches");
  std::vector<std::vector<std::size_t>> own;
  for (const RowGroup & batch : GroupRows(batches))
  {
    fit.batches.push_back(batch.key.front());
    own.emplace_back();
    for (std::size_t i = 0; i < rows.size(); ++i)
    {
      if (batches[rows[i]] == batch.key.front())
      {
        own.back().push_back(i);
      }
    }
    if (own.back().size() < 2)
    {
      throw ProfileError("batch '" + batch.key.front() + "' has " + std::to_string(own.back().size()) +
                         " controls; a covariance needs at least two");
    }
  }
  fit.aligns.resize(own.size());
  ParallelFor(
    own.size(), threads, [&](std::size_t batch) { fit.aligns[batch] = AlignmentOf(SelectRows(turned, own[batch])); });
  return fit;
}

Matrix
ApplyControlVariation(const ControlVariation & fit, MatrixView matrix, const LabelColumn & batches, unsigned threads)
{
  Matrix scaled(matrix);
  ApplyNormalisation(fit.before, scaled);
  Matrix turned = ApplyControlAxes(fit.axes, scaled, threads);
  ApplyNormalisation(fit.after, turned);
  if (fit.batches.empty())
  {
    return turned;
  }
  RequireLength(batches.size(), matrix.rows, "column of batches");
  const std::vector<RowGroup> groups = GroupRows(batches);
  std::vector<std::size_t>    places;
  for (const RowGroup & group : groups)
  {
    places.push_back(FittedBatch(group.key.front(), fit.batches));
  }
  ParallelFor(groups.size(), threads, [&](std::size_t group) {
    const Matrix rows = SelectRows(turned, groups[group].rows);
    Matrix       aligned(rows.rows, rows.columns);
    PackedMatrix(fit.aligns[places[group]]).Multiply(rows.values.data(), rows.rows, aligned.values.data());
    for (std::size_t i = 0; i < rows.rows; ++i)
    {
      const auto source = aligned.Row(i);
      std::copy(source.begin(), source.end(), turned.Row(groups[group].rows[i]).begin());
    }
  });
  return turned;
}
} // namespace pheno
