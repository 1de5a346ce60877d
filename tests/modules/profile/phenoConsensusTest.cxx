#include "phenoProfileTest.h"

#include "phenoConsensus.h"
#include "phenoRankStatistics.h"

#include <algorithm>

using namespace pheno;
using namespace pheno::test;

TEST_CASE("MODZ by hand: two replicates agree, one is opposed")
{
  // Ranks 1234, 1234 and 4321: correlations 1, -1, -1. Raw weights: mean(1, 0), mean(1, 0), max(0, .01).
  const Matrix      matrix = MakeMatrix({ { 1, 2, 3, 4 }, { 2, 4, 6, 9 }, { 4, 3, 2, 1 } });
  const ModzProfile modz = Modz(matrix);
  CheckSame(modz.weights, { 0.495, 0.495, 0.0099 }, 1e-15); // .5/1.01 = .49505, .01/1.01 = .0099
  CheckSame(modz.profile,
            { 0.495 * 3 + 0.0099 * 4, 0.495 * 6 + 0.0099 * 3, 0.495 * 9 + 0.0099 * 2, 0.495 * 13 + 0.0099 },
            1e-12);
}

TEST_CASE("one replicate is itself, zero are refused")
{
  const ModzProfile one = Modz(MakeMatrix({ { 5, kNaN } }));
  CheckSame(one.profile, { 5, kNaN }, 0);
  CheckSame(one.weights, { 1 }, 0);
  CHECK_THROWS_AS(Modz(Matrix(0, 3)), ProfileError);
}

TEST_CASE("a constant replicate has no correlation and gets the smallest weight")
{
  const ModzProfile modz = Modz(MakeMatrix({ { 1, 2, 3 }, { 1, 2, 4 }, { 7, 7, 7 } }));
  CheckSame(modz.weights, { 0.4975, 0.4975, 0.005 }, 1e-15); // 1, 1, .01 over 2.01
  const ModzProfile both = Modz(MakeMatrix({ { 1, 1 }, { 2, 2 } }));
  CheckSame(both.weights, { 0.5, 0.5 }, 0);
}

TEST_CASE("the weights of Pearson differ from those of ranks")
{
  ModzOptions pearson;
  pearson.correlation = ProfileCorrelation::Pearson;
  const Matrix matrix = MakeMatrix({ { 1, 2, 3, 40 }, { 1, 2, 3, 4 }, { 3, 2, 1, 40 } });
  CHECK(Modz(matrix, pearson).weights != Modz(matrix).weights);
}

TEST_CASE("groups are weighted on their own")
{
  const Matrix                matrix = RandomMatrix(6, 5, 1);
  const std::vector<RowGroup> groups = GroupRows(LabelColumn{ "b", "a", "b", "a", "b", "c" });
  const Matrix                consensus = ModzConsensus(matrix, groups);
  REQUIRE(consensus.rows == 3);
  const auto only = Modz(SelectRows(matrix, std::vector<std::size_t>{ 0, 2, 4 })).profile;
  CheckSame(std::vector<double>(consensus.Row(1).begin(), consensus.Row(1).end()), only, 0);
  const auto last = matrix.Row(5);
  CheckSame(std::vector<double>(consensus.Row(2).begin(), consensus.Row(2).end()), { last.begin(), last.end() }, 0);
}

namespace
{
/** The weights as their definition says, pair by pair. */
std::vector<double>
DefinedWeights(const Matrix & replicates, const ModzOptions & options)
{
  std::vector<double> weights;
  for (std::size_t i = 0; i < replicates.rows; ++i)
  {
    double sum = 0, count = 0;
    for (std::size_t j = 0; j < replicates.rows; ++j)
    {
      const double correlation = options.correlation == ProfileCorrelation::Pearson
                                   ? PearsonCorrelation(replicates.Row(i), replicates.Row(j))
                                   : Spearman(replicates.Row(i), replicates.Row(j)).rho;
      if (i != j && !std::isnan(correlation))
      {
        sum += std::max(correlation, 0.0);
        ++count;
      }
    }
    weights.push_back(std::max(count == 0 ? 0 : sum / count, options.minimumWeight));
  }
  double total = 0;
  for (const double weight : weights)
  {
    total += weight;
  }
  for (double & weight : weights)
  {
    weight /= total;
  }
  return weights;
}
} // namespace

TEST_CASE("more replicates than a tile holds, some constant or with gaps, on any number of threads")
{
  Matrix replicates = RandomMatrix(700, 9, 7);
  for (std::size_t row = 0; row < replicates.rows; row += 50)
  {
    std::fill(replicates.Row(row).begin(), replicates.Row(row).end(), 2.0);
    replicates(row + 1, row % 9) = kNaN;
    replicates(row + 2, 3) = replicates(row + 2, 4); // tied ranks
  }
  for (const ProfileCorrelation kind : { ProfileCorrelation::Spearman, ProfileCorrelation::Pearson })
  {
    ModzOptions options;
    options.correlation = kind;
    options.decimals = 15;
    const std::vector<double> one = Modz(replicates, options).weights;
    CheckSame(
      one, DefinedWeights(replicates, options), 1e-14); // correlations are rounded to 2^-40, weights are 1 / 700
    options.threads = 3;
    CheckSame(Modz(replicates, options).weights, one, 0);
  }
}
