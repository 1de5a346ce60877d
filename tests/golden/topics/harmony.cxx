#include "phenoGoldenMatrix.h"

#include "phenoHarmony.h"
#include "phenoRowGroups.h"

#include <algorithm>
#include <limits>

namespace pheno::golden
{
namespace
{
HarmonyOptions
ReadOptions(const Json & inputs)
{
  HarmonyOptions options;
  options.clusters = inputs.at("K");
  options.theta = inputs.at("theta");
  options.lambda = inputs.at("lamb");
  options.sigma = inputs.at("sigma");
  options.block_size = inputs.value("block_size", options.block_size);
  options.max_iter_harmony = inputs.at("max_iter_harmony");
  options.max_iter_kmeans = inputs.at("max_iter_kmeans");
  options.epsilon_cluster = inputs.value("epsilon_cluster", options.epsilon_cluster);
  options.epsilon_harmony = inputs.value("epsilon_harmony", options.epsilon_harmony);
  return options;
}

Matrix
Transposed(MatrixView matrix)
{
  Matrix result(matrix.columns, matrix.rows);
  for (std::size_t row = 0; row < matrix.rows; ++row)
  {
    for (std::size_t column = 0; column < matrix.columns; ++column)
    {
      result(column, row) = matrix(row, column);
    }
  }
  return result;
}

Json
RunGivenStart(const Json & inputs, const Matrix & profiles, const LabelColumn & batches)
{
  const HarmonyStart start{ ToMatrix(inputs.at("centroids")),
                            inputs.at("orders").get<std::vector<std::vector<std::size_t>>>() };
  const Harmonised   result = Harmonise(profiles, batches, start, ReadOptions(inputs));
  return { { "Z_corr", FromMatrix(result.corrected) },
           { "R", FromMatrix(Transposed(result.memberships)) },
           { "objective_kmeans", FromNumbers(result.objective_rounds) },
           { "objective_harmony", FromNumbers(result.objective) },
           { "kmeans_rounds", result.rounds } };
}

/** Share of the variance that lies between the groups. */
double
ShareBetween(MatrixView matrix, const LabelColumn & labels)
{
  double total = 0;
  double between = 0;
  for (std::size_t column = 0; column < matrix.columns; ++column)
  {
    double mean = 0;
    for (std::size_t row = 0; row < matrix.rows; ++row)
    {
      mean += matrix(row, column) / static_cast<double>(matrix.rows);
    }
    for (const RowGroup & group : GroupRows(labels))
    {
      double own = 0;
      for (const std::size_t row : group.rows)
      {
        own += matrix(row, column) / static_cast<double>(group.rows.size());
        total += (matrix(row, column) - mean) * (matrix(row, column) - mean);
      }
      between += static_cast<double>(group.rows.size()) * (own - mean) * (own - mean);
    }
  }
  return between / total;
}

/** Share of the 15 nearest neighbours that have the row's label. */
double
ShareOfNeighbours(MatrixView matrix, const LabelColumn & labels)
{
  constexpr std::size_t kNeighbours = 15;
  double                same = 0;
  for (std::size_t row = 0; row < matrix.rows; ++row)
  {
    std::vector<std::pair<double, std::size_t>> others;
    for (std::size_t other = 0; other < matrix.rows; ++other)
    {
      double distance = 0;
      for (std::size_t column = 0; column < matrix.columns; ++column)
      {
        const double difference = matrix(row, column) - matrix(other, column);
        distance += difference * difference;
      }
      if (other != row)
      {
        others.emplace_back(distance, other);
      }
    }
    std::sort(others.begin(), others.end());
    for (std::size_t i = 0; i < kNeighbours; ++i)
    {
      same += labels[others.at(i).second] == labels[row] ? 1 : 0;
    }
  }
  return same / static_cast<double>(kNeighbours * matrix.rows);
}

std::vector<double>
Mixing(MatrixView matrix, const LabelColumn & batches, const LabelColumn & truth)
{
  return { ShareBetween(matrix, batches),
           ShareBetween(matrix, truth),
           ShareOfNeighbours(matrix, batches),
           ShareOfNeighbours(matrix, truth) };
}

/** What must hold of a start of our own: the batches at most .05 more apart than the reference's worst run, the truth
 * at most .05 less. Every one of five seeds has to. */
Json
RunOwnStart(const Json & inputs, const Matrix & profiles, const LabelColumn & batches)
{
  constexpr double          kSlack = 0.05;
  constexpr double          kInfinity = std::numeric_limits<double>::infinity();
  const LabelColumn         truth = ToLabels(inputs.at("truth"));
  const std::vector<double> before = Mixing(profiles, batches, truth);
  std::vector<double>       worst = { -kInfinity, kInfinity, -kInfinity, kInfinity };
  for (std::uint64_t seed = 0; seed < 5; ++seed)
  {
    const std::vector<double> after =
      Mixing(Harmonise(profiles, batches, seed, ReadOptions(inputs)).corrected, batches, truth);
    for (std::size_t i = 0; i < worst.size(); ++i)
    {
      worst[i] = i % 2 == 0 ? std::max(worst[i], after[i]) : std::min(worst[i], after[i]);
    }
  }
  Json got;
  for (const double value : before)
  {
    got["before"].push_back(Within(value - 1e-9, value + 1e-9));
  }
  got["after_max"] = {
    Within(worst[0] - kSlack, kInfinity), Unspecified(), Within(worst[2] - kSlack, kInfinity), Unspecified()
  };
  got["after_min"] = {
    Unspecified(), Within(-kInfinity, worst[1] + kSlack), Unspecified(), Within(-kInfinity, worst[3] + kSlack)
  };
  got["columns"] = Unspecified();
  got["after_mean_10_seeds"] = Unspecified();
  got["final_objective_min_max"] = Unspecified();
  return got;
}
} // namespace

Json
RunHarmony(const Case & golden)
{
  return Refusing([&golden]() -> Json {
    const Matrix      profiles = ToMatrix(golden.inputs.at("Z"));
    const LabelColumn batches = ToLabels(golden.inputs.at("batch"));
    return golden.inputs.contains("centroids") ? RunGivenStart(golden.inputs, profiles, batches)
                                               : RunOwnStart(golden.inputs, profiles, batches);
  });
}
} // namespace pheno::golden
