#include "phenoPrincipalComponents.h"
#include "phenoFiniteValues.h"
#include "phenoTopEigenvectors.h"

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

/** How many vectors are wanted of eigenvalues in falling order. */
using Wanted = std::function<std::size_t(std::span<const double>)>;

/** All of them without `wanted`. */
Directions
SymmetricEigen(const Eigen::MatrixXd & symmetric, const Wanted & wanted)
{
  if (!wanted)
  {
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(symmetric);
    return { solver.eigenvalues().reverse(), solver.eigenvectors().rowwise().reverse() };
  }
  const TopEigen top = TopEigenvectors(symmetric, wanted);
  return { Eigen::Map<const Eigen::VectorXd>(top.values.data(), static_cast<Eigen::Index>(top.values.size())),
           Eigen::Map<const EigenMatrix>(top.vectors.values.data(),
                                         static_cast<Eigen::Index>(top.vectors.rows),
                                         static_cast<Eigen::Index>(top.vectors.columns))
             .transpose() };
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
FindDirections(const EigenMatrix & centred, const Wanted & wanted)
{
  if (centred.cols() <= centred.rows())
  {
    return SymmetricEigen(centred.transpose() * centred, wanted);
  }
  Directions directions = SymmetricEigen(centred * centred.transpose(), wanted);
  directions.vectors = (centred.transpose() * directions.vectors).eval();
  for (Eigen::Index i = 0; i < directions.vectors.cols(); ++i)
  {
    const double norm = directions.vectors.col(i).norm();
    directions.vectors.col(i) /= norm > 0 ? norm : 1;
  }
  return directions;
}

/** Zero components, for rows that do not vary. */
PrincipalComponents
Zeros(MatrixView profiles, std::size_t k)
{
  PrincipalComponents result;
  result.center.assign(profiles.columns, 0.0);
  result.components = Matrix(k, profiles.columns);
  result.explained_variance.assign(k, 0.0);
  result.explained_share.assign(k, 0.0);
  result.scores = Matrix(profiles.rows, k);
  return result;
}

/** The first k components; where `howMany` is given, as many of these as it wants. */
PrincipalComponents
Compute(MatrixView profiles, std::size_t k, const Wanted & howMany)
{
  RequireFinite(profiles, "a principal component analysis");
  if (profiles.rows < 2)
  {
    PrincipalComponents result = Zeros(profiles, howMany ? howMany(std::vector<double>(k, 0.0)) : k);
    result.center.assign(profiles.values, profiles.values + profiles.rows * profiles.columns);
    result.center.resize(profiles.columns);
    return result;
  }
  const Eigen::Map<const EigenMatrix> values(profiles.values, profiles.rows, profiles.columns);
  const Eigen::RowVectorXd            mean = values.colwise().mean();
  const EigenMatrix                   centred = values.rowwise() - mean;
  const double                        total = centred.squaredNorm();
  // Below this a direction is rounding noise: of the cross product, and of the values before they were centred.
  const double epsilon = std::numeric_limits<double>::epsilon();
  const double noise = epsilon * static_cast<double>(std::max(profiles.rows, profiles.columns)) *
                       std::max(total, epsilon * values.squaredNorm());
  const auto sharesOf = [&](std::span<const double> eigenvalues) {
    std::vector<double> shares(k, 0.0);
    for (std::size_t i = 0; i < std::min(k, eigenvalues.size()) && eigenvalues[i] > noise && i + 1 < profiles.rows; ++i)
    {
      shares[i] = eigenvalues[i] / total;
    }
    return shares;
  };
  Wanted wanted;
  if (howMany)
  {
    wanted = [&](std::span<const double> eigenvalues) {
      return std::min(howMany(sharesOf(eigenvalues)), eigenvalues.size());
    };
  }
  const Directions          directions = FindDirections(centred, wanted);
  const std::vector<double> shares =
    sharesOf({ directions.eigenvalues.data(), static_cast<std::size_t>(directions.eigenvalues.size()) });
  PrincipalComponents result = Zeros(profiles, howMany ? howMany(shares) : k);
  std::copy(mean.begin(), mean.end(), result.center.begin());
  for (std::size_t i = 0; i < result.scores.columns && shares[i] > 0; ++i)
  {
    Eigen::VectorXd direction = directions.vectors.col(static_cast<Eigen::Index>(i));
    FixSign(direction);
    const Eigen::VectorXd scores = centred * direction;
    std::copy(direction.begin(), direction.end(), result.components.Row(i).begin());
    result.explained_variance[i] =
      directions.eigenvalues[static_cast<Eigen::Index>(i)] / static_cast<double>(profiles.rows - 1);
    result.explained_share[i] = shares[i];
    for (std::size_t row = 0; row < profiles.rows; ++row)
    {
      result.scores(row, i) = scores[static_cast<Eigen::Index>(row)];
    }
  }
  return result;
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
  return Compute(profiles, k, nullptr);
}

PrincipalComponents
ComputeLeadingComponents(MatrixView profiles, const std::function<std::size_t(std::span<const double>)> & howMany)
{
  return Compute(profiles, std::min(profiles.rows, profiles.columns), howMany);
}
} // namespace pheno
