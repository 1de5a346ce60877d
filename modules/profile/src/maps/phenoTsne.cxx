#include "phenoTsne.h"
#include "phenoFiniteValues.h"
#include "phenoParallelFor.h"
#include "phenoPrincipalComponents.h"
#include "phenoProcessorClones.h"
#include "phenoSimilarity.h"
#include "phenoTsneDescent.h"
#include "phenoTsneKernels.h"
#include "phenoTsneSparse.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace pheno
{
namespace
{
constexpr std::size_t kMostExactRows = 5000;
constexpr std::size_t kEarlyIterations = 250;
constexpr double      kInitialDeviation = 1e-4;
constexpr std::size_t kRowsPerTile = 64;

/** Squared distances of a tile of rows to all rows; cosine family: of unit vectors. */
class SquaredDistances
{
public:
  SquaredDistances(MatrixView profiles, Distance distance)
    : m_Similarity(profiles, distance)
    , m_Distance(distance)
    , m_All(profiles.rows)
  {
    std::iota(m_All.begin(), m_All.end(), std::size_t{ 0 });
  }

  const Matrix &
  Prepared() const
  {
    return m_Similarity.Prepared();
  }

  void
  Compute(std::size_t first, std::size_t count, Similarity::Workspace & workspace) const
  {
    m_Similarity.Score(std::span(m_All).subspan(first, count), m_All, workspace);
    for (double & score : workspace.scores.values)
    {
      switch (m_Distance)
      {
        case Distance::Cosine:
        case Distance::Correlation:
        case Distance::AbsCosine:
          score = std::max(2 - 2 * score, 0.0);
          break;
        case Distance::Euclidean:
          score = -score;
          break;
        default:
          score = score * score;
          break;
      }
    }
  }

private:
  Similarity               m_Similarity;
  Distance                 m_Distance;
  std::vector<std::size_t> m_All;
};

/** p_ij = (p_j|i + p_i|j) / 2N, in blocks of kLanes rows: value (i, j) stands at (i / kLanes * N + j) * kLanes + i %
 * kLanes. */
std::vector<float>
JointProbabilities(const SquaredDistances & distances, std::size_t n, double perplexity, unsigned threads)
{
  const std::size_t  blocks = (n + kLanes - 1) / kLanes;
  std::vector<float> joint(blocks * n * kLanes, 0.0f);
  const auto         at = [&joint, n](std::size_t i, std::size_t j) -> float & {
    return joint[(i / kLanes * n + j) * kLanes + i % kLanes];
  };
  ParallelFor((n + kRowsPerTile - 1) / kRowsPerTile, threads, [&](std::size_t tile) {
    Similarity::Workspace workspace;
    const std::size_t     first = tile * kRowsPerTile;
    const std::size_t     count = std::min(kRowsPerTile, n - first);
    distances.Compute(first, count, workspace);
    std::vector<double> conditional(n);
    for (std::size_t i = 0; i < count; ++i)
    {
      tsne::CalibrateRow(workspace.scores.Row(i).first(n), first + i, perplexity, conditional);
      for (std::size_t j = 0; j < n; ++j)
      {
        at(first + i, j) = static_cast<float>(conditional[j]);
      }
    }
  });
  for (std::size_t i = 0; i < n; ++i)
  {
    for (std::size_t j = i + 1; j < n; ++j)
    {
      const double p = (static_cast<double>(at(i, j)) + static_cast<double>(at(j, i))) / (2 * static_cast<double>(n));
      at(i, j) = at(j, i) = static_cast<float>(p);
    }
  }
  return joint;
}

/** The first two principal components, scaled together; 2 x N, one row a coordinate. */
Matrix
InitialMap(const Matrix & prepared)
{
  const std::size_t         k = std::min<std::size_t>(2, prepared.columns);
  const PrincipalComponents pca = ComputePrincipalComponents(prepared, k);
  Matrix                    map(2, prepared.rows);
  const double              sd = k > 0 ? std::sqrt(pca.explained_variance[0]) : 0;
  for (std::size_t row = 0; row < prepared.rows; ++row)
  {
    for (std::size_t i = 0; i < k; ++i)
    {
      map(i, row) = sd > 0 ? pca.scores(row, i) / sd * kInitialDeviation : 0;
    }
  }
  return map;
}

/** dC/dy_i = 4 sum_j (exaggeration p_ij - q_ij) (y_i - y_j) / (1 + |y_i - y_j|^2). */
void
Gradient(const std::vector<float> & joint,
         const Matrix &             map,
         double                     exaggeration,
         unsigned                   threads,
         tsne::Forces &             forces,
         Matrix &                   gradient)
{
  constexpr std::size_t kBlocksPerPiece = 16;
  const std::size_t     n = map.columns;
  const std::size_t     blocks = (n + kLanes - 1) / kLanes;
  forces.Resize(blocks * kLanes);
  ParallelFor((blocks + kBlocksPerPiece - 1) / kBlocksPerPiece, threads, [&](std::size_t piece) {
    for (std::size_t block = piece * kBlocksPerPiece; block < std::min(blocks, (piece + 1) * kBlocksPerPiece); ++block)
    {
      tsne::BlockForces(joint.data() + block * n * kLanes, map, block * kLanes, forces);
    }
  });
  // Every row meets itself once, at weight 1.
  const double total = std::accumulate(forces.weight.begin(), forces.weight.begin() + n, 0.0) - static_cast<double>(n);
  for (std::size_t i = 0; i < n; ++i)
  {
    gradient(0, i) = 4 * (exaggeration * forces.attractX[i] - forces.repelX[i] / total);
    gradient(1, i) = 4 * (exaggeration * forces.attractY[i] - forces.repelY[i] / total);
  }
}

/** Moves the points along the gradients that `fill(exaggeration, gradient)` gives. */
template <typename TFill>
void
Descend(std::size_t iterations, Matrix & map, const TFill & fill)
{
  Matrix        gradient(map.rows, map.columns);
  tsne::Descent descent(map);
  for (std::size_t iteration = 0; iteration < iterations; ++iteration)
  {
    const bool early = iteration < kEarlyIterations;
    fill(early ? tsne::kEarlyExaggeration : 1, gradient);
    descent.Step(gradient, early ? 0.5 : 0.8);
  }
}

Matrix
Transposed(const Matrix & map)
{
  Matrix result(map.columns, map.rows);
  for (std::size_t i = 0; i < map.rows; ++i)
  {
    for (std::size_t j = 0; j < map.columns; ++j)
    {
      result(j, i) = map(i, j);
    }
  }
  return result;
}

void
CheckInput(MatrixView profiles, const TsneOptions & options)
{
  RequireFinite(profiles, "t-SNE");
  if (!(options.perplexity >= 2))
  {
    throw ProfileError("t-SNE got a perplexity of " + std::to_string(options.perplexity) + "; expected at least 2");
  }
}
} // namespace

Matrix
ComputeTsne(MatrixView profiles, const TsneOptions & options)
{
  CheckInput(profiles, options);
  const SquaredDistances distances(profiles, options.distance);
  Matrix                 map = InitialMap(distances.Prepared());
  const std::size_t      n = profiles.rows;
  if (n < 4)
  {
    return Transposed(map);
  }
  const double perplexity = std::min(options.perplexity, static_cast<double>(n - 1) / 3);
  if (n > kMostExactRows)
  {
    const tsne::SparseForces forces(profiles, perplexity, options.distance, options.threads);
    Descend(options.iterations, map, [&](double exaggeration, Matrix & gradient) {
      forces.Gradient(map, exaggeration, options.threads, gradient);
    });
    return Transposed(map);
  }
  const auto   joint = JointProbabilities(distances, n, perplexity, options.threads);
  tsne::Forces forces;
  Descend(options.iterations, map, [&](double exaggeration, Matrix & gradient) {
    Gradient(joint, map, exaggeration, options.threads, forces, gradient);
  });
  return Transposed(map);
}
} // namespace pheno
