#ifndef phenoHarmony_h
#define phenoHarmony_h

#include "phenoMatrix.h"

#include <cstdint>

namespace pheno
{
/** The defaults are those of harmonypy 0.0.10. */
struct HarmonyOptions
{
  std::size_t clusters = 0;      ///< K; 0: N / 30, from 1 to 100
  double      theta = 1;         ///< how strongly clusters are to hold all batches
  double      lambda = 1;        ///< ridge of the batches' shifts; the common part has none
  double      sigma = 0.1;       ///< width of the soft clusters
  double      block_size = 0.05; ///< share of the rows whose memberships change at a time
  int         max_iter_harmony = 10;
  int         max_iter_kmeans = 20;
  double      epsilon_cluster = 1e-5;
  double      epsilon_harmony = 1e-4;
  unsigned    threads = 1; ///< changes the time, never the bytes
};

/** What is random in Harmony, given. */
struct HarmonyStart
{
  Matrix                                centroids; ///< K x D, of any length
  std::vector<std::vector<std::size_t>> orders;    ///< one order of all rows for each round, over all iterations
};

struct Harmonised
{
  Matrix              corrected;         ///< N x D
  Matrix              memberships;       ///< N x K, rows sum to 1
  std::vector<double> objective_rounds;  ///< at the start and after every round
  std::vector<double> objective;         ///< at the start and after every iteration
  std::vector<int>    rounds;            ///< of every iteration: the index of its last round, from 0
  bool                converged = false; ///< the objective changed by less than epsilon_harmony
};

/** Harmony (Korsunsky et al. 2019): soft k-means of the unit rows, in which a cluster prefers rows of batches that it
 * lacks, in turn with a ridge regression that takes every batch's shift out of each cluster.
 *
 * z = rows / their norm, y = unit centroids, dist = 2 (1 - y z); R = softmax(-dist / sigma) at first. A round: y = unit
 * (sum R z), then block by block, with the block's rows taken out of O (memberships by batch) and E (their sum times
 * the batch's share of rows): R ~ exp(-dist / sigma) ((E + 1) / (O + 1))^theta. Rounds end when the sums of the last
 * three objectives change by less than epsilon_cluster (from the fifth round on), iterations when the objective falls
 * by less than epsilon_harmony. objective = sum R dist + sigma sum R log R + sigma theta sum O log((O + 1) / (E + 1)).
 *
 * Rows of zero length keep it. Clusters without rows correct nothing. One batch comes back as it went in, but for
 * rounding. It works on the rows that are there and cannot be applied to rows that come later. Throws ProfileError for
 * a NaN or infinite value, no rows, parameters outside their range, or a start that does not fit. */
Harmonised
Harmonise(MatrixView             profiles,
          const LabelColumn &    batches,
          const HarmonyStart &   start,
          const HarmonyOptions & options = {});

/** The same from k-means centroids of the unit rows and row orders that `seed` determines. */
Harmonised
Harmonise(MatrixView profiles, const LabelColumn & batches, std::uint64_t seed, const HarmonyOptions & options = {});
} // namespace pheno

#endif
