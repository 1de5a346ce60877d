#include "phenoExactBootstrap.h"
#include "phenoProfileError.h"
#include "phenoSampleStatistics.h"
#include "phenoWithoutNaN.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace pheno
{
namespace
{
constexpr double      kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostValues = 12;

/** Visits every resample as how often each value is drawn, and how likely that is. */
class Resamples
{
public:
  Resamples(std::vector<double> sorted, Center statistic)
    : m_Values(std::move(sorted))
    , m_Statistic(statistic)
  {
    m_Factorials.assign(m_Values.size() + 1, 1.0);
    for (std::size_t i = 1; i < m_Factorials.size(); ++i)
    {
      m_Factorials[i] = m_Factorials[i - 1] * static_cast<double>(i);
    }
    const double n = static_cast<double>(m_Values.size());
    this->Draw(0, m_Values.size(), m_Factorials.back() / std::pow(n, n));
  }

  std::vector<std::pair<double, double>> outcomes; ///< value, probability

private:
  void
  Draw(std::size_t value, std::size_t left, double weight)
  {
    if (value + 1 == m_Values.size())
    {
      m_Drawn.insert(m_Drawn.end(), left, m_Values[value]);
      const double result = m_Statistic == Center::Mean ? Mean(m_Drawn) : Median(m_Drawn);
      outcomes.emplace_back(result, weight / m_Factorials[left]);
      m_Drawn.resize(m_Drawn.size() - left);
      return;
    }
    for (std::size_t count = 0; count <= left; ++count)
    {
      this->Draw(value + 1, left - count, weight / m_Factorials[count]);
      m_Drawn.push_back(m_Values[value]);
    }
    m_Drawn.resize(m_Drawn.size() - left - 1);
  }

  std::vector<double> m_Values;
  Center              m_Statistic;
  std::vector<double> m_Factorials;
  std::vector<double> m_Drawn;
};
} // namespace

double
ExactBootstrap::Quantile(double share) const
{
  if (support.empty())
  {
    return kNaN;
  }
  const auto place = std::lower_bound(cdf.begin(), cdf.end(), share - 1e-12);
  return place == cdf.end() ? support.back() : support[place - cdf.begin()];
}

ExactBootstrap
EnumerateBootstrap(std::span<const double> values, Center statistic)
{
  std::vector<double> kept = WithoutNaN(values);
  if (kept.size() > kMostValues)
  {
    throw ProfileError("all resamples of " + std::to_string(kept.size()) + " values were asked for; at most " +
                       std::to_string(kMostValues) + " values are enumerated");
  }
  if (kept.empty())
  {
    return { kNaN, kNaN, kNaN, {}, {} };
  }
  std::sort(kept.begin(), kept.end());
  ExactBootstrap result;
  result.estimate = statistic == Center::Mean ? Mean(kept) : Median(kept);
  const double same = 1e-12 * std::max(std::abs(kept.front()), std::abs(kept.back()));
  Resamples    resamples(std::move(kept), statistic);
  std::sort(resamples.outcomes.begin(), resamples.outcomes.end());
  double below = 0;
  for (const auto & [value, probability] : resamples.outcomes)
  {
    below += probability;
    result.mean += probability * value;
    if (result.support.empty() || value - result.support.back() > same)
    {
      result.support.push_back(value);
      result.cdf.push_back(below);
    }
    result.cdf.back() = below;
  }
  for (const auto & [value, probability] : resamples.outcomes)
  {
    result.deviation += probability * (value - result.mean) * (value - result.mean);
  }
  result.deviation = std::sqrt(result.deviation);
  return result;
}
} // namespace pheno
