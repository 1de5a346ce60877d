#ifndef phenoMpDistance_h
#define phenoMpDistance_h

#include "phenoMatrix.h"

#include <Eigen/Core>

namespace pheno
{
/** Squared Mahalanobis distances of the mean of some rows, the members, from the other rows, whose covariance (divisor
 * n) is inverted where it is not singular; for many choices of members of one set of rows.
 *
 * The N rows are scores of principal components: their columns have mean 0 and are orthogonal. Let Z be the columns at
 * unit length and P = Z Z^T + 1 1^T / N, the projection on them and the constant. With m members, Woodbury's identity
 * makes the distance
 *   d = (N - m) / m^2  1^T (I - P_MM)^-1 1 - N / m,
 * with P_MM the members' part of P: m^3 operations in place of N k^2 + k^3 (k components). Where there are more members
 * than components the same is done with the k x k matrix of the others. Both need I - P_MM to be well conditioned, as
 * it is where the others vary in all directions; elsewhere the covariance is taken apart as it is. */
class MpDistance
{
public:
  using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

  /** \param scores N x k, weighted as wished: weights do not change a distance but for directions that are lost in
   * rounding */
  explicit MpDistance(Rows scores);

  /** \param members at least one and not all, ascending */
  double
  Of(const std::vector<std::size_t> & members) const;

  /** The members' rows in coordinates in which the others have mean 0 and covariance I; directions in which the others
   * do not vary are left out. The squared length of the rows' mean is the distance. */
  Rows
  Whitened(const std::vector<std::size_t> & members) const;

private:
  /** NaN where the matrix is badly conditioned. */
  double
  ByMembers(const std::vector<std::size_t> & members) const;
  double
  ByComponents(const std::vector<std::size_t> & members) const;

  Rows m_Scores;
  Rows m_Units; ///< Z; empty where a component's length is lost in rounding beside the longest
};
} // namespace pheno

#endif
