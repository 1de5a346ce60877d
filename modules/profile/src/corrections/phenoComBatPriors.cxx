#include "phenoComBatPriors.h"
#include "phenoParallelFor.h"
#include "phenoProfileError.h"
#include "phenoSampleStatistics.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace pheno
{
namespace
{
constexpr double kConvergence = 1e-4;
constexpr int    kMostIterations = 100000;

double
Variance(std::span<const double> values)
{
  const double deviation = StandardDeviation(values, 1);
  return deviation * deviation;
}

/** The quotient of a change and what changed; no change is 0, whatever changed. */
double
RelativeChange(double now, double before)
{
  return now == before ? 0 : std::abs(now - before) / before;
}
} // namespace

void
ShrinkParametric(BatchMoments & batch, bool meanOnly)
{
  const double mean = Mean(batch.gamma);
  const double spread = Variance(batch.gamma);
  const auto   locate = [mean, spread](double rows, double gamma, double delta) {
    return (spread * rows * gamma + delta * mean) / (spread * rows + delta);
  };
  if (meanOnly)
  {
    std::transform(batch.gamma.begin(), batch.gamma.end(), batch.gamma.begin(), [&locate](double gamma) {
      return locate(1, gamma, 1);
    });
    return;
  }
  const double              scale = Mean(batch.delta);
  const double              variance = Variance(batch.delta);
  const double              shape = (2 * variance + scale * scale) / variance;
  const double              rate = (scale * variance + scale * scale * scale) / variance;
  const double              rows = static_cast<double>(batch.rows);
  const std::vector<double> observed = batch.gamma;
  double                    change = 1;
  for (int iteration = 0; change > kConvergence; ++iteration)
  {
    if (iteration == kMostIterations)
    {
      throw ProfileError("the priors of a batch did not settle within " + std::to_string(kMostIterations) +
                         " iterations");
    }
    change = 0;
    for (std::size_t i = 0; i < observed.size(); ++i)
    {
      const double gamma = locate(rows, observed[i], batch.delta[i]);
      const double squares = batch.squares[i] + rows * (observed[i] - gamma) * (observed[i] - gamma);
      const double delta = variance > 0 ? (0.5 * squares + rate) / (rows / 2 + shape - 1) : scale;
      change = std::max({ change, RelativeChange(gamma, batch.gamma[i]), RelativeChange(delta, batch.delta[i]) });
      batch.gamma[i] = gamma;
      batch.delta[i] = delta;
    }
  }
}

void
ShrinkNonparametric(BatchMoments & batch, unsigned threads)
{
  const std::vector<double> gamma = batch.gamma;
  const std::vector<double> delta = batch.delta;
  const double              rows = static_cast<double>(batch.rows);
  ParallelFor(gamma.size(), threads, [&](std::size_t i) {
    std::vector<double> logs(gamma.size());
    double              largest = -HUGE_VAL;
    for (std::size_t g = 0; g < gamma.size(); ++g)
    {
      const double squares = batch.squares[i] + rows * (gamma[i] - gamma[g]) * (gamma[i] - gamma[g]);
      logs[g] = -rows / 2 * std::log(2 * std::numbers::pi * delta[g]) - squares / (2 * delta[g]);
      largest = g == i ? largest : std::max(largest, logs[g]);
    }
    double weights = 0;
    double gammas = 0;
    double deltas = 0;
    for (std::size_t g = 0; g < gamma.size(); ++g)
    {
      const double weight = g == i ? 0 : std::exp(logs[g] - largest);
      weights += weight;
      gammas += weight * gamma[g];
      deltas += weight * delta[g];
    }
    batch.gamma[i] = gammas / weights;
    batch.delta[i] = deltas / weights;
  });
}
} // namespace pheno
