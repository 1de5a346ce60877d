#include "phenoConsensus.h"
#include "phenoProfileError.h"
#include "phenoRankStatistics.h"

#include <algorithm>
#include <cmath>

namespace pheno
{
namespace
{
double
Correlate(std::span<const double> a, std::span<const double> b, ModzOptions::Correlation kind)
{
  return kind == ModzOptions::Correlation::Pearson ? PearsonCorrelation(a, b) : Spearman(a, b).rho;
}

/** N x N correlations of the replicates. */
Matrix
ReplicateCorrelations(MatrixView replicates, ModzOptions::Correlation kind)
{
  Matrix correlations(replicates.rows, replicates.rows, 1);
  for (std::size_t i = 0; i < replicates.rows; ++i)
  {
    for (std::size_t j = i + 1; j < replicates.rows; ++j)
    {
      correlations(i, j) = correlations(j, i) = Correlate(replicates.Row(i), replicates.Row(j), kind);
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
