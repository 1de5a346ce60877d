#include "phenoNearestNeighbours.h"
#include "phenoFiniteValues.h"
#include "phenoParallelFor.h"
#include "phenoRoughProducts.h"
#include "phenoSimilarity.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <numeric>

namespace pheno
{
namespace
{
constexpr std::size_t kRowsPerTile = 256;

struct Candidate
{
  double        score;
  std::uint32_t row;
};

bool
IsNearer(const Candidate & a, const Candidate & b)
{
  return a.score > b.score || (a.score == b.score && a.row < b.row);
}

/** The best others of some rows so far. What they hold in the end does not depend on the order of the offers, because
 * no two candidates are equal. */
class BestOthers
{
public:
  BestOthers(std::size_t rows, std::size_t count)
    : m_Count(count)
    , m_Best(rows * count, { -std::numeric_limits<double>::infinity(), std::numeric_limits<std::uint32_t>::max() })
  {}

  /** The score below which an offer to the row is in vain. */
  double
  Least(std::size_t row) const
  {
    return m_Best[(row + 1) * m_Count - 1].score;
  }
  void
  Offer(std::size_t row, Candidate candidate)
  {
    Candidate * const best = m_Best.data() + row * m_Count;
    std::size_t       place = m_Count;
    while (place > 0 && IsNearer(candidate, best[place - 1]))
    {
      --place;
    }
    if (place < m_Count)
    {
      std::copy_backward(best + place, best + m_Count - 1, best + m_Count);
      best[place] = candidate;
    }
  }
  std::span<const Candidate>
  Of(std::size_t row) const
  {
    return std::span(m_Best).subspan(row * m_Count, m_Count);
  }

private:
  std::size_t            m_Count;
  std::vector<Candidate> m_Best;
};

/** Compares every tile of rows with itself and all later ones. */
class Search
{
public:
  Search(MatrixView rows, std::size_t others, Distance distance)
    : m_Similarity(rows, distance)
    , m_All(rows.rows)
    , m_Tiles((rows.rows + kRowsPerTile - 1) / kRowsPerTile)
    , m_Best(rows.rows, others)
    , m_Locks(m_Tiles)
  {
    std::iota(m_All.begin(), m_All.end(), std::size_t{ 0 });
  }

  void
  Run(unsigned threads)
  {
    ParallelFor(m_Tiles, threads, [this](std::size_t tile) {
      if (m_Similarity.IsProduct())
      {
        this->CompareRoughlyFirst(tile);
      }
      else
      {
        this->Compare(tile);
      }
    });
  }

  const BestOthers &
  Best() const
  {
    return m_Best;
  }

private:
  std::span<const std::size_t>
  RowsOf(std::size_t tile) const
  {
    const std::size_t first = tile * kRowsPerTile;
    return std::span(m_All).subspan(first, std::min(kRowsPerTile, m_All.size() - first));
  }

  void
  Compare(std::size_t tile)
  {
    Similarity::Workspace workspace;
    for (std::size_t other = tile; other < m_Tiles; ++other)
    {
      m_Similarity.Score(this->RowsOf(tile), this->RowsOf(other), workspace);
      const Matrix & scores = workspace.scores;
      this->Offer(
        tile,
        other,
        [&scores](std::size_t i, std::size_t j, double least) { return scores(i, j) >= least; },
        [&scores](std::size_t i, std::size_t j) { return scores(i, j); });
    }
  }

  /** Pairs that a product in single precision rules out are not looked at again. */
  void
  CompareRoughlyFirst(std::size_t tile)
  {
    const double       error = RoughError(m_Similarity.Prepared().columns);
    const auto         rows = this->RowsOf(tile);
    const RoughRows    queries(m_Similarity.Prepared(), rows);
    std::vector<float> products;
    for (std::size_t other = tile; other < m_Tiles; ++other)
    {
      const auto columns = this->RowsOf(other);
      queries.Multiply(RoughRows(m_Similarity.Prepared(), columns), products);
      const std::size_t width = columns.size();
      const bool        isMagnitude = m_Similarity.IsMagnitude();
      this->Offer(
        tile,
        other,
        [&](std::size_t i, std::size_t j, double least) {
          const double product = products[i * width + j];
          return (isMagnitude ? std::abs(product) : product) + error >= least;
        },
        [&](std::size_t i, std::size_t j) { return m_Similarity.ScoreOf(rows[i], columns[j]); });
    }
  }

  /** Offers row i of a tile and row j of the other to each other where mayBeNear(i, j, least score that counts). */
  template <typename TMayBeNear, typename TScore>
  void
  Offer(std::size_t tile, std::size_t other, const TMayBeNear & mayBeNear, const TScore & scoreOf)
  {
    this->OfferTo(tile, this->RowsOf(tile), this->RowsOf(other), mayBeNear, scoreOf);
    if (other != tile)
    {
      this->OfferTo(
        other,
        this->RowsOf(other),
        this->RowsOf(tile),
        [&mayBeNear](std::size_t j, std::size_t i, double least) { return mayBeNear(i, j, least); },
        [&scoreOf](std::size_t j, std::size_t i) { return scoreOf(i, j); });
    }
  }

  template <typename TMayBeNear, typename TScore>
  void
  OfferTo(std::size_t                  tile,
          std::span<const std::size_t> rows,
          std::span<const std::size_t> others,
          const TMayBeNear &           mayBeNear,
          const TScore &               scoreOf)
  {
    const std::lock_guard<std::mutex> lock(m_Locks[tile]);
    for (std::size_t i = 0; i < rows.size(); ++i)
    {
      double least = m_Best.Least(rows[i]);
      for (std::size_t j = 0; j < others.size(); ++j)
      {
        if (mayBeNear(i, j, least) && rows[i] != others[j])
        {
          m_Best.Offer(rows[i], { scoreOf(i, j), static_cast<std::uint32_t>(others[j]) });
          least = m_Best.Least(rows[i]);
        }
      }
    }
  }

  Similarity               m_Similarity;
  std::vector<std::size_t> m_All;
  std::size_t              m_Tiles;
  BestOthers               m_Best;
  std::vector<std::mutex>  m_Locks; ///< one a tile: its rows' best others
};
} // namespace

NearestNeighbours
FindNearestNeighbours(MatrixView rows, std::size_t k, Distance distance, unsigned threads)
{
  RequireFinite(rows, "a search for nearest neighbours");
  if (k == 0)
  {
    throw ProfileError("0 nearest neighbours were asked for; expected at least 1");
  }
  NearestNeighbours found;
  found.rows = rows.rows;
  found.k = std::min(k, rows.rows);
  found.index.resize(found.rows * found.k);
  found.distance.resize(found.rows * found.k);
  if (found.k == 0)
  {
    return found;
  }
  Search search(rows, found.k - 1, distance);
  if (found.k > 1)
  {
    search.Run(threads);
  }
  for (std::size_t row = 0; row < found.rows; ++row)
  {
    const std::size_t first = row * found.k;
    const auto        best = search.Best().Of(row);
    found.index[first] = static_cast<std::uint32_t>(row);
    for (std::size_t i = 0; i < best.size(); ++i)
    {
      found.index[first + 1 + i] = best[i].row;
      found.distance[first + 1 + i] = DistanceOfScore(best[i].score, distance);
    }
  }
  return found;
}
} // namespace pheno
