#include "phenoGoldenMatrix.h"

#include "phenoReplicateCorrelation.h"

namespace pheno::golden
{
namespace
{
std::vector<RowPair>
ToPairs(const Json & list)
{
  std::vector<RowPair> pairs;
  for (const Json & each : list)
  {
    pairs.push_back({ each.at(0), each.at(1) });
  }
  return pairs;
}
} // namespace

Json
RunPercentReplicating(const Case & golden)
{
  return Refusing([&golden]() -> Json {
    std::vector<NamedPairs> groups;
    for (const auto & [name, pairs] : golden.inputs.at("pairs").items())
    {
      groups.push_back({ name, ToPairs(pairs) });
    }
    const ReplicateCorrelation result =
      CorrelateReplicates(ToMatrix(golden.inputs.at("X")), groups, ToPairs(golden.inputs.at("null_pairs")));
    Json medians = Json::object();
    Json counts = Json::object();
    for (const ReplicateCorrelation::Group & group : result.groups)
    {
      medians[group.name] = FromNumber(group.median);
      counts[group.name] = group.n_pairs;
    }
    return { { "median_corr", medians },
             { "count", counts },
             { "n_replicates", result.n_replicates },
             { "null_dist", FromNumbers(result.null) },
             { "percent_right", FromNumber(result.percent_right) },
             { "threshold_right", FromNumber(result.threshold_right) },
             { "percent_left", FromNumber(result.percent_left) },
             { "threshold_left", FromNumber(result.threshold_left) },
             { "percent_both", FromNumber(result.percent_both) },
             { "wasserstein", FromNumber(result.wasserstein) } };
  });
}
} // namespace pheno::golden
