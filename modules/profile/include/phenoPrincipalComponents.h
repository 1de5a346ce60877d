#ifndef phenoPrincipalComponents_h
#define phenoPrincipalComponents_h

#include "phenoMatrix.h"

#include <functional>
#include <span>

namespace pheno
{
struct PrincipalComponents
{
  std::vector<double> center;             ///< D, means
  Matrix              components;         ///< k x D, unit rows; their entry of largest magnitude is positive
  std::vector<double> explained_variance; ///< k, divisor n - 1, descending
  std::vector<double> explained_share;    ///< of the total variance; 0 when that is 0
  Matrix              scores;             ///< N x k
};

/** Principal components of the rows. Components beyond the rank (at most N - 1) are zero vectors with zero scores, so
 * that k columns always come back; zero rows give zero scores. Throws ProfileError for a NaN or infinite value (row and
 * feature are named) or k > D. */
PrincipalComponents
ComputePrincipalComponents(MatrixView profiles, std::size_t k);

/** The same, as many as `howMany` wants when it sees the shares of the variance that all min(N, D) explain: descending,
 * 0 beyond the rank. It may be asked several times. Quicker than all where few are wanted. */
PrincipalComponents
ComputeLeadingComponents(MatrixView profiles, const std::function<std::size_t(std::span<const double>)> & howMany);
} // namespace pheno

#endif
