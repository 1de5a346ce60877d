#include "phenoConsensus.h"
#include "phenoProfileError.h"
#include "phenoRankStatistics.h"

#include <algorithm>
#include <cmath>

namespace pheno
{
namespace
{
/** What a correlation between complete replicates is taken of: their values, or their ranks; empty for a replicate with
 * a missing value, whose ranks depend on the other one. */
std::vector<std::vector<double>>
Comparable(MatrixView replicates, ModzOptions::Correlation kind)
{
  std::vector<std::vector<double>> comparable(replicates.rows);
  for (std::size_t i = 0; i < replicates.rows; ++i)
  {
    const auto row = replicates.Row(i);
    if (std::none_of(row.begin(), row.end(), [](double value) { return std::isnan(value); }))
    {
      comparable[i] =
        kind == ModzOptions::Correlation::Pearson ? std::vector<double>(row.begin(), row.end()) : AverageRanks(row);
    }
  }
  return comparable;
}

/** N x N correlations of the replicates. */
Matrix
ReplicateCorrelations(MatrixView replicates, ModzOptions::Correlation kind)
{
  const auto comparable = Comparable(replicates, kind);
  Matrix     correlations(replicates.rows, replicates.rows, 1);
  for (std::size_t i = 0; i < replicates.rows; ++i)
  {
    for (std::size_t j = i + 1; j < replicates.rows; ++j)
    {
      const bool complete = !comparable[i].empty() && !comparable[j].empty();
      correlations(i, j) = correlations(j, i) = complete ? PearsonCorrelation(comparable[i], comparable[j])
                                                : kind == ModzOptions::Correlation::Pearson
                                                  ? PearsonCorrelation(replicates.Row(i), replicates.Row(j))
                                                  : Spearman(replicates.Row(i), replicates.Row(j)).rho;
    }
  }
  return correlations;
}

double
MeanAgreement(const Matrix & correlations, std::size_t replicate)
{
  double sum = 0;
  double count = 0;
  for (std::size_t other = 0; other < correlations.rows; ++other)
  {
    if (other != replicate && !std::isnan(correlations(replicate, other)))
    {
      sum += std::max(correlations(replicate, other), 0.0);
      ++count;
    }
  }
  return count == 0 ? 0 : sum / count;
}

std::vector<double>
ModzWeights(MatrixView replicates, const ModzOptions & options)
{
  if (replicates.rows == 1)
  {
    return { 1.0 };
  }
  const Matrix        correlations = ReplicateCorrelations(replicates, options.correlation);
  std::vector<double> weights(replicates.rows);
  double              sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i)
  {
    weights[i] = std::max(MeanAgreement(correlations, i), options.minimumWeight);
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
