#include "phenoGoldenMatrix.h"

#include "phenoGoldenTable.h"

#include "phenoEnergyDistance.h"
#include "phenoPerturbationStrength.h"
#include "phenoRelationRecall.h"

#include <algorithm>

namespace pheno::golden
{
namespace
{
constexpr std::size_t kFewestRows = 5; // of an energy distance

/** "0.05_0.95": a pair of thresholds as the golden files write it. */
std::string
KeyOf(const Json & left, const Json & right)
{
  return left.dump() + "_" + right.dump();
}

Json
RunRecall(const Json & inputs)
{
  const std::vector<double> null = ToNumbers(inputs.at("null"));
  const std::vector<double> query = ToNumbers(inputs.at("query"));
  Json                      recall = Json::object();
  for (const Json & each : inputs.at("thresholds"))
  {
    recall[KeyOf(each[0], each[1])] = FromNumber(TwoSidedRecall(null, query, { each[0], each[1] }));
  }
  return { { "recall", recall } };
}

std::vector<Relation>
ReadRelations(const Case & golden)
{
  std::vector<Relation> relations;
  if (golden.inputs.contains("relations_file"))
  {
    if (golden.data.empty())
    {
      throw Skipped("needs --data for the relation file");
    }
    const Table table = ReadDataTable(golden.data, golden.inputs.at("relations_file"));
    const auto  first = table.Texts("entity1");
    const auto  second = table.Texts("entity2");
    for (std::size_t row = 0; row < table.Rows(); ++row)
    {
      relations.push_back({ first[row], second[row] });
    }
    return relations;
  }
  for (const Json & each : golden.inputs.at("relations"))
  {
    relations.push_back({ each[0], each[1] });
  }
  return relations;
}

Json
RunBenchmark(const Case & golden)
{
  const Json thresholds = golden.inputs.value("thresholds", Json{ { 0.05, 0.95 }, { 0.1, 0.9 } });
  const std::vector<std::vector<Relation>> lists = { ReadRelations(golden) };
  std::vector<RecallThresholds>            pairs;
  for (const Json & each : thresholds)
  {
    pairs.push_back({ each[0], each[1] });
  }
  const RelationRecall result =
    ScoreRelations(ToMatrix(golden.inputs.at("features")), ToLabels(golden.inputs.at("names")), lists, pairs)[0];
  Json recall = Json::object();
  for (std::size_t i = 0; i < pairs.size(); ++i)
  {
    recall[KeyOf(thresholds[i][0], thresholds[i][1])] = FromNumber(result.recall[i]);
  }
  return { { "recall", recall }, { "n_relations", result.n_relations }, { "n_null", result.n_null } };
}

Json
RunConsistency(const Json & inputs)
{
  const double              value = MeanPairwiseCosine(ToMatrix(inputs.at("rows")));
  const std::vector<double> null = ToNumbers(inputs.at("sorted_null"));
  PerturbationStrength      strength{ "", 0, value, null.size(), 0 };
  strength.n_null_as_strong = std::count_if(null.begin(), null.end(), [value](double each) { return each >= value; });
  return { { "mean_cosine", FromNumber(value) }, { "p_value", FromNumber(strength.NullShare()) } };
}

Json
RunEnergy(const Json & inputs)
{
  const Matrix rows = ToMatrix(inputs.at("A"));
  const double energy = ComputeEnergyDistance(rows, ToMatrix(inputs.at("B"))).v;
  return { { "energy", rows.rows < kFewestRows ? Json(nullptr) : FromNumber(energy) } };
}
} // namespace

Json
RunRelationshipRecall(const Case & golden)
{
  return Refusing([&golden]() -> Json {
    const std::string kind = golden.inputs.at("kind");
    return kind == "recall"        ? RunRecall(golden.inputs)
           : kind == "benchmark"   ? RunBenchmark(golden)
           : kind == "consistency" ? RunConsistency(golden.inputs)
                                   : RunEnergy(golden.inputs);
  });
}
} // namespace pheno::golden
