#include "phenoDoseWindow.h"
#include "phenoProfileError.h"
#include "phenoSampleStatistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace pheno
{
namespace
{
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

using DoseSeries = std::map<double, std::vector<double>>; ///< responses by dose

DoseSeries
GroupByDose(std::span<const double> doses, std::span<const double> responses)
{
  if (doses.size() != responses.size())
  {
    throw ProfileError("a dose series has " + std::to_string(doses.size()) + " doses and " +
                       std::to_string(responses.size()) + " responses; expected equally many");
  }
  DoseSeries series;
  for (std::size_t i = 0; i < doses.size(); ++i)
  {
    if (std::isnan(doses[i]) || std::isnan(responses[i]))
    {
      throw ProfileError("dose or response " + std::to_string(i) + " of a dose series is not a number");
    }
    series[doses[i]].push_back(responses[i]);
  }
  return series;
}

double
VFactor(const DoseSeries & series, double range, int degreesOfFreedom)
{
  std::vector<double> spreads;
  for (const auto & [dose, responses] : series)
  {
    spreads.push_back(StandardDeviation(responses, degreesOfFreedom));
  }
  return 1 - 6 * Mean(spreads) / range;
}

/** Deviation from the mean of the wells on the side of the other dose. */
double
InnerDeviation(const std::vector<double> & responses, double mean, bool otherIsHigher)
{
  double sum = 0;
  double count = 0;
  for (const double response : responses)
  {
    if (otherIsHigher ? response >= mean : response <= mean)
    {
      sum += (response - mean) * (response - mean);
      ++count;
    }
  }
  return std::sqrt(sum / count);
}
} // namespace

DoseWindow
ComputeDoseWindow(std::span<const double> doses, std::span<const double> responses)
{
  const DoseSeries    series = GroupByDose(doses, responses);
  std::vector<double> means;
  for (const auto & [dose, group] : series)
  {
    means.push_back(Mean(group));
  }
  if (means.size() < 2)
  {
    return { kNaN, kNaN, kNaN, kNaN };
  }
  const auto [lowest, highest] = std::minmax_element(means.begin(), means.end());
  const double                range = *highest - *lowest;
  const double                ends = std::abs(means.back() - means.front());
  const std::vector<double> & first = series.begin()->second;
  const std::vector<double> & last = series.rbegin()->second;
  const bool                  rising = means.back() > means.front();
  const double inner = InnerDeviation(first, means.front(), rising) + InnerDeviation(last, means.back(), !rising);
  DoseWindow   window{ kNaN, kNaN, kNaN, kNaN };
  if (range > 0)
  {
    window.v_factor = VFactor(series, range, 0);
    window.v_factor_sample = VFactor(series, range, 1);
  }
  if (ends > 0)
  {
    window.zprime = 1 - 3 * (StandardDeviation(first, 0) + StandardDeviation(last, 0)) / ends;
    window.zprime_one_tailed = 1 - 3 * inner / ends;
  }
  return window;
}
} // namespace pheno
