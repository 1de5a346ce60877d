#include "phenoNearestNeighbours.h"
#include "phenoFiniteValues.h"
#include "phenoParallelFor.h"
#include "phenoRoughProducts.h"
#include "phenoSimilarity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <mutex>
#include <numeric>
#include <optional>

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

/** The largest single that is at most the value. */
float
RoundedDown(double value)
{
  const float near = static_cast<float>(value);
  return near > value ? std::nextafter(near, -std::numeric_limits<float>::infinity()) : near;
}

bool
AnyReaches(const RoughProducts::Lanes & products, const RoughProducts::Lanes & thresholds)
{
  const auto                   reaches = products >= thresholds; // all bits of a lane or none
  std::array<std::uint64_t, 8> words;
  static_assert(sizeof(words) == sizeof(reaches));
  std::memcpy(words.data(), &reaches, sizeof(words));
  return std::accumulate(words.begin(), words.end(), std::uint64_t{ 0 }, std::bit_or<std::uint64_t>()) != 0;
}

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
    if (m_Similarity.IsProduct())
    {
      m_Rough.emplace(m_Similarity.Prepared());
    }
  }

  void
  Run(unsigned threads)
  {
    ParallelFor(m_Tiles, threads, [this](std::size_t tile) {
      if (m_Rough)
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
  static constexpr std::size_t kWidth = RoughProducts::kWidth;
  using Lanes = RoughProducts::Lanes;
  using Blocks = std::vector<RoughProducts::Block>;

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
      this->OfferTo(tile, other, [&scores](std::size_t i, std::size_t j) { return scores(i, j); });
      if (other != tile)
      {
        this->OfferTo(other, tile, [&scores](std::size_t j, std::size_t i) { return scores(i, j); });
      }
    }
  }

  /** Offers every row of a tile every row of the other. */
  template <typename TScore>
  void
  OfferTo(std::size_t tile, std::size_t other, const TScore & scoreOf)
  {
    const auto                        rows = this->RowsOf(tile);
    const auto                        others = this->RowsOf(other);
    const std::lock_guard<std::mutex> lock(m_Locks[tile]);
    for (std::size_t i = 0; i < rows.size(); ++i)
    {
      for (std::size_t j = 0; j < others.size(); ++j)
      {
        const double score = scoreOf(i, j);
        if (rows[i] != others[j] && score >= m_Best.Least(rows[i]))
        {
          m_Best.Offer(rows[i], { score, static_cast<std::uint32_t>(others[j]) });
        }
      }
    }
  }

  std::size_t
  PanelsOf(std::size_t tile) const
  {
    return (this->RowsOf(tile).size() + kWidth - 1) / kWidth;
  }

  /** Pairs that a product in single precision rules out are not looked at again. */
  void
  CompareRoughlyFirst(std::size_t tile)
  {
    constexpr std::size_t kPanels = kRowsPerTile / kWidth;
    const std::size_t     panels = this->PanelsOf(tile);
    Blocks                blocks(kPanels * kPanels);
    for (std::size_t other = tile; other < m_Tiles; ++other)
    {
      const std::size_t others = this->PanelsOf(other);
      for (std::size_t b = 0; b < others; ++b)
      {
        for (std::size_t a = 0; a < panels; ++a)
        {
          RoughProducts::Block & block = blocks[a * others + b];
          m_Rough->Multiply(tile * kPanels + a, other * kPanels + b, block);
          if (m_Similarity.IsMagnitude())
          {
            for (Lanes & products : block)
            {
              products = products < 0 ? -products : products;
            }
          }
        }
      }
      this->OfferLikelyToRows(tile, other, blocks, others);
      if (other != tile)
      {
        this->OfferLikelyToColumns(tile, other, blocks, others);
      }
    }
  }

  /** What a product must reach for the row to be worth looking at. */
  float
  Threshold(std::size_t row) const
  {
    return row < m_All.size() ? RoundedDown(m_Best.Least(row) - m_Rough->Error())
                              : std::numeric_limits<float>::infinity();
  }

  void
  OfferExactly(std::size_t row, std::size_t other)
  {
    if (row != other && row < m_All.size() && other < m_All.size())
    {
      m_Best.Offer(row, { m_Similarity.ScoreOf(row, other), static_cast<std::uint32_t>(other) });
    }
  }

  /** Offers rows of the tile those of the other that may be near. */
  void
  OfferLikelyToRows(std::size_t tile, std::size_t other, const Blocks & blocks, std::size_t others)
  {
    const std::lock_guard<std::mutex> lock(m_Locks[tile]);
    for (std::size_t i = 0; i < this->RowsOf(tile).size(); ++i)
    {
      const std::size_t row = tile * kRowsPerTile + i;
      float             threshold = this->Threshold(row);
      for (std::size_t b = 0; b < others; ++b)
      {
        const Lanes & products = blocks[i / kWidth * others + b][i % kWidth];
        if (AnyReaches(products, threshold - Lanes{}))
        {
          for (std::size_t j = 0; j < kWidth; ++j)
          {
            if (products[j] >= threshold)
            {
              this->OfferExactly(row, other * kRowsPerTile + b * kWidth + j);
              threshold = this->Threshold(row);
            }
          }
        }
      }
    }
  }

  /** Offers rows of the other tile those of the first that may be near. */
  void
  OfferLikelyToColumns(std::size_t tile, std::size_t other, const Blocks & blocks, std::size_t others)
  {
    const std::lock_guard<std::mutex> lock(m_Locks[other]);
    for (std::size_t b = 0; b < others; ++b)
    {
      const std::size_t first = other * kRowsPerTile + b * kWidth;
      Lanes             thresholds;
      for (std::size_t j = 0; j < kWidth; ++j)
      {
        thresholds[j] = this->Threshold(first + j);
      }
      for (std::size_t i = 0; i < this->RowsOf(tile).size(); ++i)
      {
        const Lanes & products = blocks[i / kWidth * others + b][i % kWidth];
        if (AnyReaches(products, thresholds))
        {
          for (std::size_t j = 0; j < kWidth; ++j)
          {
            if (products[j] >= thresholds[j])
            {
              this->OfferExactly(first + j, tile * kRowsPerTile + i);
              thresholds[j] = this->Threshold(first + j);
            }
          }
        }
      }
    }
  }

  Similarity                   m_Similarity;
  std::optional<RoughProducts> m_Rough; ///< for scores that are products
  std::vector<std::size_t>     m_All;
  std::size_t                  m_Tiles;
  BestOthers                   m_Best;
  std::vector<std::mutex>      m_Locks; ///< one a tile: its rows' best others
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
