#include "phenoPercentReplicating.h"
#include "phenoPairTiles.h"
#include "phenoProfileError.h"
#include "phenoRandomSubsets.h"
#include "phenoRowGroups.h"
#include "phenoSampleStatistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

namespace pheno
{
namespace
{
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/** What each row of a group was drawn from, numbered by first appearance: 0, 1, 2 for three replicates, 0, 0, 1 for two
 * rows of one compound and one of another. Pairs of different sources count. */
using Sources = std::vector<std::size_t>;

/** Orders the rows of a group by what they are apart in, those with most rows first, and numbers it: groups that differ
 * in nothing but the names of their sources get the same numbers. */
Sources
SourcesOf(std::vector<std::size_t> & rows, const LabelColumn & apart)
{
  Sources sources;
  if (apart.empty())
  {
    sources.resize(rows.size());
    std::iota(sources.begin(), sources.end(), std::size_t{ 0 });
    return sources;
  }
  std::map<std::string, std::vector<std::size_t>> rowsOf;
  for (const std::size_t row : rows)
  {
    rowsOf[apart[row]].push_back(row);
  }
  std::vector<std::vector<std::size_t>> bySize;
  for (auto & [name, own] : rowsOf)
  {
    bySize.push_back(std::move(own));
  }
  std::stable_sort(bySize.begin(), bySize.end(), [](const auto & a, const auto & b) { return a.size() > b.size(); });
  rows.clear();
  for (std::size_t source = 0; source < bySize.size(); ++source)
  {
    rows.insert(rows.end(), bySize[source].begin(), bySize[source].end());
    sources.insert(sources.end(), bySize[source].size(), source);
  }
  return sources;
}

/** Rows without a single defined correlation tell nothing. */
bool
IsUsable(std::span<const double> row)
{
  return std::all_of(row.begin(), row.end(), [](double value) { return std::isfinite(value); }) &&
         std::any_of(row.begin(), row.end(), [row](double value) { return value != row.front(); });
}

/** Rows that stand in for those of a group: each source is another one of `pool`. */
std::vector<std::vector<std::size_t>>
DrawSamples(const std::vector<RowGroup> & pool, const Sources & sources, const PercentReplicatingOptions & options)
{
  const std::size_t                     count = sources.back() + 1;
  SubsetStream                          random(MixSeeds({ options.seed, sources.size(), count }));
  std::vector<std::size_t>              chosen;
  std::vector<std::vector<std::size_t>> samples(options.null_size, std::vector<std::size_t>(sources.size()));
  for (std::vector<std::size_t> & sample : samples)
  {
    random.Subset(count, pool.size(), chosen);
    random.Shuffle(chosen); // the subset comes ascending; positions must not follow the names
    std::transform(sources.begin(), sources.end(), sample.begin(), [&](std::size_t source) {
      const std::vector<std::size_t> & rows = pool[chosen[source]].rows;
      return rows[random.Below(rows.size())];
    });
  }
  return samples;
}

/** Correlations of the pairs of positions that count, NaN left out. */
std::vector<double>
CorrelationsOf(const std::vector<std::size_t> & rows, const Sources & sources, const PairCorrelations & correlations)
{
  std::vector<double> values;
  Matrix              scores;
  for (std::size_t first = 0; first < rows.size(); first += kPairQueries)
  {
    const auto others = std::span(rows).subspan(first);
    const auto queries = others.first(std::min(kPairQueries, others.size()));
    correlations.Score(queries, others, scores);
    for (std::size_t i = 0; i < queries.size(); ++i)
    {
      for (std::size_t j = i + 1; j < others.size(); ++j)
      {
        if (sources[first + i] != sources[first + j] && !std::isnan(scores(i, j)))
        {
          values.push_back(scores(i, j));
        }
      }
    }
  }
  return values;
}

std::vector<double>
NullMedians(const PairCorrelations &                      correlations,
            const Sources &                               sources,
            const std::vector<std::vector<std::size_t>> & samples,
            unsigned                                      threads)
{
  std::vector<double> medians(samples.size());
  ParallelFor(samples.size(), threads, [&](std::size_t sample) {
    medians[sample] = Median(CorrelationsOf(samples[sample], sources, correlations));
  });
  return medians;
}

void
CompareWithNull(ReplicatingGroup & group, const std::vector<double> & medians, double level)
{
  group.threshold = Quantile(medians, level);
  const auto atLeast =
    std::count_if(medians.begin(), medians.end(), [&group](double median) { return median >= group.median; });
  group.p = static_cast<double>(1 + atLeast) / static_cast<double>(1 + medians.size());
}

PercentReplicating
Count(std::vector<ReplicatingGroup> groups)
{
  PercentReplicating result;
  std::size_t        above = 0;
  for (const ReplicatingGroup & group : groups)
  {
    const bool hasPairs = !std::isnan(group.median);
    const bool hasNull = !std::isnan(group.threshold);
    result.n_without_pairs += !hasPairs;
    result.n_without_null += hasPairs && !hasNull;
    result.n_scored += hasPairs && hasNull;
    above += hasPairs && hasNull && group.median > group.threshold;
  }
  result.value = result.n_scored == 0 ? kNaN : static_cast<double>(above) / static_cast<double>(result.n_scored);
  result.groups = std::move(groups);
  return result;
}
} // namespace

PercentReplicating
ScorePercentReplicating(MatrixView                        profiles,
                        const LabelColumn &               labels,
                        const LabelColumn &               apart,
                        const PercentReplicatingOptions & options)
{
  if (labels.size() != profiles.rows || (!apart.empty() && apart.size() != profiles.rows))
  {
    throw ProfileError("percent replicating of " + std::to_string(profiles.rows) + " profiles got " +
                       std::to_string(labels.size()) + " labels and " + std::to_string(apart.size()) +
                       " labels to be apart; expected equally many");
  }
  if (!(options.level > 0 && options.level < 1) || options.null_size == 0)
  {
    throw ProfileError("percent replicating was asked for at level " + std::to_string(options.level) + " of " +
                       std::to_string(options.null_size) +
                       " null samples; expected a level in (0, 1) and at least one sample");
  }
  std::vector<RowGroup>                       groups = GroupRows(labels);
  std::vector<RowGroup>                       pool = apart.empty() ? groups : GroupRows(apart);
  std::vector<ReplicatingGroup>               results;
  std::map<Sources, std::vector<std::size_t>> alike; // groups that share a null
  const PairCorrelations                      correlations(profiles, options.correlation);
  const auto                                  isUseless = [&](std::size_t row) { return !IsUsable(profiles.Row(row)); };
  for (std::size_t i = 0; i < groups.size(); ++i)
  {
    std::vector<std::size_t> & rows = groups[i].rows;
    std::erase_if(rows, isUseless);
    const Sources             sources = SourcesOf(rows, apart);
    const std::vector<double> values = CorrelationsOf(rows, sources, correlations);
    results.push_back({ groups[i].key.front(), rows.size(), values.size(), Median(values), kNaN, kNaN });
    if (!std::isnan(results[i].median))
    {
      alike[sources].push_back(i);
    }
  }
  for (RowGroup & group : pool)
  {
    std::erase_if(group.rows, isUseless);
  }
  std::erase_if(pool, [](const RowGroup & group) { return group.rows.empty(); });
  for (const auto & [sources, members] : alike)
  {
    if (sources.back() + 1 > pool.size())
    {
      continue;
    }
    const std::vector<double> medians =
      NullMedians(correlations, sources, DrawSamples(pool, sources, options), options.threads);
    for (const std::size_t member : members)
    {
      CompareWithNull(results[member], medians, options.level);
    }
  }
  return Count(std::move(results));
}
} // namespace pheno
