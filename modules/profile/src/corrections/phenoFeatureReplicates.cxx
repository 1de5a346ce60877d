#include "phenoFeatureFilters.h"
#include "phenoFeatureMeasure.h"
#include "phenoRankStatistics.h"
#include "phenoRequireLength.h"
#include "phenoRowGroups.h"
#include "phenoSampleStatistics.h"

#include <cmath>

namespace pheno
{
namespace
{
/** Rows group after group, and where each group ends. */
struct OrderedGroups
{
  std::vector<std::size_t> rows;
  std::vector<std::size_t> begins;
  std::vector<std::size_t> sizes;
};

OrderedGroups
OrderGroups(const std::vector<RowGroup> & groups)
{
  OrderedGroups ordered;
  for (const RowGroup & group : groups)
  {
    ordered.begins.push_back(ordered.rows.size());
    ordered.sizes.push_back(group.rows.size());
    ordered.rows.insert(ordered.rows.end(), group.rows.begin(), group.rows.end());
  }
  return ordered;
}

/** Treatments, those with most wells first. */
std::vector<RowGroup>
LargestFirst(const LabelColumn & treatments)
{
  std::vector<RowGroup> groups = GroupRows(treatments);
  std::stable_sort(
    groups.begin(), groups.end(), [](const RowGroup & a, const RowGroup & b) { return a.rows.size() > b.rows.size(); });
  return groups;
}

/** Correlations of all pairs of replicate numbers across the treatments that have both, where at least three have. */
std::vector<double>
ReplicateCorrelations(const OrderedGroups & ordered, std::span<const double> values)
{
  constexpr std::size_t kFewest = 3;
  std::vector<double>   correlations;
  std::vector<double>   x;
  std::vector<double>   y;
  for (std::size_t later = 1; ordered.sizes.size() >= kFewest && ordered.sizes[kFewest - 1] > later; ++later)
  {
    for (std::size_t earlier = 0; earlier < later; ++earlier)
    {
      x.clear();
      y.clear();
      for (std::size_t group = 0; group < ordered.sizes.size() && ordered.sizes[group] > later; ++group)
      {
        x.push_back(values[ordered.begins[group] + earlier]);
        y.push_back(values[ordered.begins[group] + later]);
      }
      correlations.push_back(PearsonCorrelation(x, y));
    }
  }
  return correlations;
}
} // namespace

std::vector<DroppedFeature>
FindNoisy(const FeatureView & view, const LabelColumn & treatments, double most, unsigned threads)
{
  RequireLength(treatments.size(), view.matrix.rows, "column of treatments");
  const OrderedGroups ordered = OrderGroups(GroupRows(treatments));
  const auto          noise = [&ordered](std::span<const double> values) {
    std::vector<double> deviations;
    for (std::size_t group = 0; group < ordered.sizes.size(); ++group)
    {
      deviations.push_back(StandardDeviation(values.subspan(ordered.begins[group], ordered.sizes[group]), 0));
    }
    return Mean(deviations);
  };
  return DropFeatures(view,
                      "mean_deviation_within_treatments",
                      MeasureFeatures(view, ordered.rows, threads, noise),
                      most,
                      [most](double value) { return value > most; });
}

std::vector<DroppedFeature>
FindUnreplicated(const FeatureView & view, const LabelColumn & treatments, double minimum, unsigned threads)
{
  RequireLength(treatments.size(), view.matrix.rows, "column of treatments");
  const OrderedGroups ordered = OrderGroups(LargestFirst(treatments));
  if (ordered.sizes.size() < 3 || ordered.sizes[2] < 2)
  {
    const auto replicated =
      std::count_if(ordered.sizes.begin(), ordered.sizes.end(), [](std::size_t size) { return size > 1; });
    throw ProfileError("replicate correlation needs at least three treatments with two wells; " +
                       std::to_string(replicated) + " of " + std::to_string(ordered.sizes.size()) +
                       " treatments have two");
  }
  const auto correlation = [&ordered](std::span<const double> values) {
    return Median(ReplicateCorrelations(ordered, values));
  };
  return DropFeatures(view,
                      "replicate_correlation",
                      MeasureFeatures(view, ordered.rows, threads, correlation),
                      minimum,
                      [minimum](double value) { return !(value >= minimum); });
}
} // namespace pheno
