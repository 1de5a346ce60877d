#include "phenoTopEigenvectors.h"
#include "phenoTridiagonal.h"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <iterator>

namespace pheno
{
namespace
{
constexpr Eigen::Index kFewRows = 64;

std::vector<double>
Descending(const Eigen::VectorXd & ascending)
{
  return { std::make_reverse_iterator(ascending.end()), std::make_reverse_iterator(ascending.begin()) };
}

TopEigen
ByQr(const Eigen::MatrixXd & symmetric, const std::function<std::size_t(std::span<const double>)> & howMany)
{
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(symmetric);
  TopEigen                                             top;
  top.values = Descending(solver.eigenvalues());
  top.vectors = Matrix(howMany(top.values), top.values.size());
  for (std::size_t row = 0; row < top.vectors.rows; ++row)
  {
    const auto vector = solver.eigenvectors().col(symmetric.cols() - 1 - static_cast<Eigen::Index>(row));
    std::copy(vector.begin(), vector.end(), top.vectors.Row(row).begin());
  }
  return top;
}
} // namespace

TopEigen
TopEigenvectors(Eigen::MatrixXd                                             symmetric,
                const std::function<std::size_t(std::span<const double>)> & howMany,
                unsigned                                                    threads)
{
  const Eigen::Index n = symmetric.rows();
  const double       largest = n == 0 ? 0 : symmetric.cwiseAbs().maxCoeff();
  if (n < kFewRows || !(largest > 0))
  {
    return ByQr(symmetric, howMany);
  }
  const Tridiagonal                              tridiagonal = Tridiagonalise(symmetric / largest);
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
  solver.computeFromTridiagonal(tridiagonal.diagonal, tridiagonal.subdiagonal, Eigen::EigenvaluesOnly);
  const std::vector<double> scaled = Descending(solver.eigenvalues());
  TopEigen                  top;
  for (const double value : scaled)
  {
    top.values.push_back(value * largest);
  }
  const std::size_t wanted = howMany(top.values);
  auto              vectors =
    2 * wanted > scaled.size() ? std::nullopt : TridiagonalVectors(tridiagonal, std::span(scaled).first(wanted));
  if (!vectors)
  {
    return ByQr(symmetric, howMany);
  }
  TurnBack(tridiagonal, *vectors, threads);
  top.vectors = std::move(*vectors);
  return top;
}
} // namespace pheno
