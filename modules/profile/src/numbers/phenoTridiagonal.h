#ifndef phenoTridiagonal_h
#define phenoTridiagonal_h

#include "phenoMatrix.h"

#include <Eigen/Core>

#include <optional>

namespace pheno
{
/** A symmetric matrix A as Q T Q^T, T tridiagonal, Q a product of reflections I - tau v v^T. */
struct Tridiagonal
{
  Eigen::VectorXd diagonal;    ///< n
  Eigen::VectorXd subdiagonal; ///< n - 1
  Eigen::MatrixXd reflections; ///< v of step k below the diagonal of column k, its first entry 1
  Eigen::VectorXd gains;       ///< tau
};

/** Of at least two rows; reads the lower triangle. */
Tridiagonal
Tridiagonalise(Eigen::MatrixXd symmetric);

/** Unit eigenvectors of T, one a row, for some of its eigenvalues in falling order, by inverse iteration. None where an
 * iteration does not settle. */
std::optional<Matrix>
TridiagonalVectors(const Tridiagonal & matrix, std::span<const double> eigenvalues);

/** Turns vectors of T, the rows, into vectors of A, in place. */
void
TurnBack(const Tridiagonal & matrix, Matrix & vectors, unsigned threads);
} // namespace pheno

#endif
