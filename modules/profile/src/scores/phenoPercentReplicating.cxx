#include "phenoPercentReplicating.h"
#include "phenoParallelFor.h"
#include "phenoProfileError.h"
#include "phenoRandomSubsets.h"
#include "phenoRowGroups.h"
#include "phenoSampleStatistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace pheno
{
namespace
{
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/** What each row of a group was drawn from, numbered by first appearance: 0, 1, 2 for three replicates, 0, 0, 1 for two
 * rows of one compound and one of another. Pairs of different sources count. */
using Sources = std::vector<std::size_t>;

using PositionPairs = std::vector<std::pair<std::size_t, std::size_t>>;

PositionPairs
CountingPairs(const Sources & sources)
{
  PositionPairs pairs;
  for (std::size_t i = 0; i < sources.size(); ++i)
  {
    for (std::size_t j = i + 1; j < sources.size(); ++j)
    {
      if (sources[i] != sources[j])
      {
        pairs.emplace_back(i, j);
      }
    }
  }
  return pairs;
}

/** Orders the rows of a group by what they are apart in, and numbers it. */
Sources
SourcesOf(std::vector<std::size_t> & rows, const LabelColumn & apart)
{
  Sources sources;
  if (!apart.empty())
  {
    std::stable_sort(rows.begin(), rows.end(), [&apart](std::size_t a, std::size_t b) { return apart[a] < apart[b]; });
  }
  for (std::size_t i = 0; i < rows.size(); ++i)
  {
    const bool isNew = i == 0 || apart.empty() || apart[rows[i]] != apart[rows[i - 1]];
    sources.push_back(i == 0 ? 0 : sources.back() + isNew);
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

std::vector<double>
NullMedians(const PairCorrelations &                      correlations,
            const PositionPairs &                         pairs,
            const std::vector<std::vector<std::size_t>> & samples,
            unsigned                                      threads)
{
  std::vector<double> medians(samples.size());
  ParallelFor(samples.size(), threads, [&](std::size_t sample) {
    Matrix              scores;
    std::vector<double> values(pairs.size());
    correlations.Score(samples[sample], samples[sample], scores);
    std::transform(pairs.begin(), pairs.end(), values.begin(), [&scores](const auto & pair) {
      return scores(pair.first, pair.second);
    });
    medians[sample] = Median(values);
  });
  return medians;
}

void
SetMedian(ReplicatingGroup &               group,
          const std::vector<std::size_t> & rows,
          const PositionPairs &            pairs,
          const PairCorrelations &         correlations)
{
  Matrix              scores;
  std::vector<double> values;
  correlations.Score(rows, rows, scores);
  for (const auto & [i, j] : pairs)
  {
    if (!std::isnan(scores(i, j)))
    {
      values.push_back(scores(i, j));
    }
  }
  group.n_pairs = values.size();
  group.median = Median(values);
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
    const Sources       sources = SourcesOf(rows, apart);
    const PositionPairs pairs = CountingPairs(sources);
    results.push_back({ groups[i].key.front(), rows.size(), 0, kNaN, kNaN, kNaN });
    if (!pairs.empty())
    {
      SetMedian(results[i], rows, pairs, correlations);
    }
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
      NullMedians(correlations, CountingPairs(sources), DrawSamples(pool, sources, options), options.threads);
    for (const std::size_t member : members)
    {
      CompareWithNull(results[member], medians, options.level);
    }
  }
  return Count(std::move(results));
}
} // namespace pheno
