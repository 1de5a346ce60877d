#include "phenoSpherize.h"
#include "phenoFiniteValues.h"
#include "phenoNormalise.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <limits>

namespace pheno
{
namespace
{
using EigenMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

std::vector<std::size_t>
ReferenceRows(MatrixView matrix, const RowMask & reference)
{
  if (reference.size() != matrix.rows)
  {
    throw ProfileError("the reference mask has " + std::to_string(reference.size()) + " entries, the matrix has " +
                       std::to_string(matrix.rows) + " rows");
  }
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < matrix.rows; ++row)
  {
    if (reference[row])
    {
      rows.push_back(row);
    }
  }
  if (rows.size() < 2)
  {
    throw ProfileError("whitening was asked for on " + std::to_string(rows.size()) +
                       " reference (control) rows; expected at least two");
  }
  return rows;
}

bool
IsCorrelationForm(SpherizeMethod method)
{
  return method == SpherizeMethod::PcaCor || method == SpherizeMethod::ZcaCor;
}

bool
IsZca(SpherizeMethod method)
{
  return method == SpherizeMethod::Zca || method == SpherizeMethod::ZcaCor;
}

/** Singular values above rounding, relative to the largest. */
Eigen::Index
RankOf(const Eigen::VectorXd & singular, std::size_t rows, std::size_t features)
{
  const double tolerance =
    singular[0] * static_cast<double>(std::max(rows, features)) * std::numeric_limits<double>::epsilon();
  return (singular.array() > tolerance).count();
}
} // namespace

SpherizeMethod
SpherizeMethodFromName(const std::string & name)
{
  static const std::pair<const char *, SpherizeMethod> known[] = { { "PCA", SpherizeMethod::Pca },
                                                                   { "ZCA", SpherizeMethod::Zca },
                                                                   { "PCA-cor", SpherizeMethod::PcaCor },
                                                                   { "ZCA-cor", SpherizeMethod::ZcaCor } };
  for (const auto & [knownName, method] : known)
  {
    if (name == knownName)
    {
      return method;
    }
  }
  throw ProfileError("unknown whitening '" + name + "'; expected PCA, ZCA, PCA-cor or ZCA-cor");
}

Spherizing
FitSpherizing(MatrixView matrix, const RowMask & reference, SpherizeMethod method, double epsilon)
{
  const std::vector<std::size_t> rows = ReferenceRows(matrix, reference);
  Matrix                         centred = SelectRows(matrix, rows);
  RequireFinite(centred, "whitening on its reference rows");
  Normalisation normalisation = FitNormalisation(centred, RowMask(rows.size(), 1), NormaliseMethod::Standardize);
  if (!IsCorrelationForm(method))
  {
    normalisation.scale.assign(matrix.columns, 1.0);
  }
  ApplyNormalisation(normalisation, centred);

  const Eigen::Map<const EigenMatrix>  values(centred.values.data(), centred.rows, centred.columns);
  const Eigen::BDCSVD<Eigen::MatrixXd> svd(values, Eigen::ComputeFullV);
  const Eigen::Index                   rank = RankOf(svd.singularValues(), centred.rows, centred.columns);
  if (rank == 0)
  {
    throw ProfileError("all " + std::to_string(rows.size()) +
                       " reference (control) rows are equal; whitening needs rows that differ");
  }
  Eigen::VectorXd singular = Eigen::VectorXd::Constant(centred.columns, svd.singularValues()[rank - 1]);
  singular.head(rank) = svd.singularValues().head(rank);
  const double          degrees = std::sqrt(static_cast<double>(rows.size() - 1));
  const Eigen::VectorXd gains = degrees / (singular.array() + epsilon);
  Eigen::MatrixXd       directions = svd.matrixV();
  for (Eigen::Index i = 0; i < directions.cols(); ++i)
  {
    Eigen::Index largest = 0;
    directions.col(i).cwiseAbs().maxCoeff(&largest);
    directions.col(i) *= directions(largest, i) < 0 ? -1 : 1;
  }
  EigenMatrix transform = directions * gains.asDiagonal();
  if (IsZca(method))
  {
    transform = (transform * directions.transpose()).eval();
  }
  Spherizing result{
    normalisation.center, normalisation.scale, Matrix(matrix.columns, matrix.columns), static_cast<std::size_t>(rank)
  };
  std::copy(transform.data(), transform.data() + transform.size(), result.transform.values.begin());
  return result;
}

void
ApplySpherizing(const Spherizing & spherizing, Matrix & matrix)
{
  ApplyNormalisation({ spherizing.center, spherizing.scale }, matrix);
  constexpr std::size_t               kBlock = 1024;
  const Eigen::Map<const EigenMatrix> transform(
    spherizing.transform.values.data(), spherizing.transform.rows, spherizing.transform.columns);
  EigenMatrix whitened;
  for (std::size_t first = 0; first < matrix.rows; first += kBlock)
  {
    Eigen::Map<EigenMatrix> block(
      matrix.values.data() + first * matrix.columns, std::min(kBlock, matrix.rows - first), matrix.columns);
    whitened.noalias() = block * transform;
    block = whitened;
  }
}
} // namespace pheno
