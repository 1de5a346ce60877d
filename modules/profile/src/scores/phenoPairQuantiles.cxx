#include "phenoPairQuantiles.h"
#include "phenoPairTiles.h"

#include <limits>
#include <map>
#include <set>

namespace pheno
{
namespace
{
constexpr std::size_t kBins = 1 << 20;

/** Of a correlation, in [-1, 1]. */
std::size_t
BinOf(double value)
{
  return std::min(static_cast<std::size_t>((value + 1) / 2 * kBins), kBins - 1);
}

/** The two order statistics that a quantile lies between, as positions among all copies. */
struct Place
{
  std::size_t below;
  std::size_t above;
  double      weight; ///< of the upper one
};

Place
PlaceOf(double fraction, std::size_t total)
{
  const double      position = fraction * static_cast<double>(total - 1);
  const std::size_t below = static_cast<std::size_t>(position);
  return { below, std::min(below + 1, total - 1), position - static_cast<double>(below) };
}

/** How many values of each bin, or of each value in some bins. */
using BinCounts = std::vector<std::size_t>;
using ValueCounts = std::map<double, std::size_t>;
} // namespace

std::vector<double>
PairQuantiles(const PairCorrelations &                              correlations,
              const std::function<bool(std::size_t, std::size_t)> & includes,
              std::size_t                                           copies,
              std::span<const double>                               fractions,
              unsigned                                              threads,
              std::size_t &                                         count)
{
  BinCounts bins(kBins, 0);
  struct BinCounter
  {
    const std::function<bool(std::size_t, std::size_t)> & includes;
    BinCounts                                             counts;

    void
    operator()(std::size_t i, std::size_t j, double value)
    {
      counts[BinOf(value)] += includes(i, j);
    }
  };
  VisitPairs(
    correlations,
    threads,
    [&] {
      return BinCounter{ includes, BinCounts(kBins, 0) };
    },
    [&bins](const BinCounter & worker) {
      std::transform(bins.begin(), bins.end(), worker.counts.begin(), bins.begin(), std::plus<>());
    });
  count = std::accumulate(bins.begin(), bins.end(), std::size_t{ 0 });
  if (count == 0)
  {
    return std::vector<double>(fractions.size(), std::numeric_limits<double>::quiet_NaN());
  }

  std::set<std::size_t> positions; // order statistics among the pairs, each counted once
  for (const double fraction : fractions)
  {
    const Place place = PlaceOf(fraction, count * copies);
    positions.insert(place.below / copies);
    positions.insert(place.above / copies);
  }
  std::vector<char> wanted(kBins, 0);
  std::size_t       before = 0;
  auto              next = positions.begin();
  for (std::size_t bin = 0; bin < kBins; ++bin)
  {
    for (; next != positions.end() && *next < before + bins[bin]; ++next)
    {
      wanted[bin] = 1;
    }
    before += bins[bin];
  }

  ValueCounts values;
  struct ValueCounter
  {
    const std::function<bool(std::size_t, std::size_t)> & includes;
    const std::vector<char> &                             wanted;
    ValueCounts                                           counts;

    void
    operator()(std::size_t i, std::size_t j, double value)
    {
      if (wanted[BinOf(value)] && includes(i, j))
      {
        ++counts[value];
      }
    }
  };
  VisitPairs(
    correlations,
    threads,
    [&] {
      return ValueCounter{ includes, wanted, {} };
    },
    [&values](const ValueCounter & worker) {
      for (const auto & [value, times] : worker.counts)
      {
        values[value] += times;
      }
    });

  std::map<std::size_t, double> orderStatistics;
  before = 0;
  next = positions.begin();
  std::size_t bin = 0;
  for (const auto & [value, times] : values)
  {
    for (; bin < BinOf(value); ++bin)
    {
      before += wanted[bin] ? 0 : bins[bin];
    }
    for (; next != positions.end() && *next < before + times; ++next)
    {
      orderStatistics[*next] = value;
    }
    before += times;
  }
  std::vector<double> quantiles;
  for (const double fraction : fractions)
  {
    const Place  place = PlaceOf(fraction, count * copies);
    const double below = orderStatistics.at(place.below / copies);
    const double above = orderStatistics.at(place.above / copies);
    quantiles.push_back(place.weight < 0.5 ? below + (above - below) * place.weight
                                           : above - (above - below) * (1 - place.weight));
  }
  return quantiles;
}
} // namespace pheno
