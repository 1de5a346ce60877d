#include "phenoPanelProducts.h"
#include "phenoParallelFor.h"
#include "phenoProcessorClones.h"

#include <algorithm>
#include <cstring>

namespace pheno
{
namespace
{
constexpr std::size_t kTileDepth = 512;

std::size_t
PanelCount(std::size_t columns)
{
  return (columns + kLanes - 1) / kLanes;
}

/** The columns of a tile, depth numbers each. */
class Tile
{
public:
  explicit Tile(const TiledColumns & source)
    : m_Source(source)
  {}

  void
  Read(std::size_t row, std::size_t depth, unsigned threads)
  {
    m_Depth = depth;
    m_Values.resize(m_Source.columns * depth);
    ParallelFor(PanelCount(m_Source.columns), threads, [&](std::size_t panel) {
      const std::size_t first = panel * kLanes;
      m_Source.fill(
        first, std::min<std::size_t>(kLanes, m_Source.columns - first), row, depth, m_Values.data() + first * depth);
    });
  }

  const double *
  Column(std::size_t column) const
  {
    return m_Values.data() + column * m_Depth;
  }

  /** Eight columns side by side, zeros beyond the last. */
  void
  Pack(std::size_t panel, std::vector<double> & packed) const
  {
    packed.assign(m_Depth * kLanes, 0.0);
    for (std::size_t lane = 0; lane < kLanes && panel * kLanes + lane < m_Source.columns; ++lane)
    {
      const double * source = this->Column(panel * kLanes + lane);
      for (std::size_t k = 0; k < m_Depth; ++k)
      {
        packed[k * kLanes + lane] = source[k];
      }
    }
  }

private:
  const TiledColumns & m_Source;
  std::size_t          m_Depth = 0;
  std::vector<double>  m_Values;
};

/** Adds what a tile gives to eight columns of the sum, rows 0..rows-1 of it. */
void
AddPanel(const Tile & a, const std::vector<double> & panel, std::size_t firstColumn, std::size_t rows, Matrix & sum)
{
  const std::size_t depth = panel.size() / kLanes;
  const std::size_t width = std::min<std::size_t>(kLanes, sum.columns - firstColumn);
  for (std::size_t first = 0; first < rows; first += kQueriesAtOnce)
  {
    const double *     queries[kQueriesAtOnce];
    alignas(64) double products[kQueriesAtOnce][kLanes];
    double *           out[kQueriesAtOnce];
    for (std::size_t i = 0; i < kQueriesAtOnce; ++i)
    {
      queries[i] = a.Column(std::min(first + i, rows - 1));
      out[i] = products[i];
    }
    PanelProducts(queries, panel.data(), depth, out);
    for (std::size_t i = 0; i < kQueriesAtOnce && first + i < rows; ++i)
    {
      for (std::size_t lane = 0; lane < width; ++lane)
      {
        sum(first + i, firstColumn + lane) += out[i][lane];
      }
    }
  }
}
} // namespace

PHENO_PROCESSOR_CLONES void
PanelProducts(const double * const * queries, const double * panel, std::size_t depth, double * const * out)
{
  Lanes sums[kQueriesAtOnce] = {};
  for (std::size_t k = 0; k < depth; ++k)
  {
    Lanes columns;
    std::memcpy(&columns, panel + k * kLanes, sizeof(columns));
    for (std::size_t query = 0; query < kQueriesAtOnce; ++query)
    {
      sums[query] += queries[query][k] * columns;
    }
  }
  for (std::size_t query = 0; query < kQueriesAtOnce; ++query)
  {
    std::memcpy(out[query], &sums[query], sizeof(Lanes));
  }
}

PackedMatrix::PackedMatrix(MatrixView matrix)
  : m_Rows(matrix.rows)
  , m_Columns(matrix.columns)
  , m_Panels(PanelCount(matrix.columns) * matrix.rows * kLanes)
{
  for (std::size_t row = 0; row < m_Rows; ++row)
  {
    for (std::size_t column = 0; column < m_Columns; ++column)
    {
      m_Panels[(column / kLanes * m_Rows + row) * kLanes + column % kLanes] = matrix(row, column);
    }
  }
}

void
PackedMatrix::Multiply(const double * rows, std::size_t count, double * out) const
{
  for (std::size_t column = 0; column < m_Columns; column += kLanes)
  {
    const double *    panel = m_Panels.data() + column * m_Rows;
    const std::size_t width = std::min<std::size_t>(kLanes, m_Columns - column);
    for (std::size_t first = 0; first < count; first += kQueriesAtOnce)
    {
      const double *     queries[kQueriesAtOnce];
      alignas(64) double products[kQueriesAtOnce][kLanes];
      double *           sums[kQueriesAtOnce];
      for (std::size_t i = 0; i < kQueriesAtOnce; ++i)
      {
        queries[i] = rows + std::min(first + i, count - 1) * m_Rows;
        sums[i] = products[i];
      }
      PanelProducts(queries, panel, m_Rows, sums);
      for (std::size_t i = 0; i < kQueriesAtOnce && first + i < count; ++i)
      {
        std::copy_n(sums[i], width, out + (first + i) * m_Columns + column);
      }
    }
  }
}

TiledColumns
TilesOf(MatrixView matrix, std::span<const std::size_t> rows)
{
  return { rows.size(),
           matrix.columns,
           [matrix, rows](std::size_t column, std::size_t width, std::size_t row, std::size_t depth, double * out) {
             for (std::size_t k = 0; k < depth; ++k)
             {
               const double * source = matrix.values + rows[row + k] * matrix.columns + column;
               for (std::size_t lane = 0; lane < width; ++lane)
               {
                 out[lane * depth + k] = source[lane];
               }
             }
           } };
}

Matrix
CrossProduct(const TiledColumns & a, unsigned threads)
{
  Matrix sum(a.columns, a.columns);
  Tile   tile(a);
  for (std::size_t row = 0; row < a.rows; row += kTileDepth)
  {
    tile.Read(row, std::min(kTileDepth, a.rows - row), threads);
    ParallelFor(PanelCount(a.columns), threads, [&](std::size_t panel) {
      std::vector<double> packed;
      tile.Pack(panel, packed);
      AddPanel(tile, packed, panel * kLanes, std::min(a.columns, (panel + 1) * kLanes), sum);
    });
  }
  for (std::size_t i = 0; i < a.columns; ++i)
  {
    for (std::size_t j = 0; j < i; ++j)
    {
      sum(i, j) = sum(j, i);
    }
  }
  return sum;
}

Matrix
CrossProduct(const TiledColumns & a, const TiledColumns & b, unsigned threads)
{
  Matrix sum(a.columns, b.columns);
  Tile   left(a);
  Tile   right(b);
  for (std::size_t row = 0; row < a.rows; row += kTileDepth)
  {
    const std::size_t depth = std::min(kTileDepth, a.rows - row);
    left.Read(row, depth, threads);
    right.Read(row, depth, threads);
    ParallelFor(PanelCount(b.columns), threads, [&](std::size_t panel) {
      std::vector<double> packed;
      right.Pack(panel, packed);
      AddPanel(left, packed, panel * kLanes, a.columns, sum);
    });
  }
  return sum;
}
} // namespace pheno
