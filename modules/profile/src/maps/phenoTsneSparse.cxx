#include "phenoTsneSparse.h"
#include "phenoNearestNeighbours.h"
#include "phenoParallelFor.h"
#include "phenoQuadTree.h"
#include "phenoSymmetricUnion.h"
#include "phenoTsneKernels.h"

#include <algorithm>
#include <numeric>

namespace pheno::tsne
{
namespace
{
constexpr double      kNeighboursPerPerplexity = 3;
constexpr double      kAngle = 0.5;
constexpr std::size_t kRowsPerPiece = 512;

bool
IsChord(Distance distance)
{
  return distance == Distance::Cosine || distance == Distance::AbsCosine || distance == Distance::Correlation;
}

/** p_ij = (p_j|i + p_i|j) / 2N over nearest neighbours. */
WeightedGraph
JointOfNeighbours(MatrixView profiles, double perplexity, Distance distance, unsigned threads)
{
  const auto                          others = static_cast<std::size_t>(kNeighboursPerPerplexity * perplexity);
  const NearestNeighbours             neighbours = FindNearestNeighbours(profiles, others + 1, distance, threads);
  std::vector<std::vector<GraphEdge>> edges(neighbours.rows);
  ParallelFor(neighbours.rows, threads, [&](std::size_t row) {
    std::vector<double> squares(neighbours.k);
    std::vector<double> conditional(neighbours.k);
    for (std::size_t i = 0; i < neighbours.k; ++i)
    {
      const double d = neighbours.distance[row * neighbours.k + i];
      squares[i] = IsChord(distance) ? 2 * d : d * d;
    }
    CalibrateRow(squares, 0, perplexity, conditional);
    for (std::size_t i = 1; i < neighbours.k; ++i)
    {
      edges[row].push_back({ neighbours.index[row * neighbours.k + i], conditional[i] });
    }
  });
  const double both = 2 * static_cast<double>(neighbours.rows);
  return SymmetricUnion(std::move(edges), [both](double there, double back) { return (there + back) / both; });
}
} // namespace

SparseForces::SparseForces(MatrixView profiles, double perplexity, Distance distance, unsigned threads)
  : m_Joint(JointOfNeighbours(profiles, perplexity, distance, threads))
{}

void
SparseForces::Gradient(const Matrix & map, double exaggeration, unsigned threads, Matrix & gradient) const
{
  const std::size_t   n = map.columns;
  const QuadTree      tree(map);
  Matrix              repulsion(2, n);
  std::vector<double> weight(n);
  ParallelFor((n + kRowsPerPiece - 1) / kRowsPerPiece, threads, [&](std::size_t piece) {
    for (std::size_t i = piece * kRowsPerPiece; i < std::min(n, (piece + 1) * kRowsPerPiece); ++i)
    {
      const QuadTree::Repulsion repelled = tree.RepulsionAt(map(0, i), map(1, i), kAngle);
      repulsion(0, i) = repelled.x;
      repulsion(1, i) = repelled.y;
      weight[i] = repelled.weight;
      double x = 0;
      double y = 0;
      for (std::size_t edge = m_Joint.first[i]; edge < m_Joint.first[i + 1]; ++edge)
      {
        const double dx = map(0, i) - map(0, m_Joint.column[edge]);
        const double dy = map(1, i) - map(1, m_Joint.column[edge]);
        const double pull = m_Joint.weight[edge] / (1 + dx * dx + dy * dy);
        x += pull * dx;
        y += pull * dy;
      }
      gradient(0, i) = x;
      gradient(1, i) = y;
    }
  });
  // Every row meets itself once, at weight 1.
  const double total = std::accumulate(weight.begin(), weight.end(), 0.0) - static_cast<double>(n);
  for (std::size_t i = 0; i < gradient.values.size(); ++i)
  {
    gradient.values[i] = 4 * (exaggeration * gradient.values[i] - repulsion.values[i] / total);
  }
}
} // namespace pheno::tsne
