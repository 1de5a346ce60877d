#include "phenoEnergyDistance.h"
#include "phenoProfileError.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace pheno
{
namespace
{
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/** A value with its share of either sample. */
struct Step
{
  double value;
  double ofA;
  double ofB;
};

void
AddSteps(std::span<const double> values,
         std::span<const double> weights,
         double Step::*      share,
         std::vector<Step> & steps)
{
  if (!weights.empty() && (weights.size() != values.size() ||
                           std::any_of(weights.begin(), weights.end(), [](double w) { return !(w >= 0); })))
  {
    throw ProfileError("an energy distance of " + std::to_string(values.size()) + " values got " +
                       std::to_string(weights.size()) + " weights; expected equally many, none of them negative");
  }
  const double total =
    weights.empty() ? static_cast<double>(values.size()) : std::accumulate(weights.begin(), weights.end(), 0.0);
  if (!(total > 0) || std::isinf(total))
  {
    throw ProfileError("the weights of an energy distance sum to " + std::to_string(total) +
                       "; expected a positive number");
  }
  for (std::size_t i = 0; i < values.size(); ++i)
  {
    Step & step = steps.emplace_back(Step{ values[i], 0, 0 });
    step.*share = (weights.empty() ? 1 : weights[i]) / total;
  }
}

bool
HasNaN(std::span<const double> values)
{
  return std::any_of(values.begin(), values.end(), [](double value) { return std::isnan(value); });
}
} // namespace

double
MeanDistance(MatrixView a, MatrixView b)
{
  if (a.columns != b.columns)
  {
    throw ProfileError("distances between rows of " + std::to_string(a.columns) + " and of " +
                       std::to_string(b.columns) + " features were asked for");
  }
  if (a.rows == 0 || b.rows == 0)
  {
    return kNaN;
  }
  using Row = Eigen::Map<const Eigen::VectorXd>;
  double sum = 0;
  for (std::size_t i = 0; i < a.rows; ++i)
  {
    const Row row(a.Row(i).data(), a.columns);
    double    ofRow = 0;
    for (std::size_t j = 0; j < b.rows; ++j)
    {
      ofRow += (row - Row(b.Row(j).data(), b.columns)).norm();
    }
    sum += ofRow;
  }
  return sum / (static_cast<double>(a.rows) * static_cast<double>(b.rows));
}

EnergyDistance
ComputeEnergyDistance(MatrixView a, MatrixView b)
{
  const double between = MeanDistance(a, b);
  const double withinA = MeanDistance(a, a);
  const double withinB = MeanDistance(b, b);
  const auto   unbiased = [](double within, std::size_t rows) {
    return rows < 2 ? kNaN : within * static_cast<double>(rows) / static_cast<double>(rows - 1);
  };
  return { 2 * between - withinA - withinB, 2 * between - unbiased(withinA, a.rows) - unbiased(withinB, b.rows) };
}

double
EnergyDistance1d(std::span<const double> a,
                 std::span<const double> b,
                 std::span<const double> aWeights,
                 std::span<const double> bWeights)
{
  if (a.empty() || b.empty() || HasNaN(a) || HasNaN(b))
  {
    return kNaN;
  }
  std::vector<Step> steps;
  AddSteps(a, aWeights, &Step::ofA, steps);
  AddSteps(b, bWeights, &Step::ofB, steps);
  std::stable_sort(steps.begin(), steps.end(), [](const Step & x, const Step & y) { return x.value < y.value; });
  double difference = 0; // of the two distribution functions
  double integral = 0;
  for (std::size_t i = 0; i + 1 < steps.size(); ++i)
  {
    difference += steps[i].ofA - steps[i].ofB;
    integral += difference * difference * (steps[i + 1].value - steps[i].value);
  }
  return 2 * integral;
}
} // namespace pheno
