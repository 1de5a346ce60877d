#include "phenoReplicateCorrelation.h"
#include "phenoProfileError.h"
#include "phenoRankStatistics.h"
#include "phenoSampleStatistics.h"
#include "phenoWithoutNaN.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace pheno
{
namespace
{
constexpr std::size_t kMostReplicates = 50;

/** Correlations of pairs, those undefined as NaN. */
std::vector<double>
Correlate(MatrixView profiles, std::span<const RowPair> pairs)
{
  std::vector<double> values;
  for (const RowPair & pair : pairs)
  {
    if (pair.a >= profiles.rows || pair.b >= profiles.rows)
    {
      throw ProfileError("the pair of rows " + std::to_string(pair.a) + " and " + std::to_string(pair.b) +
                         " was asked for, there are " + std::to_string(profiles.rows) + " profiles");
    }
    const auto a = profiles.Row(pair.a);
    const auto b = profiles.Row(pair.b);
    const auto isNaN = [](double value) { return std::isnan(value); };
    const bool isMissing = std::any_of(a.begin(), a.end(), isNaN) || std::any_of(b.begin(), b.end(), isNaN);
    values.push_back(isMissing ? std::numeric_limits<double>::quiet_NaN() : PearsonCorrelation(a, b));
  }
  return values;
}

std::size_t
FirstRows(const NamedPairs & group)
{
  std::set<std::size_t> rows;
  for (const RowPair & pair : group.pairs)
  {
    rows.insert(pair.a);
  }
  return rows.size();
}

std::size_t
ReplicatesOf(std::span<const NamedPairs> groups)
{
  std::vector<double> counts;
  for (const NamedPairs & group : groups)
  {
    counts.push_back(static_cast<double>(FirstRows(group)));
  }
  return std::min(static_cast<std::size_t>(Median(counts)), kMostReplicates);
}

void
CompareWithNull(ReplicateCorrelation & result)
{
  std::vector<double> medians;
  for (const ReplicateCorrelation::Group & group : result.groups)
  {
    medians.push_back(group.median);
  }
  medians = WithoutNaN(medians);
  result.threshold_right = Quantile(result.null, 0.95);
  result.threshold_left = Quantile(result.null, 0.05);
  const auto share = [&medians](const auto & isBeyond) {
    return static_cast<double>(std::count_if(medians.begin(), medians.end(), isBeyond)) /
           static_cast<double>(medians.size());
  };
  result.percent_right = share([&result](double median) { return median > result.threshold_right; });
  result.percent_left = share([&result](double median) { return median < result.threshold_left; });
  result.percent_both = result.percent_right + result.percent_left;
  result.wasserstein = WassersteinDistance(medians, result.null);
}
} // namespace

ReplicateCorrelation
CorrelateReplicates(MatrixView profiles, std::span<const NamedPairs> groups, std::span<const RowPair> nullPairs)
{
  if (groups.empty() || nullPairs.empty())
  {
    throw ProfileError("replicates are correlated beside a null, got " + std::to_string(groups.size()) +
                       " groups and " + std::to_string(nullPairs.size()) +
                       " null pairs; expected at least one of each");
  }
  ReplicateCorrelation result;
  for (const NamedPairs & group : groups)
  {
    if (group.pairs.empty())
    {
      throw ProfileError("group '" + group.name + "' of replicates has no pair");
    }
    const std::vector<double> values = WithoutNaN(Correlate(profiles, group.pairs));
    result.groups.push_back({ group.name, values.size(), Median(values) });
  }
  result.n_replicates = ReplicatesOf(groups);
  if (nullPairs.size() % result.n_replicates != 0)
  {
    throw ProfileError(std::to_string(nullPairs.size()) + " null pairs for samples of " +
                       std::to_string(result.n_replicates) + "; expected a multiple");
  }
  const std::vector<double> values = Correlate(profiles, nullPairs);
  for (std::size_t first = 0; first < values.size(); first += result.n_replicates)
  {
    result.null.push_back(Median(std::span(values).subspan(first, result.n_replicates)));
  }
  CompareWithNull(result);
  return result;
}

double
WassersteinDistance(std::span<const double> a, std::span<const double> b)
{
  std::vector<double> as = WithoutNaN(a);
  std::vector<double> bs = WithoutNaN(b);
  if (as.empty() || bs.empty())
  {
    return std::numeric_limits<double>::quiet_NaN();
  }
  std::sort(as.begin(), as.end());
  std::sort(bs.begin(), bs.end());
  std::vector<double> all;
  std::merge(as.begin(), as.end(), bs.begin(), bs.end(), std::back_inserter(all));
  const auto shareBelow = [](const std::vector<double> & sorted, double value) {
    return static_cast<double>(std::upper_bound(sorted.begin(), sorted.end(), value) - sorted.begin()) /
           static_cast<double>(sorted.size());
  };
  double area = 0;
  for (std::size_t i = 0; i + 1 < all.size(); ++i)
  {
    area += std::abs(shareBelow(as, all[i]) - shareBelow(bs, all[i])) * (all[i + 1] - all[i]);
  }
  return area;
}
} // namespace pheno
