#include "phenoSoftmaxRegression.h"
#include "phenoFiniteValues.h"
#include "phenoParallelFor.h"

#include <Eigen/Dense>

#include <cmath>
#include <deque>

namespace pheno
{
namespace
{
using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Vector = Eigen::VectorXd;

constexpr std::size_t kBlock = 512;   // rows whose part of the gradient is summed at once
constexpr std::size_t kMemory = 20;   // steps that the curvature is learnt from
constexpr int         kHalvings = 60; // of a step

/** Rows of logits to rows of probabilities; returns the sum of ln sum exp. */
double
Softmax(RowMajor & logits)
{
  double sum = 0;
  for (Eigen::Index row = 0; row < logits.rows(); ++row)
  {
    const double largest = logits.row(row).maxCoeff();
    logits.row(row) = (logits.row(row).array() - largest).exp();
    const double total = logits.row(row).sum();
    logits.row(row) /= total;
    sum += largest + std::log(total);
  }
  return sum;
}

/** The penalised cross entropy of (D + 1) x K parameters, the intercepts in the last row. */
class Objective
{
public:
  Objective(MatrixView rows, std::span<const int> classes, std::size_t count, const SoftmaxOptions & options)
    : m_Rows(rows)
    , m_Classes(classes)
    , m_Count(count)
    , m_Options(options)
  {}

  std::size_t
  Size() const
  {
    return (m_Rows.columns + 1) * m_Count;
  }

  double
  operator()(const Vector & at, Vector & gradient) const
  {
    const Eigen::Map<const RowMajor> parameters(at.data(), m_Rows.columns + 1, m_Count);
    const std::size_t                blocks = (m_Rows.rows + kBlock - 1) / kBlock;
    std::vector<RowMajor>            parts(blocks);
    std::vector<double>              losses(blocks);
    ParallelFor(blocks, m_Options.threads, [&](std::size_t block) {
      losses[block] = this->AddBlock(block, parameters, parts[block]);
    });
    RowMajor sum = RowMajor::Zero(m_Rows.columns + 1, m_Count);
    double   loss = 0;
    for (std::size_t block = 0; block < blocks; ++block)
    {
      sum += parts[block];
      loss += losses[block];
    }
    sum *= m_Options.inverse_strength;
    sum.topRows(m_Rows.columns) += parameters.topRows(m_Rows.columns);
    gradient = Eigen::Map<const Vector>(sum.data(), sum.size());
    return m_Options.inverse_strength * loss + parameters.topRows(m_Rows.columns).squaredNorm() / 2;
  }

private:
  double
  AddBlock(std::size_t block, const Eigen::Map<const RowMajor> & parameters, RowMajor & gradient) const
  {
    const std::size_t                first = block * kBlock;
    const std::size_t                count = std::min(kBlock, m_Rows.rows - first);
    const Eigen::Map<const RowMajor> rows(m_Rows.values + first * m_Rows.columns, count, m_Rows.columns);
    RowMajor                         logits = rows * parameters.topRows(m_Rows.columns);
    logits.rowwise() += parameters.row(m_Rows.columns);
    double loss = 0;
    for (std::size_t row = 0; row < count; ++row)
    {
      loss -= logits(row, m_Classes[first + row]);
    }
    loss += Softmax(logits);
    for (std::size_t row = 0; row < count; ++row)
    {
      logits(row, m_Classes[first + row]) -= 1;
    }
    gradient.resize(m_Rows.columns + 1, m_Count);
    gradient.topRows(m_Rows.columns).noalias() = rows.transpose() * logits;
    gradient.row(m_Rows.columns) = logits.colwise().sum();
    return loss;
  }

  MatrixView             m_Rows;
  std::span<const int>   m_Classes;
  std::size_t            m_Count;
  const SoftmaxOptions & m_Options;
};

/** The last steps and what they changed in the gradient. */
class Curvature
{
public:
  void
  Add(Vector step, Vector change)
  {
    const double product = step.dot(change);
    if (product <= 1e-14 * step.norm() * change.norm())
    {
      return;
    }
    m_Pairs.push_back({ std::move(step), std::move(change), product });
    if (m_Pairs.size() > kMemory)
    {
      m_Pairs.pop_front();
    }
  }

  /** Minus the approximate inverse Hessian times the gradient, by the two-loop recursion. */
  Vector
  Direction(const Vector & gradient) const
  {
    Vector              direction = -gradient;
    std::vector<double> shares(m_Pairs.size());
    for (std::size_t i = m_Pairs.size(); i-- > 0;)
    {
      shares[i] = m_Pairs[i].step.dot(direction) / m_Pairs[i].product;
      direction -= shares[i] * m_Pairs[i].change;
    }
    direction *= m_Pairs.empty() ? 1 / std::max(gradient.norm(), 1.0)
                                 : m_Pairs.back().product / m_Pairs.back().change.squaredNorm();
    for (std::size_t i = 0; i < m_Pairs.size(); ++i)
    {
      direction += (shares[i] - m_Pairs[i].change.dot(direction) / m_Pairs[i].product) * m_Pairs[i].step;
    }
    return direction;
  }

private:
  struct Pair
  {
    Vector step;
    Vector change;
    double product;
  };
  std::deque<Pair> m_Pairs;
};
} // namespace

Matrix
SoftmaxRegression::Probabilities(MatrixView rows) const
{
  if (rows.columns != weights.rows)
  {
    throw ProfileError("a regression on " + std::to_string(weights.rows) + " features got rows of " +
                       std::to_string(rows.columns));
  }
  const Eigen::Map<const RowMajor>           values(rows.values, rows.rows, rows.columns);
  const Eigen::Map<const RowMajor>           map(weights.values.data(), weights.rows, weights.columns);
  const Eigen::Map<const Eigen::RowVectorXd> offset(intercepts.data(), intercepts.size());
  RowMajor                                   logits = values * map;
  logits.rowwise() += offset;
  Softmax(logits);
  Matrix probabilities(rows.rows, weights.columns);
  std::copy(logits.data(), logits.data() + logits.size(), probabilities.values.begin());
  return probabilities;
}

SoftmaxRegression
FitSoftmax(MatrixView rows, std::span<const int> classes, std::size_t count, const SoftmaxOptions & options)
{
  if (rows.rows == 0 || classes.size() != rows.rows || count == 0 ||
      std::any_of(classes.begin(), classes.end(), [count](int c) { return c < 0 || c >= static_cast<int>(count); }))
  {
    throw ProfileError("a regression of " + std::to_string(rows.rows) + " rows on " + std::to_string(count) +
                       " classes got " + std::to_string(classes.size()) +
                       " class numbers; expected one a row, from 0 on, and at least one row");
  }
  RequireFinite(rows, "a logistic regression");
  const Objective   objective(rows, classes, count, options);
  Vector            at = Vector::Zero(objective.Size());
  Vector            gradient;
  double            value = objective(at, gradient);
  Curvature         curvature;
  SoftmaxRegression result;
  Vector            nextGradient;
  for (; result.iterations < options.iterations && gradient.lpNorm<Eigen::Infinity>() > options.tolerance;
       ++result.iterations)
  {
    const Vector direction = curvature.Direction(gradient);
    const double slope = gradient.dot(direction);
    const double rounding = 1e-15 * std::abs(value);
    double       length = 1;
    int          halvings = 0;
    double       next = objective(at + length * direction, nextGradient);
    while (!(next <= value + 1e-4 * length * slope + rounding) && ++halvings < kHalvings)
    {
      length /= 2;
      next = objective(at + length * direction, nextGradient);
    }
    if (halvings == kHalvings)
    {
      break; // no lower value can be told from rounding
    }
    curvature.Add(length * direction, nextGradient - gradient);
    at += length * direction;
    gradient.swap(nextGradient);
    value = next;
  }
  result.converged = gradient.lpNorm<Eigen::Infinity>() <= options.tolerance;
  result.weights = Matrix(rows.columns, count);
  std::copy(at.data(), at.data() + result.weights.values.size(), result.weights.values.begin());
  result.intercepts.assign(at.data() + result.weights.values.size(), at.data() + at.size());
  return result;
}
} // namespace pheno
