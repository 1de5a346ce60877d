#include "phenoSpherize.h"
#include "phenoFiniteValues.h"
#include "phenoNormalise.h"
#include "phenoReferenceRows.h"
#include "phenoTiledMultiply.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <limits>

namespace pheno
{
namespace
{
using EigenMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

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

/** A matrix with the same singular values and right vectors: the triangle of X = Q R where rows outnumber features. */
Eigen::MatrixXd
TriangleOf(const Matrix & rows)
{
  const Eigen::Map<const EigenMatrix> values(rows.values.data(), rows.rows, rows.columns);
  if (rows.rows <= rows.columns)
  {
    return values;
  }
  const Eigen::HouseholderQR<Eigen::MatrixXd> qr(values);
  return qr.matrixQR().topRows(values.cols()).triangularView<Eigen::Upper>();
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
  const std::vector<std::size_t> rows = ReferenceRows(matrix, reference, "whitening");
  Matrix                         centred = SelectRows(matrix, rows);
  RequireFinite(centred, "whitening on its reference rows");
  Normalisation normalisation = FitNormalisation(centred, RowMask(rows.size(), 1), NormaliseMethod::Standardize);
  if (!IsCorrelationForm(method))
  {
    normalisation.scale.assign(matrix.columns, 1.0);
  }
  ApplyNormalisation(normalisation, centred);

  const Eigen::BDCSVD<Eigen::MatrixXd> svd(TriangleOf(centred), Eigen::ComputeFullV);
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
ApplySpherizing(const Spherizing & spherizing, Matrix & matrix, unsigned threads)
{
  NormaliseAndMultiplyTiles(
    matrix, { spherizing.center, spherizing.scale }, PackedMatrix(spherizing.transform), threads, matrix.values.data());
}
} // namespace pheno
