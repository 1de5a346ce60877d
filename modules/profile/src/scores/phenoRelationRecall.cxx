#include "phenoRelationRecall.h"
#include "phenoFiniteValues.h"
#include "phenoParallelFor.h"
#include "phenoSimilarity.h"
#include "phenoWithoutNaN.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>

namespace pheno
{
namespace
{
constexpr double      kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kFewestEntities = 20;
constexpr std::size_t kTile = 256;

/** Where values stand in a null distribution that is seen one value after the other. Equal intervals between the
 * smallest and the largest value, two a value, say where in the order to look. */
class NullRanks
{
public:
  explicit NullRanks(std::vector<double> values)
    : m_Values(std::move(values))
  {
    std::sort(m_Values.begin(), m_Values.end());
    m_Values.erase(std::unique(m_Values.begin(), m_Values.end()), m_Values.end());
    m_Below.assign(m_Values.size() + 1, 0);
    m_Equal.assign(m_Values.size() + 1, 0);
    const std::size_t intervals = std::max<std::size_t>(2 * m_Values.size(), 1);
    const double      range = m_Values.empty() ? 0 : m_Values.back() - m_Values.front();
    const double      density = static_cast<double>(intervals) / range;
    m_IntervalsPerUnit = range > 0 && std::isfinite(density) && std::isfinite(range) ? density : 0;
    m_First.assign(intervals + 1, m_Values.size());
    for (std::size_t place = m_Values.size(); place-- > 0;)
    {
      m_First[this->IntervalOf(m_Values[place])] = place;
    }
    for (std::size_t interval = intervals; interval-- > 0;)
    {
      m_First[interval] = std::min(m_First[interval], m_First[interval + 1]);
    }
  }

  void
  Add(double null)
  {
    const std::size_t place = this->PlaceOf(null);
    const bool        isEqual = place < m_Values.size() && m_Values[place] == null;
    ++(isEqual ? m_Equal : m_Below)[place];
  }
  void
  Add(const NullRanks & other)
  {
    for (std::size_t i = 0; i < m_Below.size(); ++i)
    {
      m_Below[i] += other.m_Below[i];
      m_Equal[i] += other.m_Equal[i];
    }
  }

  /** Once all of the null has been added. */
  void
  Finish()
  {
    for (std::size_t i = 1; i < m_Below.size(); ++i)
    {
      m_Below[i] += m_Below[i - 1] + m_Equal[i - 1];
    }
  }
  bool
  IsExtreme(double value, const RecallThresholds & thresholds) const
  {
    const std::size_t place = this->PlaceOf(value);
    const double      total = static_cast<double>(m_Below.back());
    const double      below = static_cast<double>(m_Below[place]);
    const double      atMost = static_cast<double>(m_Below[place] + m_Equal[place]);
    return atMost / total <= thresholds.left || below / total >= thresholds.right;
  }

private:
  /** 0 for all where the values span no interval, or an infinite one. */
  std::size_t
  IntervalOf(double value) const
  {
    const double last = static_cast<double>(m_First.size() - 2);
    return m_IntervalsPerUnit == 0
             ? 0
             : static_cast<std::size_t>(std::clamp((value - m_Values.front()) * m_IntervalsPerUnit, 0.0, last));
  }
  /** The first of the values that is not below this one. */
  std::size_t
  PlaceOf(double value) const
  {
    if (m_Values.empty())
    {
      return 0;
    }
    const std::size_t interval = this->IntervalOf(value);
    const auto        first = m_Values.begin() + static_cast<std::ptrdiff_t>(m_First[interval]);
    const auto        last = m_Values.begin() + static_cast<std::ptrdiff_t>(m_First[interval + 1]);
    return static_cast<std::size_t>(std::lower_bound(first, last, value) - m_Values.begin());
  }

  std::vector<double>      m_Values; ///< different ones, ascending
  double                   m_IntervalsPerUnit = 0;
  std::vector<std::size_t> m_First; ///< place of the first value of an interval or of one behind it
  std::vector<std::size_t> m_Below; ///< null values between a value and the one before; after Finish() all below it
  std::vector<std::size_t> m_Equal;
};

void
CheckThresholds(const RecallThresholds & thresholds)
{
  if (!(thresholds.left >= 0 && thresholds.left <= thresholds.right && thresholds.right <= 1))
  {
    throw ProfileError("recall beyond the shares " + std::to_string(thresholds.left) + " and " +
                       std::to_string(thresholds.right) + " was asked for; expected 0 <= left <= right <= 1");
  }
}

/** Which of the values are extreme. */
RowMask
ExtremeOf(const NullRanks & ranks, const std::vector<double> & query, const RecallThresholds & thresholds)
{
  RowMask extreme;
  for (const double value : query)
  {
    extreme.push_back(ranks.IsExtreme(value, thresholds));
  }
  return extreme;
}

double
ShareOf(const RowMask & mask)
{
  const auto marked = std::count_if(mask.begin(), mask.end(), [](char each) { return each != 0; });
  return mask.empty() ? kNaN : static_cast<double>(marked) / static_cast<double>(mask.size());
}

std::map<std::string, std::size_t>
RowsByName(const LabelColumn & names)
{
  std::map<std::string, std::size_t> rows;
  for (std::size_t row = 0; row < names.size(); ++row)
  {
    if (!rows.emplace(names[row], row).second)
    {
      throw ProfileError("'" + names[row] + "' has two profiles; relations need one profile a name: aggregate first");
    }
  }
  if (names.size() < kFewestEntities)
  {
    throw ProfileError("relations among " + std::to_string(names.size()) +
                       " profiles were asked for; expected at least " + std::to_string(kFewestEntities));
  }
  return rows;
}

using RowPairs = std::set<std::pair<std::size_t, std::size_t>>;

/** The different relations inside the map, as pairs of rows. */
RowPairs
PairsInMap(const std::vector<Relation> &              relations,
           const std::map<std::string, std::size_t> & rows,
           RelationRecall &                           result)
{
  RowPairs pairs;
  for (const Relation & relation : relations)
  {
    const auto first = rows.find(relation.first);
    const auto second = rows.find(relation.second);
    if (relation.first == relation.second)
    {
      ++result.n_self;
    }
    else if (first == rows.end() || second == rows.end())
    {
      ++result.n_not_in_map;
    }
    else
    {
      result.n_repeated += !pairs.insert(std::minmax(first->second, second->second)).second;
    }
  }
  result.n_relations = pairs.size();
  result.pairs.assign(pairs.begin(), pairs.end());
  return pairs;
}

/** Cosines of single pairs, as the tiles give them. */
std::vector<double>
CosinesOf(const RowPairs & pairs, const Similarity & similarity)
{
  Similarity::Workspace workspace;
  std::vector<double>   values;
  for (auto pair = pairs.begin(); pair != pairs.end();)
  {
    const std::size_t        query[] = { pair->first };
    std::vector<std::size_t> columns;
    for (; pair != pairs.end() && pair->first == query[0]; ++pair)
    {
      columns.push_back(pair->second);
    }
    similarity.Score(query, columns, workspace);
    values.insert(values.end(), workspace.scores.Row(0).begin(), workspace.scores.Row(0).begin() + columns.size());
  }
  return values;
}

/** Adds the cosines of all pairs of rows. */
void
AddAllPairs(NullRanks & ranks, const Similarity & similarity, unsigned threads)
{
  std::vector<std::size_t> rows(similarity.Rows());
  std::iota(rows.begin(), rows.end(), std::size_t{ 0 });
  const std::size_t tiles = (rows.size() + kTile - 1) / kTile;
  const std::size_t workers = std::max(1u, threads);
  const NullRanks   empty = ranks;
  std::mutex        merging;
  ParallelFor(workers, threads, [&](std::size_t worker) {
    NullRanks             own = empty;
    Similarity::Workspace workspace;
    for (std::size_t tile = worker; tile < tiles; tile += workers)
    {
      const auto queries = std::span(rows).subspan(tile * kTile, std::min(kTile, rows.size() - tile * kTile));
      for (std::size_t first = tile * kTile; first < rows.size(); first += kTile)
      {
        const auto columns = std::span(rows).subspan(first, std::min(kTile, rows.size() - first));
        similarity.Score(queries, columns, workspace);
        for (std::size_t i = 0; i < queries.size(); ++i)
        {
          for (std::size_t j = 0; j < columns.size(); ++j)
          {
            if (queries[i] < columns[j])
            {
              own.Add(workspace.scores(i, j));
            }
          }
        }
      }
    }
    const std::lock_guard<std::mutex> lock(merging);
    ranks.Add(own);
  });
}

} // namespace

double
TwoSidedRecall(std::span<const double> null, std::span<const double> query, const RecallThresholds & thresholds)
{
  CheckThresholds(thresholds);
  const std::vector<double> nulls = WithoutNaN(null);
  const std::vector<double> values = WithoutNaN(query);
  if (nulls.empty())
  {
    return kNaN;
  }
  NullRanks ranks(values);
  for (const double value : nulls)
  {
    ranks.Add(value);
  }
  ranks.Finish();
  return ShareOf(ExtremeOf(ranks, values, thresholds));
}

Interval
BootstrapRecall(const RelationRecall & found, std::size_t thresholds, const BootstrapOptions & options)
{
  std::map<std::size_t, std::size_t> numbers; // of the rows that have relations
  for (const auto & [first, second] : found.pairs)
  {
    numbers[first] = 0;
    numbers[second] = 0;
  }
  std::size_t count = 0;
  for (auto & [row, number] : numbers)
  {
    number = count++;
  }
  std::vector<std::pair<std::size_t, std::size_t>> ends;
  for (const auto & [first, second] : found.pairs)
  {
    ends.emplace_back(numbers.at(first), numbers.at(second));
  }
  const RowMask &     extreme = found.extreme[thresholds];
  std::vector<double> times(count);
  return Bootstrap(
    count,
    [&](std::span<const std::size_t> drawn) {
      std::fill(times.begin(), times.end(), 0.0);
      for (const std::size_t number : drawn)
      {
        ++times[number];
      }
      double all = 0;
      double recalled = 0;
      for (std::size_t i = 0; i < ends.size(); ++i)
      {
        const double weight = times[ends[i].first] * times[ends[i].second];
        all += weight;
        recalled += extreme[i] != 0 ? weight : 0;
      }
      return all > 0 ? recalled / all : kNaN;
    },
    options);
}

std::vector<RelationRecall>
ScoreRelations(MatrixView                             features,
               const LabelColumn &                    names,
               std::span<const std::vector<Relation>> lists,
               std::span<const RecallThresholds>      thresholds,
               unsigned                               threads)
{
  if (names.size() != features.rows)
  {
    throw ProfileError("relations among " + std::to_string(features.rows) + " profiles got " +
                       std::to_string(names.size()) + " names; expected equally many");
  }
  const std::map<std::string, std::size_t> rows = RowsByName(names);
  std::for_each(thresholds.begin(), thresholds.end(), CheckThresholds);
  RequireFinite(features, "relation recall");
  const Similarity                 similarity(features, Distance::Cosine);
  std::vector<RelationRecall>      results(lists.size());
  std::vector<std::vector<double>> cosines;
  std::vector<double>              all;
  for (std::size_t list = 0; list < lists.size(); ++list)
  {
    cosines.push_back(CosinesOf(PairsInMap(lists[list], rows, results[list]), similarity));
    all.insert(all.end(), cosines.back().begin(), cosines.back().end());
  }
  NullRanks ranks(std::move(all));
  AddAllPairs(ranks, similarity, threads);
  ranks.Finish();
  for (std::size_t list = 0; list < lists.size(); ++list)
  {
    results[list].n_null = features.rows * (features.rows - 1) / 2;
    for (const RecallThresholds & each : thresholds)
    {
      results[list].extreme.push_back(ExtremeOf(ranks, cosines[list], each));
      results[list].recall.push_back(ShareOf(results[list].extreme.back()));
    }
  }
  return results;
}
} // namespace pheno
