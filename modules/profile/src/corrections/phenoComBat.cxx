#include "phenoComBat.h"
#include "phenoComBatDesign.h"
#include "phenoComBatPriors.h"
#include "phenoFiniteValues.h"
#include "phenoFittedBatch.h"
#include "phenoParallelFor.h"
#include "phenoRequireLength.h"
#include "phenoRowGroups.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace pheno
{
namespace
{
using EigenMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/** One row a group. */
Matrix
MeansOf(MatrixView matrix, const std::vector<RowGroup> & groups)
{
  Matrix means(groups.size(), matrix.columns);
  for (std::size_t group = 0; group < groups.size(); ++group)
  {
    for (const std::size_t row : groups[group].rows)
    {
      for (std::size_t column = 0; column < matrix.columns; ++column)
      {
        means(group, column) += matrix(row, column);
      }
    }
    for (double & mean : means.Row(group))
    {
      mean /= static_cast<double>(groups[group].rows.size());
    }
  }
  return means;
}

void
CheckBatches(const std::vector<RowGroup> & groups, const ComBatOptions & options)
{
  for (const RowGroup & group : groups)
  {
    if (group.rows.size() < 2 && !options.mean_only)
    {
      throw ProfileError("batch '" + group.key.front() +
                         "' has a single row and so no variance; leave it out, or correct means only");
    }
  }
  if (!options.reference_batch.empty() && std::none_of(groups.begin(), groups.end(), [&](const RowGroup & group) {
        return group.key.front() == options.reference_batch;
      }))
  {
    throw ProfileError("the reference batch '" + options.reference_batch + "' is not among the " +
                       std::to_string(groups.size()) + " batches");
  }
}

/** The covariates' coefficients: least squares beside the batches is least squares of what the batches' means leave. */
Matrix
FitCoefficients(MatrixView matrix, Matrix design, const std::vector<RowGroup> & groups, const ComBat & fit)
{
  constexpr double               kDetermined = 1e-10;
  const std::vector<std::string> names = DesignNames(fit);
  Matrix                         coefficients(design.columns, matrix.columns);
  if (design.columns == 0)
  {
    return coefficients;
  }
  Eigen::Map<EigenMatrix>  columns(design.values.data(), design.rows, design.columns);
  const Eigen::RowVectorXd lengths = columns.colwise().norm();
  const Matrix             means = MeansOf(design, groups);
  for (std::size_t group = 0; group < groups.size(); ++group)
  {
    for (const std::size_t row : groups[group].rows)
    {
      for (std::size_t column = 0; column < design.columns; ++column)
      {
        design(row, column) -= means(group, column);
      }
    }
  }
  const Eigen::RowVectorXd left = columns.colwise().norm();
  for (std::size_t column = 0; column < design.columns; ++column)
  {
    if (!(left[column] > kDetermined * lengths[column]))
    {
      throw ProfileError("covariate '" + names[column] +
                         "' is the same within each batch, so that its effect cannot be told from the batches'");
    }
    columns.col(column) /= left[column];
  }
  Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(columns.rows(), columns.cols());
  qr.setThreshold(kDetermined);
  qr.compute(columns);
  if (qr.rank() < columns.cols())
  {
    throw ProfileError("of the " + std::to_string(names.size()) + " columns of covariates only " +
                       std::to_string(qr.rank()) + " are independent within the batches");
  }
  const Eigen::Map<const EigenMatrix> values(matrix.values, matrix.rows, matrix.columns);
  const Eigen::MatrixXd basis = qr.householderQ() * Eigen::MatrixXd::Identity(columns.rows(), columns.cols());
  const Eigen::MatrixXd scaled = qr.colsPermutation() * qr.matrixR()
                                                          .topLeftCorner(columns.cols(), columns.cols())
                                                          .triangularView<Eigen::Upper>()
                                                          .solve(basis.transpose() * values);
  for (std::size_t column = 0; column < design.columns; ++column)
  {
    for (std::size_t feature = 0; feature < matrix.columns; ++feature)
    {
      coefficients(column, feature) = scaled(column, feature) / left[column];
    }
  }
  return coefficients;
}

/** x - c B of one row, in place. */
void
SubtractCovariates(std::span<const double> design, const Matrix & coefficients, std::span<double> row)
{
  for (std::size_t column = 0; column < design.size(); ++column)
  {
    for (std::size_t feature = 0; feature < row.size(); ++feature)
    {
      row[feature] -= design[column] * coefficients(column, feature);
    }
  }
}

/** Sums of squared deviations of x - c B from the batch's mean, batches x D. */
Matrix
ResidualSquares(MatrixView                    matrix,
                const Matrix &                design,
                const Matrix &                coefficients,
                const Matrix &                locations,
                const std::vector<RowGroup> & groups,
                unsigned                      threads)
{
  Matrix squares(groups.size(), matrix.columns);
  ParallelFor(groups.size(), threads, [&](std::size_t group) {
    std::vector<double> left(matrix.columns);
    for (const std::size_t row : groups[group].rows)
    {
      const auto values = matrix.Row(row);
      std::copy(values.begin(), values.end(), left.begin());
      SubtractCovariates(design.Row(row), coefficients, left);
      for (std::size_t feature = 0; feature < left.size(); ++feature)
      {
        const double deviation = left[feature] - locations(group, feature);
        squares(group, feature) += deviation * deviation;
      }
    }
  });
  return squares;
}

/** Largest magnitude of every feature: the measure of rounding. */
std::vector<double>
LargestMagnitudes(MatrixView matrix)
{
  std::vector<double> largest(matrix.columns, 0.0);
  for (std::size_t row = 0; row < matrix.rows; ++row)
  {
    for (std::size_t feature = 0; feature < matrix.columns; ++feature)
    {
      largest[feature] = std::max(largest[feature], std::abs(matrix(row, feature)));
    }
  }
  return largest;
}

/** Grand means and pooled variances, of all batches or of the reference batch. */
void
Pool(ComBat &                      fit,
     const Matrix &                locations,
     const Matrix &                squares,
     const std::vector<double> &   noise,
     const std::vector<RowGroup> & groups)
{
  fit.grand_mean.assign(locations.columns, 0.0);
  fit.var_pooled.assign(locations.columns, 0.0);
  double rows = 0;
  for (std::size_t group = 0; group < groups.size(); ++group)
  {
    if (fit.reference_batch.empty() || groups[group].key.front() == fit.reference_batch)
    {
      const double own = static_cast<double>(groups[group].rows.size());
      rows += own;
      for (std::size_t feature = 0; feature < locations.columns; ++feature)
      {
        fit.grand_mean[feature] += own * locations(group, feature);
        fit.var_pooled[feature] += squares(group, feature);
      }
    }
  }
  for (std::size_t feature = 0; feature < locations.columns; ++feature)
  {
    fit.grand_mean[feature] /= rows;
    const double variance = fit.var_pooled[feature] / rows;
    fit.var_pooled[feature] = variance > noise[feature] ? variance : 0;
  }
}

/** The features that have a residual. */
std::vector<std::size_t>
VaryingFeatures(const ComBat & fit)
{
  std::vector<std::size_t> varying;
  for (std::size_t feature = 0; feature < fit.var_pooled.size(); ++feature)
  {
    if (fit.var_pooled[feature] > 0)
    {
      varying.push_back(feature);
    }
  }
  return varying;
}

void
Shrink(BatchMoments & batch, const ComBatOptions & options)
{
  if (!options.empirical_bayes)
  {
    return;
  }
  if (batch.gamma.size() < 2)
  {
    throw ProfileError("a prior over the features needs at least two that vary, there is " +
                       std::to_string(batch.gamma.size()));
  }
  if (options.parametric)
  {
    ShrinkParametric(batch, options.mean_only);
  }
  else
  {
    ShrinkNonparametric(batch, options.threads);
  }
}
} // namespace

ComBat
FitComBat(MatrixView matrix, const LabelColumn & batches, const Covariates & covariates, const ComBatOptions & options)
{
  RequireLength(batches.size(), matrix.rows, "column of batches");
  RequireFinite(matrix, "ComBat");
  const std::vector<RowGroup> groups = GroupRows(batches);
  CheckBatches(groups, options);
  ComBat fit;
  fit.reference_batch = options.reference_batch;
  DescribeCovariates(covariates, matrix.rows, fit);
  const Matrix design = DesignOf(fit, covariates, matrix.rows);
  fit.coefficients = FitCoefficients(matrix, design, groups, fit);

  Matrix       locations = MeansOf(matrix, groups);
  const Matrix designMeans = MeansOf(design, groups);
  for (std::size_t group = 0; group < groups.size(); ++group)
  {
    fit.batches.push_back(groups[group].key.front());
    SubtractCovariates(designMeans.Row(group), fit.coefficients, locations.Row(group));
  }
  const Matrix        squares = ResidualSquares(matrix, design, fit.coefficients, locations, groups, options.threads);
  std::vector<double> noise = LargestMagnitudes(matrix);
  for (double & each : noise)
  {
    each *= static_cast<double>(matrix.rows) * std::numeric_limits<double>::epsilon();
    each *= each;
  }
  Pool(fit, locations, squares, noise, groups);

  fit.gamma = Matrix(groups.size(), matrix.columns);
  fit.delta = Matrix(groups.size(), matrix.columns, 1);
  const std::vector<std::size_t> varying = VaryingFeatures(fit);
  for (std::size_t group = 0; group < groups.size(); ++group)
  {
    if (fit.batches[group] == fit.reference_batch)
    {
      continue;
    }
    BatchMoments moments;
    moments.rows = groups[group].rows.size();
    for (const std::size_t feature : varying)
    {
      const double variance = fit.var_pooled[feature];
      const double own = squares(group, feature) / static_cast<double>(std::max<std::size_t>(moments.rows, 2) - 1);
      moments.gamma.push_back((locations(group, feature) - fit.grand_mean[feature]) / std::sqrt(variance));
      moments.delta.push_back(options.mean_only || own <= noise[feature] ? 1 : own / variance);
      moments.squares.push_back(squares(group, feature) / variance);
    }
    Shrink(moments, options);
    for (std::size_t i = 0; i < varying.size(); ++i)
    {
      fit.gamma(group, varying[i]) = moments.gamma[i];
      fit.delta(group, varying[i]) = moments.delta[i];
    }
  }
  return fit;
}

void
ApplyComBat(const ComBat &      fit,
            Matrix &            matrix,
            const LabelColumn & batches,
            const Covariates &  covariates,
            unsigned            threads)
{
  RequireLength(batches.size(), matrix.rows, "column of batches");
  if (fit.grand_mean.size() != matrix.columns)
  {
    throw ProfileError("ComBat was fitted on " + std::to_string(fit.grand_mean.size()) + " features, the matrix has " +
                       std::to_string(matrix.columns));
  }
  const Matrix                design = DesignOf(fit, covariates, matrix.rows);
  const std::vector<RowGroup> groups = GroupRows(batches);
  std::vector<std::size_t>    places;
  for (const RowGroup & group : groups)
  {
    places.push_back(FittedBatch(group.key.front(), fit.batches));
  }
  ParallelFor(groups.size(), threads, [&](std::size_t group) {
    if (fit.batches[places[group]] == fit.reference_batch)
    {
      return;
    }
    const auto          gamma = fit.gamma.Row(places[group]);
    const auto          delta = fit.delta.Row(places[group]);
    std::vector<double> kept(matrix.columns);
    for (const std::size_t row : groups[group].rows)
    {
      // minus what stays: the grand mean and the covariates
      std::transform(fit.grand_mean.begin(), fit.grand_mean.end(), kept.begin(), std::negate<>());
      SubtractCovariates(design.Row(row), fit.coefficients, kept);
      const auto values = matrix.Row(row);
      for (std::size_t feature = 0; feature < values.size(); ++feature)
      {
        if (fit.var_pooled[feature] > 0)
        {
          const double shift = gamma[feature] * std::sqrt(fit.var_pooled[feature]);
          values[feature] = (values[feature] + kept[feature] - shift) / std::sqrt(delta[feature]) - kept[feature];
        }
      }
    }
  });
}
} // namespace pheno
