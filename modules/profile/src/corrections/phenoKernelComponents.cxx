#include "phenoKernelComponents.h"
#include "phenoFiniteValues.h"
#include "phenoPortableMath.h"
#include "phenoReferenceRows.h"
#include "phenoTiledMultiply.h"
#include "phenoTopEigenvectors.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace pheno
{
namespace
{
constexpr double      kSmallestShare = 1e-12; // of the largest eigenvalue
constexpr std::size_t kTile = 128;

const std::pair<const char *, KernelKind> kKinds[] = { { "linear", KernelKind::Linear },
                                                       { "poly", KernelKind::Polynomial },
                                                       { "rbf", KernelKind::Rbf } };

std::string
NameOf(KernelKind kind)
{
  const auto found =
    std::find_if(std::begin(kKinds), std::end(kKinds), [kind](const auto & each) { return each.second == kind; });
  return found->first;
}

double
SquaredNorm(std::span<const double> row)
{
  return std::inner_product(row.begin(), row.end(), row.begin(), 0.0);
}

double
Power(double base, std::size_t exponent)
{
  double power = 1;
  for (std::size_t i = 0; i < exponent; ++i)
  {
    power *= base;
  }
  return power;
}

/** The kernel between rows and the reference rows of a fit. */
class Kernel
{
public:
  explicit Kernel(const KernelComponents & fit)
    : m_Fit(fit)
    , m_Kind(KernelKindFromName(fit.kind))
    , m_References(Transposed(fit.references))
  {
    for (std::size_t i = 0; i < fit.references.rows; ++i)
    {
      m_Norms.push_back(SquaredNorm(fit.references.Row(i)));
    }
  }

  /** out: count x n. */
  void
  Of(MatrixView rows, std::size_t first, std::size_t count, double * out) const
  {
    const std::size_t n = m_Norms.size();
    m_References.Multiply(rows.Row(first).data(), count, out);
    for (std::size_t i = 0; i < count; ++i)
    {
      const double norm = m_Kind == KernelKind::Rbf ? SquaredNorm(rows.Row(first + i)) : 0;
      for (std::size_t j = 0; j < n; ++j)
      {
        out[i * n + j] = this->FromProduct(out[i * n + j], norm, m_Norms[j]);
      }
    }
  }

private:
  double
  FromProduct(double product, double norm, double referenceNorm) const
  {
    switch (m_Kind)
    {
      case KernelKind::Linear:
        return product;
      case KernelKind::Polynomial:
        return Power(m_Fit.gamma * product + m_Fit.offset, m_Fit.degree);
      case KernelKind::Rbf:
        break;
    }
    const double distance = norm + referenceNorm - 2 * product;
    return std::isnan(distance) ? distance : PortableExp(-m_Fit.gamma * std::max(distance, 0.0));
  }

  const KernelComponents & m_Fit;
  KernelKind               m_Kind;
  PackedMatrix             m_References;
  std::vector<double>      m_Norms;
};

std::size_t
Tiles(std::size_t rows)
{
  return (rows + kTile - 1) / kTile;
}

/** K of the reference rows. */
Eigen::MatrixXd
KernelMatrix(const KernelComponents & fit, unsigned threads)
{
  const std::size_t n = fit.references.rows;
  const Kernel      kernel(fit);
  Eigen::MatrixXd   matrix(n, n); // symmetric: rows may be written as columns
  ParallelFor(Tiles(n), threads, [&](std::size_t tile) {
    const std::size_t first = tile * kTile;
    kernel.Of(fit.references, first, std::min(kTile, n - first), matrix.data() + first * n);
  });
  return matrix;
}

/** Eigenvalues that count and their vectors, into the fit. */
void
FindComponents(Eigen::MatrixXd matrix, std::size_t most, unsigned threads, KernelComponents & fit)
{
  const Eigen::VectorXd means = matrix.rowwise().mean();
  fit.mean = means.mean();
  fit.means.assign(means.begin(), means.end());
  matrix.colwise() -= means;
  matrix.rowwise() -= means.transpose();
  matrix.array() += fit.mean;
  const std::size_t n = fit.references.rows;
  const double      noise = static_cast<double>(n) * std::numeric_limits<double>::epsilon() * std::abs(fit.mean);
  const auto        counting = [most, noise](std::span<const double> values) {
    const double least = std::max(kSmallestShare * values[0], noise);
    const auto   end = std::find_if(values.begin(), values.end(), [least](double value) { return !(value > least); });
    return std::min(most, static_cast<std::size_t>(end - values.begin()));
  };
  const TopEigen top = TopEigenvectors(std::move(matrix), counting, threads);
  fit.eigenvalues.assign(top.values.begin(), top.values.begin() + static_cast<std::ptrdiff_t>(top.vectors.rows));
  fit.coefficients = Matrix(n, top.vectors.rows);
  for (std::size_t component = 0; component < top.vectors.rows; ++component)
  {
    const auto vector = top.vectors.Row(component);
    const auto largest = std::max_element(
      vector.begin(), vector.end(), [](double one, double other) { return std::abs(one) < std::abs(other); });
    const double gain = (*largest < 0 ? -1 : 1) / std::sqrt(fit.eigenvalues[component]);
    for (std::size_t i = 0; i < n; ++i)
    {
      fit.coefficients(i, component) = gain * vector[i];
    }
  }
}
} // namespace

KernelKind
KernelKindFromName(const std::string & name)
{
  for (const auto & [known, kind] : kKinds)
  {
    if (name == known)
    {
      return kind;
    }
  }
  throw ProfileError("unknown kernel '" + name + "'; expected linear, poly or rbf");
}

KernelComponents
FitKernelComponents(MatrixView matrix, const RowMask & reference, const KernelOptions & options, unsigned threads)
{
  if (!(options.gamma >= 0))
  {
    throw ProfileError("a kernel's gamma is " + std::to_string(options.gamma) + "; expected at least 0 (0: 1 / D)");
  }
  KernelComponents fit;
  fit.kind = NameOf(options.kind);
  fit.gamma = options.gamma > 0 ? options.gamma : 1 / static_cast<double>(std::max<std::size_t>(matrix.columns, 1));
  fit.offset = options.offset;
  fit.degree = options.degree;
  fit.references = SelectRows(matrix, ReferenceRows(matrix, reference, "a kernel principal component analysis"));
  RequireFinite(fit.references, "a kernel principal component analysis of the controls");
  const std::size_t most = options.components > 0 ? options.components : fit.references.rows;
  FindComponents(KernelMatrix(fit, threads), std::min(most, fit.references.rows - 1), threads, fit);
  if (fit.eigenvalues.empty())
  {
    throw ProfileError("all " + std::to_string(fit.references.rows) +
                       " reference (control) rows are equal; kernel principal components need rows that differ");
  }
  return fit;
}

Matrix
ApplyKernelComponents(const KernelComponents & fit, MatrixView matrix, unsigned threads)
{
  const std::size_t n = fit.references.rows;
  if (fit.references.columns != matrix.columns || fit.means.size() != n || fit.coefficients.rows != n)
  {
    throw ProfileError("kernel principal components were fitted on " + std::to_string(fit.references.columns) +
                       " features, the matrix has " + std::to_string(matrix.columns));
  }
  const Kernel       kernel(fit);
  const PackedMatrix coefficients(fit.coefficients);
  Matrix             scores(matrix.rows, fit.coefficients.columns);
  ParallelFor(Tiles(matrix.rows), threads, [&](std::size_t tile) {
    const std::size_t   first = tile * kTile;
    const std::size_t   count = std::min(kTile, matrix.rows - first);
    std::vector<double> values(count * n);
    kernel.Of(matrix, first, count, values.data());
    for (std::size_t i = 0; i < count; ++i)
    {
      double * const row = values.data() + i * n;
      const double   mean = std::accumulate(row, row + n, 0.0) / static_cast<double>(n);
      for (std::size_t j = 0; j < n; ++j)
      {
        row[j] += fit.mean - mean - fit.means[j];
      }
    }
    coefficients.Multiply(values.data(), count, scores.Row(first).data());
  });
  return scores;
}
} // namespace pheno
