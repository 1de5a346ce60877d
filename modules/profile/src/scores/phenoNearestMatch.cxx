#include "phenoNearestMatch.h"
#include "phenoLabelCodes.h"
#include "phenoParallelFor.h"
#include "phenoProfileError.h"
#include "phenoSimilarity.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace pheno
{
namespace
{
constexpr std::size_t kQueriesPerTile = 128;
constexpr std::size_t kColumnsPerTile = 256;

/** The label columns as codes. */
struct Codes
{
  std::vector<int>              labels;
  std::vector<std::vector<int>> excluded;

  bool
  Admissible(std::size_t query, std::size_t row) const
  {
    return query != row && std::all_of(excluded.begin(), excluded.end(), [query, row](const std::vector<int> & codes) {
             return codes[query] != codes[row];
           });
  }
};

void
CheckColumns(std::size_t rows, const LabelColumn & labels, std::span<const LabelColumn> excluded)
{
  const auto check = [rows](const LabelColumn & column, const char * what) {
    if (column.size() != rows)
    {
      throw ProfileError(std::string(what) + " has " + std::to_string(column.size()) + " entries for " +
                         std::to_string(rows) + " profiles");
    }
  };
  check(labels, "the label column");
  for (const LabelColumn & column : excluded)
  {
    check(column, "a column of excluded matches");
  }
}

/** What one query saw. */
struct Neighbourhood
{
  std::ptrdiff_t nearest = NearestMatch::kNone;
  double         score = -std::numeric_limits<double>::infinity();
  std::size_t    candidates = 0;
  std::size_t    matching = 0; ///< candidates with the query's label
};

/** Looks at every admissible row for a tile of queries. */
void
SearchTile(const Similarity &           similarity,
           const Codes &                codes,
           std::span<const std::size_t> rows,
           std::size_t                  first,
           std::span<Neighbourhood>     found)
{
  Similarity::Workspace workspace;
  const auto            queries = rows.subspan(first, found.size());
  for (std::size_t begin = 0; begin < rows.size(); begin += kColumnsPerTile)
  {
    const auto columns = rows.subspan(begin, std::min(kColumnsPerTile, rows.size() - begin));
    similarity.Score(queries, columns, workspace);
    for (std::size_t query = 0; query < queries.size(); ++query)
    {
      Neighbourhood & each = found[query];
      for (std::size_t column = 0; column < columns.size(); ++column)
      {
        if (!similarity.Defined(columns[column]) || !codes.Admissible(queries[query], columns[column]))
        {
          continue;
        }
        ++each.candidates;
        each.matching += codes.labels[columns[column]] == codes.labels[queries[query]];
        if (workspace.scores(query, column) > each.score)
        {
          each.score = workspace.scores(query, column);
          each.nearest = static_cast<std::ptrdiff_t>(columns[column]);
        }
      }
    }
  }
}

NearestMatch
Count(const std::vector<Neighbourhood> & found, const LabelColumn & labels, bool skipImpossible)
{
  NearestMatch result;
  std::size_t  correct = 0;
  double       chance = 0;
  for (std::size_t row = 0; row < found.size(); ++row)
  {
    const Neighbourhood & each = found[row];
    result.nearest.push_back(each.nearest);
    result.correct.push_back(std::numeric_limits<double>::quiet_NaN());
    if (each.nearest == NearestMatch::kNone)
    {
      ++result.n_without_candidate;
      continue;
    }
    result.n_impossible += each.matching == 0;
    if (each.matching == 0 && skipImpossible)
    {
      continue;
    }
    ++result.n_evaluated;
    const bool isCorrect = labels[each.nearest] == labels[row];
    result.correct.back() = isCorrect;
    correct += isCorrect;
    chance += static_cast<double>(each.matching) / static_cast<double>(each.candidates);
  }
  if (result.n_evaluated > 0)
  {
    result.accuracy = static_cast<double>(correct) / static_cast<double>(result.n_evaluated);
    result.chance = chance / static_cast<double>(result.n_evaluated);
  }
  return result;
}
} // namespace

NearestMatch
MatchNearest(MatrixView                   profiles,
             const LabelColumn &          labels,
             std::span<const LabelColumn> excluded,
             const NearestMatchOptions &  options)
{
  CheckColumns(profiles.rows, labels, excluded);
  Codes codes{ EncodeLabels(labels), {} };
  for (const LabelColumn & column : excluded)
  {
    codes.excluded.push_back(EncodeLabels(column));
  }
  const Similarity         similarity(profiles, options.distance);
  std::vector<std::size_t> rows(profiles.rows);
  std::iota(rows.begin(), rows.end(), std::size_t{ 0 });
  std::vector<Neighbourhood> found(profiles.rows);
  const std::size_t          tiles = (rows.size() + kQueriesPerTile - 1) / kQueriesPerTile;
  ParallelFor(tiles, options.threads, [&](std::size_t tile) {
    const std::size_t first = tile * kQueriesPerTile;
    SearchTile(
      similarity, codes, rows, first, std::span(found).subspan(first, std::min(kQueriesPerTile, rows.size() - first)));
  });
  return Count(found, labels, options.skip_impossible);
}
} // namespace pheno
