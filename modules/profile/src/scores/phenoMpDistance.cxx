#include "phenoMpDistance.h"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

#include <cmath>
#include <limits>

namespace pheno
{
namespace
{
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kWorstCondition = 1e3;  // of I - P_MM, whose largest eigenvalue is 1 at most
constexpr double kSmallestLength = 1e-4; // of the longest component's

/** b^T A^-1 b; NaN where an eigenvalue of A may be below 1 / kWorstCondition: the trace of A^-1 bounds them. */
double
InverseForm(const Eigen::MatrixXd & matrix, const Eigen::VectorXd & b)
{
  const Eigen::LLT<Eigen::MatrixXd> factors(matrix);
  if (factors.info() != Eigen::Success)
  {
    return kNaN;
  }
  const Eigen::MatrixXd inverse = factors.matrixL().solve(Eigen::MatrixXd::Identity(matrix.rows(), matrix.cols()));
  return inverse.squaredNorm() <= kWorstCondition ? (inverse * b).squaredNorm() : kNaN;
}

/** The rows at these places. */
MpDistance::Rows
At(const MpDistance::Rows & rows, const std::vector<std::size_t> & places)
{
  MpDistance::Rows some(places.size(), rows.cols());
  for (std::size_t i = 0; i < places.size(); ++i)
  {
    some.row(static_cast<Eigen::Index>(i)) = rows.row(static_cast<Eigen::Index>(places[i]));
  }
  return some;
}

std::vector<std::size_t>
OthersOf(const std::vector<std::size_t> & members, std::size_t rows)
{
  std::vector<std::size_t> others;
  auto                     next = members.begin();
  for (std::size_t row = 0; row < rows; ++row)
  {
    if (next != members.end() && *next == row)
    {
      ++next;
      continue;
    }
    others.push_back(row);
  }
  return others;
}
} // namespace

MpDistance::MpDistance(Rows scores)
  : m_Scores(std::move(scores))
{
  const Eigen::RowVectorXd lengths = m_Scores.colwise().norm();
  if (lengths.size() > 0 && lengths.minCoeff() > kSmallestLength * lengths.maxCoeff())
  {
    m_Units = m_Scores.array().rowwise() / lengths.array();
  }
}

double
MpDistance::Of(const std::vector<std::size_t> & members) const
{
  const bool   isQuick = m_Units.size() > 0;
  const double quick = !isQuick                                                      ? kNaN
                       : static_cast<Eigen::Index>(members.size()) <= m_Units.cols() ? this->ByMembers(members)
                                                                                     : this->ByComponents(members);
  if (!std::isnan(quick))
  {
    return quick;
  }
  const Rows rows = this->Whitened(members);
  return rows.cols() == 0 ? 0 : rows.colwise().mean().squaredNorm();
}

double
MpDistance::ByMembers(const std::vector<std::size_t> & members) const
{
  const double          count = static_cast<double>(members.size());
  const double          all = static_cast<double>(m_Units.rows());
  const Rows            own = At(m_Units, members);
  const Eigen::Index    m = own.rows();
  const Eigen::MatrixXd matrix =
    Eigen::MatrixXd::Identity(m, m) - own * own.transpose() - Eigen::MatrixXd::Constant(m, m, 1 / all);
  return (all - count) / (count * count) * InverseForm(matrix, Eigen::VectorXd::Ones(m)) - all / count;
}

double
MpDistance::ByComponents(const std::vector<std::size_t> & members) const
{
  const double          others = static_cast<double>(m_Units.rows()) - static_cast<double>(members.size());
  const Rows            rest = At(m_Units, OthersOf(members, static_cast<std::size_t>(m_Units.rows())));
  const Eigen::VectorXd sum = rest.colwise().sum().transpose();
  const Eigen::MatrixXd scatter = rest.transpose() * rest - sum * sum.transpose() / others;
  // The members' sum is -sum, as all rows have mean 0.
  const Eigen::VectorXd apart = -sum * (1 / static_cast<double>(members.size()) + 1 / others);
  return others * InverseForm(scatter, apart);
}

MpDistance::Rows
MpDistance::Whitened(const std::vector<std::size_t> & members) const
{
  const Rows               rest = At(m_Scores, OthersOf(members, static_cast<std::size_t>(m_Scores.rows())));
  const Eigen::RowVectorXd mean = rest.colwise().mean();
  const Rows               centred = rest.rowwise() - mean;
  const double             others = static_cast<double>(rest.rows());
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(centred.transpose() * centred / others);
  const Eigen::VectorXd &                              eigenvalues = solver.eigenvalues();
  const Eigen::Index                                   k = eigenvalues.size();
  if (k == 0)
  {
    return Rows(members.size(), 0);
  }
  const double noise =
    eigenvalues.cwiseAbs().maxCoeff() * static_cast<double>(k) * std::numeric_limits<double>::epsilon();
  Eigen::Index first = 0; // ascending
  while (first < k && !(eigenvalues[first] > noise))
  {
    ++first;
  }
  const Eigen::MatrixXd directions =
    solver.eigenvectors().rightCols(k - first) * eigenvalues.tail(k - first).cwiseSqrt().cwiseInverse().asDiagonal();
  return (At(m_Scores, members).rowwise() - mean) * directions;
}
} // namespace pheno
