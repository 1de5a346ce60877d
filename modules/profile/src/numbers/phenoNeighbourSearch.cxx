#include "phenoNeighbourSearch.h"
#include "phenoParallelFor.h"
#include "phenoRoughProducts.h"
#include "phenoSimilarity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <mutex>
#include <numeric>
#include <optional>
#include <utility>

namespace pheno
{
namespace
{
constexpr std::size_t kRowsPerTile = 256;

bool
IsNearer(const Neighbour & a, const Neighbour & b)
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
    , m_Best(rows * count)
  {}

  /** The score below which an offer to the row is in vain. */
  double
  Least(std::size_t row) const
  {
    return m_Best[(row + 1) * m_Count - 1].score;
  }
  void
  Offer(std::size_t row, Neighbour candidate)
  {
    Neighbour * const best = m_Best.data() + row * m_Count;
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
  std::span<const Neighbour>
  Of(std::size_t row) const
  {
    return std::span(m_Best).subspan(row * m_Count, m_Count);
  }

private:
  std::size_t            m_Count;
  std::vector<Neighbour> m_Best;
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

} // namespace

/** Compares every tile of rows with itself and all later ones. */
class NeighbourSearch::Tiles
{
public:
  Tiles(MatrixView rows, Distance distance, std::size_t count, Admits admits)
    : m_Similarity(rows, distance)
    , m_Admits(std::move(admits))
    , m_All(rows.rows)
    , m_Tiles((rows.rows + kRowsPerTile - 1) / kRowsPerTile)
    , m_Best(rows.rows, count)
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

  bool
  Defined(std::size_t row) const
  {
    return m_Similarity.Defined(row);
  }
  std::span<const Neighbour>
  Best(std::size_t row) const
  {
    return m_Best.Of(row);
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

  bool
  Admitted(std::size_t row, std::size_t other) const
  {
    return row != other && this->Defined(row) && this->Defined(other) && (!m_Admits || m_Admits(row, other));
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
        if (score >= m_Best.Least(rows[i]) && this->Admitted(rows[i], others[j]))
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
    if (row < m_All.size() && other < m_All.size() && this->Admitted(row, other))
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
  Admits                       m_Admits;
  std::optional<RoughProducts> m_Rough; ///< for scores that are products
  std::vector<std::size_t>     m_All;
  std::size_t                  m_Tiles;
  BestOthers                   m_Best;
  std::vector<std::mutex>      m_Locks; ///< one a tile: its rows' best others
};

NeighbourSearch::NeighbourSearch(MatrixView rows, Distance distance, std::size_t count, Admits admits)
  : m_Tiles(std::make_unique<Tiles>(rows, distance, count, std::move(admits)))
{}

NeighbourSearch::~NeighbourSearch() = default;

void
NeighbourSearch::Run(unsigned threads)
{
  m_Tiles->Run(threads);
}

bool
NeighbourSearch::Defined(std::size_t row) const
{
  return m_Tiles->Defined(row);
}

std::span<const Neighbour>
NeighbourSearch::Of(std::size_t row) const
{
  return m_Tiles->Best(row);
}
} // namespace pheno
