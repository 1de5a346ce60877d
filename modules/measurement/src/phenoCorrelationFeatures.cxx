#include "phenoCorrelationFeatures.h"

#include "phenoCostes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace pheno
{
namespace
{
double
Ratio(double numerator, double denominator)
{
  return denominator > 0.0 ? numerator / denominator : std::numeric_limits<double>::quiet_NaN();
}

/** What all pairs need of one channel inside an object. */
struct ChannelValues
{
  std::vector<double>        values;
  std::vector<std::uint32_t> ranks; ///< of distinct values, the smallest 0
  std::uint32_t              number_of_ranks = 0;
  double                     floor = 0.0; ///< values from here on count
  double                     above = 0.0; ///< their sum

  void
  Take(double threshold, std::vector<std::uint32_t> & order)
  {
    order.resize(values.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; });
    ranks.resize(values.size());
    std::uint32_t rank = 0;
    for (std::size_t i = 0; i < order.size(); ++i)
    {
      rank += i > 0 && values[order[i]] > values[order[i - 1]];
      ranks[order[i]] = rank;
    }
    number_of_ranks = rank + 1;
    floor = threshold * values[order.back()];
    above = 0.0;
    for (const double value : values)
    {
      above += value >= floor ? value : 0.0;
    }
  }
};

/** The values of a plane in all objects, row by row. */
std::vector<float>
InObjects(PlaneView<const std::uint32_t> labels, PlaneView<const float> plane)
{
  std::vector<float> values;
  for (std::size_t i = 0; i < labels.size(); ++i)
  {
    if (labels.data[i] != 0)
    {
      values.push_back(plane.data[i]);
    }
  }
  return values;
}

struct PairColumns
{
  std::vector<double> & pearson;
  std::vector<double> & slope;
  std::vector<double> & overlap;
  std::vector<double> & k_a;
  std::vector<double> & k_b;
  std::vector<double> & manders_a;
  std::vector<double> & manders_b;
  std::vector<double> & rwc_a;
  std::vector<double> & rwc_b;
  std::vector<double> & costes_a;
  std::vector<double> & costes_b;

  std::optional<CostesThresholds> thresholds; ///< of all objects together

  PairColumns(FeatureColumns & columns, const std::string & a, const std::string & b)
    : pearson(columns.Add("Correlation_Correlation_" + a + "_" + b))
    , slope(columns.Add("Correlation_Slope_" + a + "_" + b))
    , overlap(columns.Add("Correlation_Overlap_" + a + "_" + b))
    , k_a(columns.Add("Correlation_K_" + a + "_" + b))
    , k_b(columns.Add("Correlation_K_" + b + "_" + a))
    , manders_a(columns.Add("Correlation_Manders_" + a + "_" + b))
    , manders_b(columns.Add("Correlation_Manders_" + b + "_" + a))
    , rwc_a(columns.Add("Correlation_RWC_" + a + "_" + b))
    , rwc_b(columns.Add("Correlation_RWC_" + b + "_" + a))
    , costes_a(columns.Add("Correlation_Costes_" + a + "_" + b))
    , costes_b(columns.Add("Correlation_Costes_" + b + "_" + a))
  {}

  void
  Set(std::size_t row, const ChannelValues & a, const ChannelValues & b)
  {
    SetLine(row, a.values, b.values);
    SetOverlap(row, a, b);
    SetCostes(row, a.values, b.values);
  }

private:
  void
  SetLine(std::size_t row, const std::vector<double> & a, const std::vector<double> & b)
  {
    const auto   n = static_cast<double>(a.size());
    const double mean_a = std::accumulate(a.begin(), a.end(), 0.0) / n;
    const double mean_b = std::accumulate(b.begin(), b.end(), 0.0) / n;
    double       aa = 0.0, bb = 0.0, ab = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
    {
      aa += (a[i] - mean_a) * (a[i] - mean_a);
      bb += (b[i] - mean_b) * (b[i] - mean_b);
      ab += (a[i] - mean_a) * (b[i] - mean_b);
    }
    const auto constant = [](const std::vector<double> & values) {
      return std::all_of(values.begin(), values.end(), [&](double value) { return value == values[0]; });
    };
    if (!constant(a)) // sums of squares of equal values may leave a rounding error
    {
      slope[row] = ab / aa;
      pearson[row] = constant(b) ? pearson[row] : ab / std::sqrt(aa * bb);
    }
  }

  void
  SetOverlap(std::size_t row, const ChannelValues & a, const ChannelValues & b)
  {
    const auto ranks = static_cast<double>(std::max(a.number_of_ranks, b.number_of_ranks));
    double     aa = 0.0, bb = 0.0, ab = 0.0, sum_a = 0.0, sum_b = 0.0, weighted_a = 0.0, weighted_b = 0.0;
    for (std::size_t i = 0; i < a.values.size(); ++i)
    {
      const double va = a.values[i], vb = b.values[i];
      if (va < a.floor || vb < b.floor)
      {
        continue;
      }
      const double apart = std::abs(static_cast<double>(a.ranks[i]) - static_cast<double>(b.ranks[i]));
      const double weight = (ranks - apart) / ranks;
      aa += va * va;
      bb += vb * vb;
      ab += va * vb;
      sum_a += va;
      sum_b += vb;
      weighted_a += va * weight;
      weighted_b += vb * weight;
    }
    overlap[row] = Ratio(ab, std::sqrt(aa * bb));
    k_a[row] = Ratio(ab, aa);
    k_b[row] = Ratio(ab, bb);
    manders_a[row] = Ratio(sum_a, a.above);
    manders_b[row] = Ratio(sum_b, b.above);
    rwc_a[row] = Ratio(weighted_a, a.above);
    rwc_b[row] = Ratio(weighted_b, b.above);
  }

  void
  SetCostes(std::size_t row, const std::vector<double> & a, const std::vector<double> & b)
  {
    if (!thresholds)
    {
      return;
    }
    double above_a = 0.0, above_b = 0.0, both_a = 0.0, both_b = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
    {
      const bool both = a[i] > thresholds->a && b[i] > thresholds->b;
      above_a += a[i] >= thresholds->a ? a[i] : 0.0;
      above_b += b[i] >= thresholds->b ? b[i] : 0.0;
      both_a += both ? a[i] : 0.0;
      both_b += both ? b[i] : 0.0;
    }
    costes_a[row] = Ratio(both_a, above_a);
    costes_b[row] = Ratio(both_b, above_b);
  }
};
} // namespace

void
CorrelationFeatures::Measure(const ObjectMap & objects, FeatureColumns & columns) const
{
  std::vector<PairColumns> pairs;
  for (std::size_t a = 0; a < m_Planes.size(); ++a)
  {
    for (std::size_t b = a + 1; b < m_Planes.size(); ++b)
    {
      pairs.emplace_back(columns, m_Planes[a].name, m_Planes[b].name);
      pairs.back().thresholds = FindCostesThresholds(
        InObjects(objects.Labels(), m_Planes[a].pixels), InObjects(objects.Labels(), m_Planes[b].pixels), m_Levels);
    }
  }
  if (pairs.empty())
  {
    return;
  }
  std::vector<ChannelValues> channels(m_Planes.size());
  std::vector<std::uint32_t> order;
  for (std::size_t row = 0; row < columns.Rows(); ++row)
  {
    for (std::size_t c = 0; c < channels.size(); ++c)
    {
      objects.Gather(objects.Objects()[row], m_Planes[c].pixels, channels[c].values);
      channels[c].Take(m_Threshold, order);
    }
    std::size_t pair = 0;
    for (std::size_t a = 0; a < channels.size(); ++a)
    {
      for (std::size_t b = a + 1; b < channels.size(); ++b)
      {
        pairs[pair++].Set(row, channels[a], channels[b]);
      }
    }
  }
}
} // namespace pheno
