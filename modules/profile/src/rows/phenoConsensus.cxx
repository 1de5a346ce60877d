#include "phenoConsensus.h"
#include "phenoPairTiles.h"
#include "phenoProfileError.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>

namespace pheno
{
namespace
{
/** What every replicate's correlations with the others come to. They are multiples of 2^-40, so that sums of whole
 * steps are exact in any order. */
struct Agreement
{
  static constexpr int kStep = -40; ///< a power of two

  explicit Agreement(std::size_t replicates)
    : sums(replicates)
    , counts(replicates)
  {}

  void
  operator()(std::size_t a, std::size_t b, double correlation)
  {
    const auto steps = static_cast<std::int64_t>(std::ldexp(std::max(correlation, 0.0), -kStep));
    for (const std::size_t replicate : { a, b })
    {
      sums[replicate] += steps;
      ++counts[replicate];
    }
  }
  void
  Add(const Agreement & other)
  {
    std::transform(sums.begin(), sums.end(), other.sums.begin(), sums.begin(), std::plus<>());
    std::transform(counts.begin(), counts.end(), other.counts.begin(), counts.begin(), std::plus<>());
  }
  double
  Mean(std::size_t replicate) const
  {
    const double sum = std::ldexp(static_cast<double>(sums[replicate]), kStep);
    return counts[replicate] == 0 ? 0 : sum / static_cast<double>(counts[replicate]);
  }

  std::vector<std::int64_t> sums;   ///< of correlations above 0
  std::vector<std::size_t>  counts; ///< of defined correlations
};

Agreement
MeasureAgreement(MatrixView replicates, const ModzOptions & options)
{
  const Agreement nothing(replicates.rows);
  Agreement       agreement = nothing;
  VisitPairs(
    PairCorrelations(replicates, options.correlation),
    options.threads,
    [&nothing] { return nothing; },
    [&agreement](const Agreement & worker) { agreement.Add(worker); });
  return agreement;
}

std::vector<double>
ModzWeights(MatrixView replicates, const ModzOptions & options)
{
  if (replicates.rows == 1)
  {
    return { 1.0 };
  }
  const Agreement     agreement = MeasureAgreement(replicates, options);
  std::vector<double> weights(replicates.rows);
  double              sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i)
  {
    weights[i] = std::max(agreement.Mean(i), options.minimumWeight);
    sum += weights[i];
  }
  const double scale = std::pow(10.0, options.decimals);
  for (double & weight : weights)
  {
    weight = std::nearbyint(weight / sum * scale) / scale;
  }
  return weights;
}
} // namespace

ModzProfile
Modz(MatrixView replicates, const ModzOptions & options)
{
  if (replicates.rows == 0)
  {
    throw ProfileError("a MODZ consensus of zero replicates was asked for; expected at least one");
  }
  ModzProfile result;
  result.weights = ModzWeights(replicates, options);
  result.profile.assign(replicates.columns, 0.0);
  for (std::size_t i = 0; i < replicates.rows; ++i)
  {
    for (std::size_t feature = 0; feature < replicates.columns; ++feature)
    {
      result.profile[feature] += result.weights[i] * replicates(i, feature);
    }
  }
  return result;
}

Matrix
ModzConsensus(MatrixView matrix, std::span<const RowGroup> groups, const ModzOptions & options)
{
  Matrix consensus(groups.size(), matrix.columns);
  for (std::size_t group = 0; group < groups.size(); ++group)
  {
    const ModzProfile result = Modz(SelectRows(matrix, groups[group].rows), options);
    std::copy(result.profile.begin(), result.profile.end(), consensus.Row(group).begin());
  }
  return consensus;
}
} // namespace pheno
