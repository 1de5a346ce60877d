#include "phenoHitAtK.h"
#include "phenoJoinedLabels.h"
#include "phenoPairTiles.h"

namespace pheno
{
namespace
{
struct Neighbour
{
  double      correlation;
  std::size_t row;
};

bool
IsNearer(const Neighbour & a, const Neighbour & b)
{
  return a.correlation > b.correlation || (a.correlation == b.correlation && a.row < b.row);
}
} // namespace

NeighbourHits
RankNeighbourHits(MatrixView                   profiles,
                  std::span<const LabelColumn> replicateBy,
                  ProfileCorrelation           kind,
                  unsigned                     threads)
{
  const std::vector<int> replicateOf = GroupNumbers(GroupRows(replicateBy), profiles.rows);
  const PairCorrelations correlations(profiles, kind);
  NeighbourHits          result;
  result.hits_at_rank.assign(profiles.rows, 0);
  result.ranks_of_row.resize(profiles.rows);
  const std::size_t tiles = (profiles.rows + kPairQueries - 1) / kPairQueries;
  ParallelFor(tiles, threads, [&](std::size_t tile) {
    const std::size_t                   begin = tile * kPairQueries;
    const std::vector<std::size_t>      queries = RowRange(begin, std::min(begin + kPairQueries, profiles.rows));
    std::vector<std::vector<Neighbour>> neighbours(queries.size());
    VisitRows(correlations, queries, 0, [&](std::size_t i, std::size_t j, double value) {
      neighbours[i - begin].push_back({ value, j });
    });
    for (std::size_t i = 0; i < queries.size(); ++i)
    {
      std::sort(neighbours[i].begin(), neighbours[i].end(), IsNearer);
      for (std::size_t rank = 0; rank < neighbours[i].size(); ++rank)
      {
        if (replicateOf[neighbours[i][rank].row] == replicateOf[queries[i]])
        {
          result.ranks_of_row[queries[i]].push_back(rank);
        }
      }
    }
  });
  return HitsOfRows(result, RowRange(0, profiles.rows));
}

NeighbourHits
HitsOfRows(const NeighbourHits & hits, std::span<const std::size_t> rows)
{
  NeighbourHits some;
  some.hits_at_rank.assign(hits.hits_at_rank.size(), 0);
  for (const std::size_t row : rows)
  {
    some.ranks_of_row.push_back(hits.ranks_of_row[row]);
    some.n_hits += some.ranks_of_row.back().size();
    for (const std::size_t rank : some.ranks_of_row.back())
    {
      ++some.hits_at_rank[rank];
    }
  }
  return some;
}

std::vector<HitsWithin>
ScoreHitsWithin(const NeighbourHits & hits, std::span<const double> percentages)
{
  const double            rows = static_cast<double>(hits.hits_at_rank.size());
  const double            all = static_cast<double>(hits.n_hits);
  std::vector<HitsWithin> scores;
  for (const double percent : percentages)
  {
    if (!(percent >= 0 && percent <= 100))
    {
      throw ProfileError("hits within " + std::to_string(percent) + " % were asked for; expected 0 to 100");
    }
    HitsWithin each{ percent, -std::floor(percent * all / 100), -percent * all / 100 };
    for (std::size_t rank = 0; rank < hits.hits_at_rank.size(); ++rank)
    {
      const double count = static_cast<double>(hits.hits_at_rank[rank]);
      each.score += static_cast<double>(rank) <= percent * rows / 100 ? count : 0;
      each.unbiased += static_cast<double>(rank) < percent * (rows - 1) / 100 ? count : 0;
    }
    scores.push_back(each);
  }
  return scores;
}
} // namespace pheno
