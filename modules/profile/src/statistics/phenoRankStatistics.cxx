#include "phenoRankStatistics.h"
#include "phenoProfileError.h"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

namespace pheno
{
namespace
{
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Pairs
{
  std::vector<double> x;
  std::vector<double> y;
};

Pairs
CompletePairs(std::span<const double> x, std::span<const double> y)
{
  if (x.size() != y.size())
  {
    throw ProfileError("a correlation of " + std::to_string(x.size()) + " and " + std::to_string(y.size()) +
                       " values was asked for; expected equally many");
  }
  Pairs pairs;
  for (std::size_t i = 0; i < x.size(); ++i)
  {
    if (!std::isnan(x[i]) && !std::isnan(y[i]))
    {
      pairs.x.push_back(x[i]);
      pairs.y.push_back(y[i]);
    }
  }
  return pairs;
}

bool
IsConstant(const std::vector<double> & values)
{
  return std::all_of(values.begin(), values.end(), [&values](double value) { return value == values.front(); });
}

double
Covariation(const std::vector<double> & x, double xMean, const std::vector<double> & y, double yMean)
{
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
  {
    sum += (x[i] - xMean) * (y[i] - yMean);
  }
  return sum;
}

double
CorrelateComplete(const std::vector<double> & x, const std::vector<double> & y)
{
  if (x.size() < 2 || IsConstant(x) || IsConstant(y))
  {
    return kNaN;
  }
  const double count = static_cast<double>(x.size());
  const double xMean = std::accumulate(x.begin(), x.end(), 0.0) / count;
  const double yMean = std::accumulate(y.begin(), y.end(), 0.0) / count;
  const double spread = std::sqrt(Covariation(x, xMean, x, xMean) * Covariation(y, yMean, y, yMean));
  return std::clamp(Covariation(x, xMean, y, yMean) / spread, -1.0, 1.0);
}

/** Two-sided p of a correlation under the t distribution with n - 2 degrees of freedom. */
double
CorrelationP(double rho, std::size_t n)
{
  if (std::isnan(rho) || n < 3)
  {
    return kNaN;
  }
  if (std::abs(rho) >= 1)
  {
    return 0;
  }
  const double freedom = static_cast<double>(n - 2);
  const double t = std::abs(rho) * std::sqrt(freedom / ((1 - rho) * (1 + rho)));
  return 2 * boost::math::cdf(boost::math::complement(boost::math::students_t(freedom), t));
}
} // namespace

std::vector<double>
AverageRanks(std::span<const double> values)
{
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < values.size(); ++i)
  {
    if (!std::isnan(values[i]))
    {
      order.push_back(i);
    }
  }
  std::sort(order.begin(), order.end(), [values](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size(), kNaN);
  for (std::size_t first = 0; first < order.size();)
  {
    std::size_t last = first;
    while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]])
    {
      ++last;
    }
    for (std::size_t i = first; i <= last; ++i)
    {
      ranks[order[i]] = 1 + static_cast<double>(first + last) / 2;
    }
    first = last + 1;
  }
  return ranks;
}

double
PearsonCorrelation(std::span<const double> x, std::span<const double> y)
{
  const Pairs pairs = CompletePairs(x, y);
  return CorrelateComplete(pairs.x, pairs.y);
}

Correlation
Spearman(std::span<const double> x, std::span<const double> y)
{
  const Pairs pairs = CompletePairs(x, y);
  Correlation result;
  result.n = pairs.x.size();
  result.rho = CorrelateComplete(AverageRanks(pairs.x), AverageRanks(pairs.y));
  result.p = CorrelationP(result.rho, result.n);
  return result;
}

double
SpearmanExactP(std::span<const double> x, std::span<const double> y)
{
  const Pairs pairs = CompletePairs(x, y);
  if (pairs.x.size() > 10)
  {
    throw ProfileError("an exact Spearman p of " + std::to_string(pairs.x.size()) +
                       " pairs was asked for; all orders are tried up to 10 pairs");
  }
  const std::vector<double> xRanks = AverageRanks(pairs.x);
  std::vector<double>       yRanks = AverageRanks(pairs.y);
  const double              observed = std::abs(CorrelateComplete(xRanks, yRanks));
  if (std::isnan(observed))
  {
    return kNaN;
  }
  const double xMean = static_cast<double>(xRanks.size() + 1) / 2;
  const double spread =
    std::sqrt(Covariation(xRanks, xMean, xRanks, xMean) * Covariation(yRanks, xMean, yRanks, xMean));
  // Orders of tied ranks that look alike occur equally often, so the distinct ones are enough.
  std::sort(yRanks.begin(), yRanks.end());
  double orders = 0;
  double atLeast = 0;
  do
  {
    ++orders;
    atLeast += std::abs(Covariation(xRanks, xMean, yRanks, xMean) / spread) >= observed - 1e-12;
  } while (std::next_permutation(yRanks.begin(), yRanks.end()));
  return atLeast / orders;
}

double
Auroc(std::span<const double> positives, std::span<const double> negatives)
{
  std::vector<double> all;
  for (const double value : positives)
  {
    if (!std::isnan(value))
    {
      all.push_back(value);
    }
  }
  const std::size_t positiveCount = all.size();
  for (const double value : negatives)
  {
    if (!std::isnan(value))
    {
      all.push_back(value);
    }
  }
  const std::size_t negativeCount = all.size() - positiveCount;
  if (positiveCount == 0 || negativeCount == 0)
  {
    return kNaN;
  }
  const std::vector<double> ranks = AverageRanks(all);
  const double              rankSum = std::accumulate(ranks.begin(), ranks.begin() + positiveCount, 0.0);
  const double              p = static_cast<double>(positiveCount);
  return (rankSum - p * (p + 1) / 2) / (p * static_cast<double>(negativeCount));
}
} // namespace pheno
