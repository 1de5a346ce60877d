#include "phenoHarmony.h"
#include "phenoColumnBlocks.h"
#include "phenoFiniteValues.h"
#include "phenoHarmonyClusters.h"
#include "phenoKMeans.h"
#include "phenoRandomSubsets.h"
#include "phenoRequireLength.h"
#include "phenoRowGroups.h"
#include "phenoTiledMultiply.h"

#include <cmath>
#include <functional>

namespace pheno
{
namespace
{
constexpr int kWindow = 3;

/** The order of the rows in a round, counted over all iterations. */
using OrderOf = std::function<std::vector<std::size_t>(std::size_t round)>;

void
Check(MatrixView profiles, const LabelColumn & batches, const HarmonyOptions & options)
{
  RequireLength(batches.size(), profiles.rows, "column of batches");
  RequireFinite(profiles, "Harmony");
  if (profiles.rows == 0)
  {
    throw ProfileError("Harmony was asked for on zero rows; expected at least one");
  }
  const auto require = [](bool holds, const char * name, double value, const char * range) {
    if (!holds)
    {
      throw ProfileError("Harmony's " + std::string(name) + " is " + std::to_string(value) + "; expected " + range);
    }
  };
  require(options.sigma > 0, "sigma", options.sigma, "more than 0");
  require(options.lambda > 0, "lambda", options.lambda, "more than 0");
  require(options.theta >= 0, "theta", options.theta, "at least 0");
  require(
    options.block_size > 0 && options.block_size <= 1, "block_size", options.block_size, "more than 0, at most 1");
  require(options.max_iter_harmony > 0, "max_iter_harmony", options.max_iter_harmony, "at least 1");
  require(options.max_iter_kmeans > 0, "max_iter_kmeans", options.max_iter_kmeans, "at least 1");
}

/** Takes the batches' shifts out of every cluster: for a cluster with sums S_b of the rows and O_b of the memberships,
 * the common part is w = sum S_b / (O_b + lambda) / sum O_b / (O_b + lambda), the shift (S_b - O_b w) / (O_b + lambda):
 * the ridge regression on an intercept without penalty and the batches with penalty lambda, solved by hand. */
Matrix
CorrectRows(MatrixView                    profiles,
            const Matrix &                memberships,
            const std::vector<RowGroup> & groups,
            const HarmonyOptions &        options)
{
  const std::size_t   clusters = memberships.columns;
  std::vector<Matrix> shifts; // S_b at first
  Matrix              members(groups.size(), clusters);
  Matrix              common(clusters, profiles.columns);
  std::vector<double> weights(clusters, 0.0);
  for (std::size_t batch = 0; batch < groups.size(); ++batch)
  {
    const std::vector<std::size_t> & rows = groups[batch].rows;
    shifts.push_back(CrossProduct(TilesOf(memberships, rows), TilesOf(profiles, rows), options.threads));
    for (const std::size_t row : rows)
    {
      for (std::size_t cluster = 0; cluster < clusters; ++cluster)
      {
        members(batch, cluster) += memberships(row, cluster);
      }
    }
    for (std::size_t cluster = 0; cluster < clusters; ++cluster)
    {
      const double own = members(batch, cluster);
      weights[cluster] += own / (own + options.lambda);
      for (std::size_t feature = 0; feature < profiles.columns; ++feature)
      {
        common(cluster, feature) += shifts.back()(cluster, feature) / (own + options.lambda);
      }
    }
  }
  Matrix corrected(profiles);
  for (std::size_t batch = 0; batch < groups.size(); ++batch)
  {
    for (std::size_t cluster = 0; cluster < clusters; ++cluster)
    {
      const double own = members(batch, cluster);
      for (std::size_t feature = 0; feature < profiles.columns; ++feature)
      {
        const double center = weights[cluster] > 0 ? common(cluster, feature) / weights[cluster] : 0;
        double &     shift = shifts[batch](cluster, feature);
        shift = (shift - own * center) / (own + options.lambda);
      }
    }
    const std::vector<std::size_t> & rows = groups[batch].rows;
    Matrix                           moves(rows.size(), profiles.columns);
    MultiplyTiles(SelectRows(memberships, rows), PackedMatrix(shifts[batch]), options.threads, moves.values.data());
    for (std::size_t i = 0; i < rows.size(); ++i)
    {
      const auto row = corrected.Row(rows[i]);
      std::transform(row.begin(), row.end(), moves.Row(i).begin(), row.begin(), std::minus<>());
    }
  }
  return corrected;
}

/** Did the sum over the last three objectives change by less than epsilon against the three before? */
bool
IsSettled(const std::vector<double> & objectives, double epsilon)
{
  double before = 0;
  double now = 0;
  for (int i = 0; i < kWindow; ++i)
  {
    before += objectives[objectives.size() - 2 - i];
    now += objectives[objectives.size() - 1 - i];
  }
  return std::abs(before - now) / std::abs(before) < epsilon;
}

Harmonised
Run(MatrixView                    profiles,
    const std::vector<RowGroup> & groups,
    const Matrix &                centroids,
    const OrderOf &               orderOf,
    const HarmonyOptions &        options)
{
  std::vector<std::size_t> batchOf(profiles.rows);
  for (std::size_t batch = 0; batch < groups.size(); ++batch)
  {
    for (const std::size_t row : groups[batch].rows)
    {
      batchOf[row] = batch;
    }
  }
  Harmonised result;
  Matrix     unit(profiles);
  ScaleRowsToUnit(unit);
  HarmonyClusters clusters(options, std::move(batchOf), groups.size());
  clusters.Start(unit, centroids);
  result.objective_rounds = { clusters.Objective() };
  result.objective = result.objective_rounds;
  std::size_t rounds = 0;
  for (int iteration = 0; iteration < options.max_iter_harmony && !result.converged; ++iteration)
  {
    int round = 0;
    for (bool settled = false; round < options.max_iter_kmeans && !settled; ++round)
    {
      clusters.Round(unit, orderOf(rounds++));
      result.objective_rounds.push_back(clusters.Objective());
      settled = round > kWindow && IsSettled(result.objective_rounds, options.epsilon_cluster);
    }
    result.rounds.push_back(round - 1);
    result.objective.push_back(result.objective_rounds.back());
    result.corrected = CorrectRows(profiles, clusters.Memberships(), groups, options);
    unit = result.corrected;
    ScaleRowsToUnit(unit);
    const double before = result.objective[result.objective.size() - 2];
    result.converged = (before - result.objective.back()) / std::abs(before) < options.epsilon_harmony;
  }
  result.memberships = clusters.Memberships();
  return result;
}

void
CheckOrder(const std::vector<std::size_t> & order, std::size_t rows, std::size_t round)
{
  std::vector<std::size_t> sorted = order;
  std::sort(sorted.begin(), sorted.end());
  if (sorted != Everything(rows))
  {
    throw ProfileError("the order of round " + std::to_string(round) + " is no order of all " + std::to_string(rows) +
                       " rows");
  }
}

/** All rows, shuffled by (seed, round) alone (Fisher, Yates). */
std::vector<std::size_t>
Shuffled(std::size_t rows, std::uint64_t seed, std::size_t round)
{
  SubsetStream             stream(MixSeeds({ seed, round }));
  std::vector<std::size_t> order = Everything(rows);
  for (std::size_t left = rows; left > 1; --left)
  {
    std::swap(order[left - 1], order[stream.Below(left)]);
  }
  return order;
}
} // namespace

Harmonised
Harmonise(MatrixView profiles, const LabelColumn & batches, const HarmonyStart & start, const HarmonyOptions & options)
{
  Check(profiles, batches, options);
  if (start.centroids.rows == 0 || start.centroids.columns != profiles.columns)
  {
    throw ProfileError("Harmony got " + std::to_string(start.centroids.rows) + " centroids of " +
                       std::to_string(start.centroids.columns) + " features; expected at least one of " +
                       std::to_string(profiles.columns));
  }
  RequireFinite(start.centroids, "Harmony's start");
  const auto orderOf = [&](std::size_t round) {
    if (round >= start.orders.size())
    {
      throw ProfileError("Harmony got " + std::to_string(start.orders.size()) +
                         " orders of the rows and has come to one more round");
    }
    CheckOrder(start.orders[round], profiles.rows, round);
    return start.orders[round];
  };
  return Run(profiles, GroupRows(batches), start.centroids, orderOf, options);
}

Harmonised
Harmonise(MatrixView profiles, const LabelColumn & batches, std::uint64_t seed, const HarmonyOptions & options)
{
  Check(profiles, batches, options);
  const double      wanted = std::round(static_cast<double>(profiles.rows) / 30);
  const std::size_t clusters =
    options.clusters > 0 ? options.clusters : static_cast<std::size_t>(std::clamp(wanted, 1.0, 100.0));
  if (clusters > profiles.rows)
  {
    throw ProfileError(std::to_string(clusters) + " clusters of " + std::to_string(profiles.rows) +
                       " rows were asked for");
  }
  Matrix unit(profiles);
  ScaleRowsToUnit(unit);
  const Matrix centroids = FindCentroids(unit, clusters, seed, options.threads);
  const auto   orderOf = [&](std::size_t round) { return Shuffled(profiles.rows, seed, round); };
  return Run(profiles, GroupRows(batches), centroids, orderOf, options);
}
} // namespace pheno
