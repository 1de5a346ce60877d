#include "phenoPrincipalComponents.h"
#include "phenoFiniteValues.h"

#include <Eigen/Dense>

#include <algorithm>
#include <limits>

namespace pheno
{
namespace
{
using EigenMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/** Unit columns, largest eigenvalue first. */
struct Directions
{
  Eigen::VectorXd eigenvalues;
  Eigen::MatrixXd vectors;
};

Directions
SymmetricEigen(const Eigen::MatrixXd & symmetric)
{
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(symmetric);
  return { solver.eigenvalues().reverse(), solver.eigenvectors().rowwise().reverse() };
}

/** The entry of largest magnitude (the first of several) becomes positive. */
void
FixSign(Eigen::VectorXd & direction)
{
  Eigen::Index largest = 0;
  direction.cwiseAbs().maxCoeff(&largest);
  if (direction[largest] < 0)
  {
    direction = -direction;
  }
}

/** Principal directions by the smaller of the two cross products. */
Directions
FindDirections(const EigenMatrix & centred)
{
  if (centred.cols() <= centred.rows())
  {
    return SymmetricEigen(centred.transpose() * centred);
  }
  Directions directions = SymmetricEigen(centred * centred.transpose());
  directions.vectors = (centred.transpose() * directions.vectors).eval();
  for (Eigen::Index i = 0; i < directions.vectors.cols(); ++i)
  {
    const double norm = directions.vectors.col(i).norm();
    directions.vectors.col(i) /= norm > 0 ? norm : 1;
  }
  return directions;
}
} // namespace

PrincipalComponents
ComputePrincipalComponents(MatrixView profiles, std::size_t k)
{
  if (k > profiles.columns)
  {
    throw ProfileError(std::to_string(k) + " principal components of " + std::to_string(profiles.columns) +
                       " features were asked for");
  }
  RequireFinite(profiles, "a principal component analysis");
  PrincipalComponents result;
  result.center.assign(profiles.columns, 0.0);
  result.components = Matrix(k, profiles.columns);
  result.explained_variance.assign(k, 0.0);
  result.explained_share.assign(k, 0.0);
  result.scores = Matrix(profiles.rows, k);
  if (profiles.rows < 2)
  {
    result.center.assign(profiles.values, profiles.values + profiles.rows * profiles.columns);
    result.center.resize(profiles.columns);
    return result;
  }
  const Eigen::Map<const EigenMatrix> values(profiles.values, profiles.rows, profiles.columns);
  const Eigen::RowVectorXd            mean = values.colwise().mean();
  const EigenMatrix                   centred = values.rowwise() - mean;
  const double                        total = centred.squaredNorm();
  std::copy(mean.begin(), mean.end(), result.center.begin());
  // Below this a direction is rounding noise: of the cross product, and of the values before they were centred.
  const double epsilon = std::numeric_limits<double>::epsilon();
  const double noise = epsilon * static_cast<double>(std::max(profiles.rows, profiles.columns)) *
                       std::max(total, epsilon * values.squaredNorm());
  const Directions directions = FindDirections(centred);
  for (std::size_t i = 0; i < std::min<std::size_t>(k, directions.eigenvalues.size()); ++i)
  {
    if (directions.eigenvalues[i] <= noise || i + 1 >= profiles.rows)
    {
      break;
    }
    Eigen::VectorXd direction = directions.vectors.col(i);
    FixSign(direction);
    const Eigen::VectorXd scores = centred * direction;
    std::copy(direction.begin(), direction.end(), result.components.Row(i).begin());
    result.explained_variance[i] = directions.eigenvalues[i] / static_cast<double>(profiles.rows - 1);
    result.explained_share[i] = directions.eigenvalues[i] / total;
    for (std::size_t row = 0; row < profiles.rows; ++row)
    {
      result.scores(row, i) = scores[row];
    }
  }
  return result;
}
} // namespace pheno
