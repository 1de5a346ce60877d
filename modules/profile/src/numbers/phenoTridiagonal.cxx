#include "phenoTridiagonal.h"
#include "phenoLaneKernels.h"
#include "phenoParallelFor.h"
#include "phenoRandomSubsets.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pheno
{
namespace
{
constexpr double      kEpsilon = std::numeric_limits<double>::epsilon();
constexpr double      kNear = 1e-3; // of the norm: eigenvalues whose vectors are made orthogonal
constexpr int         kMostIterations = 8;
constexpr std::size_t kVectorsAtOnce = 8;

/** T - shift I = P L U with partial pivoting. */
class ShiftedTridiagonal
{
public:
  ShiftedTridiagonal(const Tridiagonal & matrix, double shift, double norm)
    : m_Diagonal(matrix.diagonal.array() - shift)
    , m_First(matrix.subdiagonal)
    , m_Second(Eigen::VectorXd::Zero(m_First.size()))
    , m_Factor(matrix.subdiagonal)
    , m_Swapped(static_cast<std::size_t>(m_First.size()), 0)
  {
    for (Eigen::Index i = 0; i < m_First.size(); ++i)
    {
      const double below = m_Factor[i];
      if (std::abs(below) > std::abs(m_Diagonal[i]))
      {
        m_Swapped[static_cast<std::size_t>(i)] = 1;
        m_Factor[i] = m_Diagonal[i] / below;
        const double next = m_Diagonal[i + 1];
        m_Diagonal[i] = below;
        m_Diagonal[i + 1] = m_First[i] - m_Factor[i] * next;
        m_First[i] = next;
        if (i + 1 < m_First.size())
        {
          m_Second[i] = m_First[i + 1];
          m_First[i + 1] *= -m_Factor[i];
        }
      }
      else
      {
        m_Factor[i] = m_Diagonal[i] == 0 ? 0 : below / m_Diagonal[i];
        m_Diagonal[i + 1] -= m_Factor[i] * m_First[i];
      }
    }
    for (double & pivot : m_Diagonal)
    {
      pivot = std::abs(pivot) < kEpsilon * norm ? std::copysign(kEpsilon * norm, pivot) : pivot;
    }
  }

  /** In place. */
  void
  Solve(std::span<double> x) const
  {
    const std::size_t n = x.size();
    for (std::size_t i = 0; i + 1 < n; ++i)
    {
      const auto at = static_cast<Eigen::Index>(i);
      if (m_Swapped[i] != 0)
      {
        std::swap(x[i], x[i + 1]);
      }
      x[i + 1] -= m_Factor[at] * x[i];
    }
    for (std::size_t i = n; i-- > 0;)
    {
      const auto   at = static_cast<Eigen::Index>(i);
      const double first = i + 1 < n ? m_First[at] * x[i + 1] : 0;
      const double second = i + 2 < n ? m_Second[at] * x[i + 2] : 0;
      x[i] = (x[i] - first - second) / m_Diagonal[at];
    }
  }

private:
  Eigen::VectorXd   m_Diagonal, m_First, m_Second; ///< of U
  Eigen::VectorXd   m_Factor;                      ///< of L
  std::vector<char> m_Swapped;
};

double
NormOf(const Tridiagonal & matrix)
{
  double norm = 0;
  for (Eigen::Index i = 0; i < matrix.diagonal.size(); ++i)
  {
    const double before = i > 0 ? std::abs(matrix.subdiagonal[i - 1]) : 0;
    const double after = i < matrix.subdiagonal.size() ? std::abs(matrix.subdiagonal[i]) : 0;
    norm = std::max(norm, before + std::abs(matrix.diagonal[i]) + after);
  }
  return norm;
}

/** Scales to unit length and gives the length before. */
double
Normalise(std::span<double> x)
{
  const double largest =
    std::abs(*std::max_element(x.begin(), x.end(), [](double a, double b) { return std::abs(a) < std::abs(b); }));
  if (!(largest > 0) || !std::isfinite(largest))
  {
    return 0;
  }
  for (double & value : x)
  {
    value /= largest;
  }
  const double length = std::sqrt(LaneDot(x.data(), x.data(), x.size()));
  for (double & value : x)
  {
    value /= length;
  }
  return length * largest;
}

/** Takes out of x what it has of the rows from `first` to before `last`. */
void
MakeOrthogonal(const Matrix & rows, std::size_t first, std::size_t last, std::span<double> x)
{
  for (std::size_t row = first; row < last; ++row)
  {
    const double * const other = rows.Row(row).data();
    LaneAdd(-LaneDot(other, x.data(), x.size()), other, x.data(), x.size());
  }
}
} // namespace

Tridiagonal
Tridiagonalise(Eigen::MatrixXd symmetric)
{
  const Eigen::Index  n = symmetric.rows();
  Tridiagonal         result;
  std::vector<double> v(static_cast<std::size_t>(n), 0.0), w = v, nextV = v, p = v;
  result.diagonal.resize(n);
  result.subdiagonal.resize(n - 1);
  result.gains = Eigen::VectorXd::Zero(n);
  // The update that a reflection asks for is made when the next one passes over the matrix: A -= v w^T + w v^T.
  for (Eigen::Index k = 0; k < n; ++k)
  {
    double * const column = &symmetric(0, k);
    for (Eigen::Index i = k; i < n; ++i)
    {
      column[i] -= v[i] * w[k] + w[i] * v[k];
    }
    result.diagonal[k] = column[k];
    if (k + 2 >= n)
    {
      if (k + 1 < n)
      {
        result.subdiagonal[k] = column[k + 1];
      }
      continue;
    }
    double * const    x = column + k + 1;
    const std::size_t length = static_cast<std::size_t>(n - k - 1);
    const double      tail = LaneDot(x + 1, x + 1, length - 1);
    double            gain = 0;
    result.subdiagonal[k] = x[0];
    if (tail > 0)
    {
      const double beta = -std::copysign(std::sqrt(x[0] * x[0] + tail), x[0]);
      const double scale = 1 / (x[0] - beta);
      gain = (beta - x[0]) / beta;
      result.subdiagonal[k] = beta;
      std::for_each(x + 1, x + length, [scale](double & value) { value *= scale; });
    }
    x[0] = 1;
    result.gains[k] = gain;
    std::copy(x, x + length, nextV.begin() + k + 1);
    std::fill(p.begin() + k + 1, p.end(), 0.0);
    for (Eigen::Index j = k + 1; j < n; ++j)
    {
      double * const own = &symmetric(0, j);
      own[j] -= 2 * v[j] * w[j];
      const SymmetricColumn at{
        own + j + 1, v.data() + j + 1, w.data() + j + 1, nextV.data() + j + 1, p.data() + j + 1, v[j], w[j], nextV[j]
      };
      p[j] += own[j] * nextV[j] + UpdateAndMultiply(at, static_cast<std::size_t>(n - j - 1));
    }
    std::for_each(p.begin() + k + 1, p.end(), [gain](double & value) { value *= gain; });
    const double share = -0.5 * gain * LaneDot(p.data() + k + 1, nextV.data() + k + 1, length);
    LaneAdd(share, nextV.data() + k + 1, p.data() + k + 1, length);
    std::swap(v, nextV);
    std::swap(w, p);
  }
  result.reflections = std::move(symmetric);
  return result;
}

std::optional<Matrix>
TridiagonalVectors(const Tridiagonal & matrix, std::span<const double> eigenvalues)
{
  const std::size_t n = static_cast<std::size_t>(matrix.diagonal.size());
  const double      norm = NormOf(matrix);
  const double      enough = 1 / (10 * kEpsilon * static_cast<double>(n) * norm);
  Matrix            vectors(eigenvalues.size(), n);
  std::size_t       near = 0; // the first vector whose eigenvalue is near
  double            shift = 0;
  for (std::size_t k = 0; k < eigenvalues.size(); ++k)
  {
    const double apart = 10 * kEpsilon * norm; // equal eigenvalues get different shifts
    shift = k > 0 ? std::min(eigenvalues[k], shift - apart) : eigenvalues[k];
    while (eigenvalues[near] - eigenvalues[k] > kNear * norm)
    {
      ++near;
    }
    const ShiftedTridiagonal shifted(matrix, shift, norm);
    const std::span<double>  x = vectors.Row(k);
    for (std::size_t i = 0; i < n; ++i)
    {
      x[i] = static_cast<double>(MixSeeds({ k, i }) >> 11) * 0x1p-53 - 0.5;
    }
    Normalise(x);
    int settled = 0;
    for (int iteration = 0; iteration < kMostIterations && settled < 2; ++iteration)
    {
      shifted.Solve(x);
      const double solved = Normalise(x);
      MakeOrthogonal(vectors, near, k, x);
      const double left = Normalise(x);
      settled += solved * left >= enough;
    }
    if (settled < 2)
    {
      return std::nullopt;
    }
  }
  return vectors;
}

void
TurnBack(const Tridiagonal & matrix, Matrix & vectors, unsigned threads)
{
  const Eigen::Index n = matrix.diagonal.size();
  ParallelFor((vectors.rows + kVectorsAtOnce - 1) / kVectorsAtOnce, threads, [&](std::size_t block) {
    const std::size_t last = std::min((block + 1) * kVectorsAtOnce, vectors.rows);
    for (Eigen::Index k = n - 3; k >= 0; --k)
    {
      const double * const v = &matrix.reflections(k + 1, k);
      const std::size_t    length = static_cast<std::size_t>(n - k - 1);
      for (std::size_t row = block * kVectorsAtOnce; row < last; ++row)
      {
        double * const x = vectors.Row(row).data() + k + 1;
        LaneAdd(-matrix.gains[k] * LaneDot(v, x, length), v, x, length);
      }
    }
  });
}
} // namespace pheno
