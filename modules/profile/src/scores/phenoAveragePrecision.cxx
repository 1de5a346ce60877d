#include "phenoAveragePrecision.h"
#include "phenoPairPlan.h"
#include "phenoParallelFor.h"
#include "phenoProfileError.h"
#include "phenoSimilarity.h"
#include "phenoTieLevels.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace pheno
{
namespace
{
constexpr std::size_t kQueriesPerTile = 128;
constexpr std::size_t kColumnsPerTile = 256;
constexpr std::size_t kSmallestCut = 16;

/** Cuts rows that are sorted by their negative codes into tiles, at a change of code where a tile is worth its own, so
 * that whole tiles without negatives can be skipped. */
std::vector<std::span<const std::size_t>>
CutTiles(std::span<const std::size_t> rows, const std::vector<PairPlan::Codes> & codes, std::size_t largest)
{
  const auto changes = [&codes](std::size_t a, std::size_t b) {
    return std::any_of(codes.begin(), codes.end(), [a, b](const auto & code) { return code[a] != code[b]; });
  };
  std::vector<std::span<const std::size_t>> tiles;
  std::size_t                               first = 0;
  for (std::size_t i = 1; i <= rows.size(); ++i)
  {
    const std::size_t length = i - first;
    if (i == rows.size() || length == largest || (length >= kSmallestCut && changes(rows[i - 1], rows[i])))
    {
      tiles.push_back(rows.subspan(first, length));
      first = i;
    }
  }
  return tiles;
}

/** Ranks the queries of one plan, a tile of queries at a time. */
class QueryRanking
{
public:
  QueryRanking(const Similarity & similarity, const PairPlan & plan, const AveragePrecisionOptions & options)
    : m_Similarity(similarity)
    , m_Plan(plan)
    , m_Options(options)
  {
    for (const auto & group : plan.negativeGroups)
    {
      m_ColumnTiles.push_back(CutTiles(group, plan.negativeDiffer, kColumnsPerTile));
    }
    this->CutQueries();
  }

  AveragePrecisions
  Run() const
  {
    const std::size_t count = m_Plan.queries.size();
    AveragePrecisions result{ std::vector<double>(count),
                              std::vector<std::size_t>(count),
                              std::vector<std::size_t>(count) };
    ParallelFor(m_QueryTiles.size(), m_Options.threads, [&](std::size_t tile) { this->RunTile(tile, result); });
    return result;
  }

private:
  /** Queries in the order of their negative group, negative codes and positive group, cut like the columns. */
  void
  CutQueries()
  {
    m_Order.resize(m_Plan.queries.size());
    std::iota(m_Order.begin(), m_Order.end(), std::size_t{ 0 });
    std::vector<std::size_t> place(m_Similarity.Rows());
    for (const auto & group : m_Plan.negativeGroups)
    {
      for (std::size_t i = 0; i < group.size(); ++i)
      {
        place[group[i]] = i;
      }
    }
    const auto key = [this, &place](std::size_t query) {
      const PairPlan::Query & each = m_Plan.queries[query];
      return std::make_tuple(each.negatives, place[each.row], query);
    };
    std::sort(m_Order.begin(), m_Order.end(), [&key](std::size_t a, std::size_t b) { return key(a) < key(b); });
    std::vector<std::size_t> rows;
    for (const std::size_t query : m_Order)
    {
      rows.push_back(m_Plan.queries[query].row);
    }
    for (std::size_t first = 0; first < m_Order.size();)
    {
      const auto                         begin = m_Order.begin() + first;
      const auto                         end = std::find_if(begin, m_Order.end(), [this, begin](std::size_t query) {
        return m_Plan.queries[query].negatives != m_Plan.queries[*begin].negatives;
      });
      const std::span<const std::size_t> group = std::span(rows).subspan(first, end - begin);
      for (const auto & tile : CutTiles(group, m_Plan.negativeDiffer, kQueriesPerTile))
      {
        this->AddTile(first, tile.size());
        first += tile.size();
      }
    }
  }

  /** Inside a tile the queries stand in the order of their positive groups. */
  void
  AddTile(std::size_t first, std::size_t count)
  {
    std::stable_sort(m_Order.begin() + first, m_Order.begin() + first + count, [this](std::size_t a, std::size_t b) {
      return m_Plan.queries[a].positives < m_Plan.queries[b].positives;
    });
    m_QueryTiles.emplace_back(m_Order.data() + first, count);
  }

  void
  RunTile(std::size_t index, AveragePrecisions & result) const
  {
    const std::span<const std::size_t> tile = m_QueryTiles[index];
    std::vector<std::size_t>           rows(tile.size());
    std::transform(
      tile.begin(), tile.end(), rows.begin(), [this](std::size_t query) { return m_Plan.queries[query].row; });
    Similarity::Workspace  workspace;
    std::vector<TieLevels> levels(tile.size());
    this->RankPositives(tile, rows, workspace, levels, result);
    this->RankNegatives(m_Plan.queries[tile.front()].negatives, rows, workspace, levels);
    for (std::size_t i = 0; i < tile.size(); ++i)
    {
      result.ap[tile[i]] = levels[i].AveragePrecision(m_Options.ties);
      result.n_total[tile[i]] = result.n_pos[tile[i]] + levels[i].Negatives();
    }
  }

  void
  RankPositives(std::span<const std::size_t>     tile,
                const std::vector<std::size_t> & rows,
                Similarity::Workspace &          workspace,
                std::vector<TieLevels> &         levels,
                AveragePrecisions &              result) const
  {
    std::vector<double> scores;
    for (std::size_t first = 0; first < tile.size();)
    {
      const std::size_t group = m_Plan.queries[tile[first]].positives;
      std::size_t       last = first + 1;
      while (last < tile.size() && m_Plan.queries[tile[last]].positives == group)
      {
        ++last;
      }
      const std::vector<std::size_t> & columns = m_Plan.positiveGroups[group];
      m_Similarity.Score(std::span(rows).subspan(first, last - first), columns, workspace);
      for (std::size_t i = first; i < last; ++i)
      {
        scores.clear();
        for (std::size_t column = 0; column < columns.size(); ++column)
        {
          if (m_Plan.IsPositive(rows[i], columns[column]))
          {
            scores.push_back(workspace.scores(i - first, column));
          }
        }
        result.n_pos[tile[i]] = scores.size();
        levels[i].Reset(scores);
      }
      first = last;
    }
  }

  void
  RankNegatives(std::size_t                      group,
                const std::vector<std::size_t> & rows,
                Similarity::Workspace &          workspace,
                std::vector<TieLevels> &         levels) const
  {
    for (const std::span<const std::size_t> columns : m_ColumnTiles[group])
    {
      if (m_Plan.NoNegatives(rows, columns))
      {
        continue;
      }
      m_Similarity.Score(rows, columns, workspace);
      for (std::size_t i = 0; i < rows.size(); ++i)
      {
        const auto scores = workspace.scores.Row(i);
        for (std::size_t column = 0; column < columns.size(); ++column)
        {
          if (m_Plan.IsNegative(rows[i], columns[column]))
          {
            levels[i].AddNegative(scores[column]);
          }
        }
      }
    }
  }

  const Similarity &                                     m_Similarity;
  const PairPlan &                                       m_Plan;
  const AveragePrecisionOptions &                        m_Options;
  std::vector<std::vector<std::span<const std::size_t>>> m_ColumnTiles; ///< of each negative group
  std::vector<std::size_t>                               m_Order;       ///< of queries
  std::vector<std::span<const std::size_t>>              m_QueryTiles;
};
} // namespace

AveragePrecisions
AveragePrecision(MatrixView                      profiles,
                 const MetadataColumns &         metadata,
                 const PairRules &               rules,
                 const AveragePrecisionOptions & options)
{
  const PairPlan   plan = PlanPairs(rules, metadata, profiles.rows);
  const Similarity similarity(profiles, options.distance);
  return QueryRanking(similarity, plan, options).Run();
}

AveragePrecisions
MultiLabelAveragePrecision(MatrixView                                    profiles,
                           const MetadataColumns &                       metadata,
                           const std::string &                           labelColumn,
                           const std::vector<std::vector<std::string>> & labels,
                           const PairRules &                             rules,
                           const AveragePrecisionOptions &               options,
                           std::vector<LabelQuery> &                     queries)
{
  const PairPlan   plan = PlanLabelPairs(rules, metadata, labelColumn, labels, profiles.rows, queries);
  const Similarity similarity(profiles, options.distance);
  return QueryRanking(similarity, plan, options).Run();
}

void
RequirePairs(const AveragePrecisions & result, const PairRules & rules)
{
  const auto words = [](const std::vector<std::string> & columns) {
    std::string text;
    for (const std::string & column : columns)
    {
      text += (text.empty() ? "" : ", ") + column;
    }
    return text.empty() ? std::string("-") : text;
  };
  const std::string count = std::to_string(result.ap.size());
  if (std::all_of(result.n_pos.begin(), result.n_pos.end(), [](std::size_t n) { return n == 0; }))
  {
    throw ProfileError("no positive pair among " + count + " queries (same: " + words(rules.pos_sameby) +
                       "; different: " + words(rules.pos_diffby) + ")");
  }
  if (result.n_pos == result.n_total)
  {
    throw ProfileError("no negative pair among " + count + " queries (same: " + words(rules.neg_sameby) +
                       "; different: " + words(rules.neg_diffby) + ")");
  }
}
} // namespace pheno
