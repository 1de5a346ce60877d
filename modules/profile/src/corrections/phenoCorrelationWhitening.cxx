#include "phenoCorrelationWhitening.h"
#include "phenoFiniteValues.h"

#include <Eigen/Dense>

#include <algorithm>

namespace pheno
{
namespace
{
constexpr double kSmallestVariance = 1e-3;

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
} // namespace

Spherizing
FitCorrelationWhitening(MatrixView controls, double floor)
{
  if (controls.rows < 2 || !(floor > 0))
  {
    throw ProfileError("correlation whitening got " + std::to_string(controls.rows) + " control rows and a floor of " +
                       std::to_string(floor) + "; expected at least two rows and a positive floor");
  }
  RequireFinite(controls, "correlation whitening on its control rows");
  const Eigen::Map<const RowMajor> values(controls.values, controls.rows, controls.columns);
  const Eigen::RowVectorXd         mean = values.colwise().mean();
  const RowMajor                   centred = values.rowwise() - mean;
  const Eigen::MatrixXd            covariance = centred.transpose() * centred / static_cast<double>(controls.rows - 1);
  Eigen::VectorXd                  variance = covariance.diagonal();
  for (Eigen::Index i = 0; i < variance.size(); ++i)
  {
    const bool isConstant = (values.col(i).array() == values(0, i)).all();
    variance[i] = isConstant ? 0 : variance[i];
  }
  const Eigen::VectorXd inverse = variance.unaryExpr([](double each) { return each > 0 ? 1 / std::sqrt(each) : 0.0; });
  const Eigen::MatrixXd correlation = inverse.asDiagonal() * covariance * inverse.asDiagonal();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(correlation);
  const Eigen::VectorXd gains = solver.eigenvalues().cwiseMax(floor).cwiseSqrt().cwiseInverse();
  const RowMajor        transform = solver.eigenvectors() * gains.asDiagonal() * solver.eigenvectors().transpose();
  Spherizing            result;
  result.center.assign(mean.begin(), mean.end());
  for (const double each : variance)
  {
    result.scale.push_back(std::sqrt(std::max(each, kSmallestVariance)));
  }
  result.transform = Matrix(controls.columns, controls.columns);
  std::copy(transform.data(), transform.data() + transform.size(), result.transform.values.begin());
  result.rank = static_cast<std::size_t>((solver.eigenvalues().array() >= floor).count());
  return result;
}
} // namespace pheno
