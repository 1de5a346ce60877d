#ifndef phenoTopEigenvectors_h
#define phenoTopEigenvectors_h

#include "phenoMatrix.h"

#include <Eigen/Core>

#include <functional>
#include <span>

namespace pheno
{
/** Eigenvalues of a symmetric matrix and the vectors of the largest ones. */
struct TopEigen
{
  std::vector<double> values;  ///< all n, descending
  Matrix              vectors; ///< k x n, unit rows in the order of the values; their sign is not defined
};

/** Reduces the matrix to a tridiagonal one by Householder reflections (Golub, Van Loan, Matrix Computations, 8.3.1),
 * finds the eigenvalues of that by QR, and its vectors by inverse iteration, each made orthogonal to those of near
 * eigenvalues (Peters, Wilkinson 1979). 4/3 n^3 + 2 n^2 k operations, against about 9 n^3 for all vectors by QR. Where
 * iterations do not settle, and for less than 64 rows or more than half of the vectors, QR gives the vectors.
 *
 * Only the lower triangle is read. `howMany` receives the values and says of how many the vectors are wanted, at most
 * n. `howMany` may be asked twice. Memory: twice the matrix and k n numbers. The same bytes for any number of threads
 * and on any processor. */
TopEigen
TopEigenvectors(Eigen::MatrixXd                                             symmetric,
                const std::function<std::size_t(std::span<const double>)> & howMany,
                unsigned                                                    threads = 1);
} // namespace pheno

#endif
